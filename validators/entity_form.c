/* SPDX-License-Identifier: ISC */
/* Asks whether the request is an entity's statement about itself, made for this
 * server, whose chain may be looked for. */
#include <string.h>

#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { UNREADABLE, STATEMENT, CRITICAL, ITSELF, AUDIENCE, HINTS, TYPE };

#define ERROR_REQUEST "invalid_request"

static const struct rule rules[] = {
    [UNREADABLE] = {"entity_form.unreadable", ERROR_REQUEST,
	"the request is an entity statement, or a JSON array of those of a "
	"trust chain, as its media type says",
	"send your Entity Configuration, or a chain that begins with it"},
    [STATEMENT] = {"entity_form.statement", ERROR_REQUEST,
	"the entity's statement about itself has the header and the claims "
	"of one",
	"make it by a library for OpenID Federation 1.0; mind typ and kid"},
    [CRITICAL] = {"entity_form.critical", ERROR_REQUEST,
	"the entity's statement asks for nothing that is not understood "
	"(crit)",
	"leave crit out of the statement"},
    [ITSELF] = {"entity_form.itself", ERROR_REQUEST,
	"the statement is by the entity about itself: iss and sub are its "
	"identifier",
	"put your entity identifier into iss and sub"},
    [AUDIENCE] = {"entity_form.audience", ERROR_REQUEST,
	"the statement is for this server and for nobody else (aud)",
	"put the server's issuer into aud, and nothing beside it"},
    [HINTS] = {"entity_form.hints", ERROR_REQUEST,
	"the entity names a few of its superiors (authority_hints)",
	"name those superiors that lead to the trust anchor of this server"},
    [TYPE] = {"entity_form.type", ERROR_REQUEST,
	"the statement has metadata of the type of entities that register "
	"here",
	"put your client metadata into metadata, below that type"},
    {0}};

/* aud is a string, or an array of it alone (RFC 7519 section 4.1.3). */
static bool
is_for_us(const struct submission *s, const struct json *aud)
{
	const char *text =
	    json_string(json_type(aud) == JSON_ARRAY && json_length(aud) == 1
			    ? json_at(aud, 0)
			    : aud);

	return text != NULL && strcmp(text, s->config->issuer) == 0;
}

static void
check_claims(const struct submission *s, struct verdict *v)
{
	const struct json *claims = s->entity->own.jws.payload;
	const char *type = s->profile->entity->type;
	const size_t hints = json_length(json_get(claims, "authority_hints"));

	if (s->entity->own.critical)
		refuse(v, &rules[CRITICAL], "/crit",
		    "asks for what is not understood here");
	if (!entity_is_configuration(&s->entity->own))
		refuse(v, &rules[ITSELF], "/iss", "must be sub, %s, and is %s",
		    quoted(s->arena, s->entity->own.subject),
		    quoted(s->arena, s->entity->own.issuer));
	if (!is_for_us(s, json_get(claims, "aud")))
		refuse(v, &rules[AUDIENCE], "/aud",
		    "must be %s alone, and is %s", s->config->issuer,
		    quoted_value(s->arena, json_get(claims, "aud")));
	if (hints == 0 || hints > LIMIT_HINTS)
		refuse(v, &rules[HINTS], "/authority_hints",
		    "must be 1 to %d superiors", LIMIT_HINTS);
	if (json_get(json_get(claims, "metadata"), type) == NULL)
		refuse(v, &rules[TYPE], "/metadata", "must have %s", type);
}

static void
check(const struct submission *s, struct verdict *v)
{
	if (s->entity == NULL || s->entity->why != NULL)
		refuse(v, &rules[UNREADABLE], "", "%s",
		    s->entity != NULL ? s->entity->why : "is empty");
	else if (s->entity->own_why != NULL)
		refuse(v, &rules[STATEMENT], "", "%s", s->entity->own_why);
	else
		check_claims(s, v);
}

const struct validator entity_form = {
    .name = "entity_form",
    .question = "Has an entity made a statement about itself for this server?",
    .needs = REQUEST_ENTITY | STATEMENT_CHAINED,
    .gives = ENVELOPE_READ | STATEMENT_READ,
    .rules = rules,
    .check = check,
};
