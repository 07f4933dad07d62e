/* SPDX-License-Identifier: ISC */
/* Reads requests whose statement is a trust chain. */
#include "validators/lib/chained.h"

#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/entity/entity_chain.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"

/* Is the body a chain, and not a statement alone?  Where nobody says so, as on
 * the command line, its first character does. */
static bool
is_chain(const struct submission *s, const char *body)
{
	static const char type[] = "application/trust-chain+json";
	const char *said = s->request->content_type;

	if (said == NULL)
		return body[strspn(body, " \t\r\n")] == '[';
	return strncasecmp(said, type, sizeof(type) - 1) == 0;
}

static const char *
take(struct submitted_entity *chain, const struct json *array)
{
	const size_t count = json_length(array);

	if (!json_is_array_of(array, JSON_STRING, 1))
		return "must be a JSON array of statements";
	if (count > LIMIT_CHAIN)
		return "has too many statements";
	for (; chain->count < count; chain->count++)
		chain->texts[chain->count] =
		    json_string(json_at(array, chain->count));
	return NULL;
}

/* What of the entity's statement is the request's own: no member of it is
 * registered. */
static const struct json *
members_of(struct arena *arena, const struct json *payload)
{
	static const char *const names[] = {
	    "iss", "sub", "aud", "iat", "exp", "nbf", "jti"};
	struct json *members = json_new_object(arena);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_set(members, names[i], json_get(payload, names[i]));
	return members;
}

void
chained_parse(struct submission *s, const char *body, size_t length)
{
	struct submitted_entity *chain = arena_alloc(s->arena, sizeof(*chain));

	s->entity = chain;
	if (is_chain(s, body)) {
		chain->why = take(
		    chain, json_parse_foreign(s->arena, body, length, NULL));
	} else {
		chain->texts[0] =
		    arena_strndup(s->arena, body, jws_length(body, length));
		chain->count = 1;
	}
	if (chain->why != NULL)
		return;
	chain->own_why = entity_read(
	    s->arena, chain->texts[0], strlen(chain->texts[0]), &chain->own);
	s->envelope.text = chain->texts[0];
	s->envelope.length = strlen(chain->texts[0]);
	s->envelope.jws = chain->own.jws;
	s->envelope.fault = chain->own_why == NULL ? JWS_OK : JWS_PAYLOAD;
	if (chain->own_why == NULL)
		s->members = members_of(s->arena, chain->own.jws.payload);
}

const struct json *
chained_claims(const struct submission *s, const struct entity_chain *chain,
    const struct json *metadata)
{
	struct json *claims = json_copy(s->arena, metadata);

	json_set_string(claims, "iss", chain->anchor);
	json_set_string(claims, "sub", chain->subject);
	json_set_string(claims, "superior", chain->superior);
	json_set_integer(claims, "exp", chain->expires);
	return claims;
}

const char *
chained_text(const struct submission *s, const char *const *texts, size_t count)
{
	struct json *array = json_new_array(s->arena);

	for (size_t i = 0; i < count; i++)
		json_append_string(array, texts[i]);
	return json_text(s->arena, array);
}

void
chained_parse_kept(struct submission *s, const char *text)
{
	struct submitted_entity *kept = arena_alloc(s->arena, sizeof(*kept));
	struct entity_chain *chain = arena_alloc(s->arena, sizeof(*chain));
	const struct json *metadata;

	s->entity = kept;
	s->statement.text = text;
	if (take(kept, json_parse_foreign(
			   s->arena, text, strlen(text), NULL)) == NULL &&
	    entity_chain_read(s->arena, kept->texts, kept->count, chain) ==
		ENTITY_OK &&
	    entity_chain_resolve(s->arena, chain, s->profile->entity->type,
		&metadata) == ENTITY_OK)
		s->claims = chained_claims(s, chain, metadata);
}

int64_t
chained_issued(struct arena *arena, const char *kept)
{
	const char *own = json_string(
	    json_at(json_parse_foreign(arena, kept, strlen(kept), NULL), 0));
	struct entity_statement statement;

	if (own == NULL ||
	    entity_read(arena, own, strlen(own), &statement) != NULL)
		return -1;
	return statement.issued;
}

void
chained_adopt(struct submission *s)
{
	if (s->entity == NULL || s->entity->claims == NULL)
		return;
	s->claims = s->entity->claims;
	s->expires = s->entity->expires;
	s->statement.text = s->entity->text;
}
