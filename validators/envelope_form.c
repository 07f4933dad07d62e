/* SPDX-License-Identifier: ISC */
/* Asks whether the registration request is a JWS whose signature may be
 * tried. */
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/form.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { EMBEDDED_KEY = FORM_RULES };

static const struct rule rules[] = {
    [FORM_NOT_COMPACT] = {"envelope_form.not_compact", ERROR_METADATA,
	"the registration request is one signed JWS in compact form",
	"sign the request, and send HEADER.PAYLOAD.SIGNATURE and no more"},
    [FORM_ENCODING] = {"envelope_form.encoding", ERROR_METADATA,
	"each part of the registration request is canonical base64url",
	"send base64url without padding, just as your JWT library makes it"},
    [FORM_HEADER] = {"envelope_form.header", ERROR_METADATA,
	"the header of the registration request is one strict JSON object "
	"with an alg",
	"make the header by a JWT library; alg, kid, typ and cty are strings"},
    [FORM_CRITICAL] = {"envelope_form.critical", ERROR_METADATA,
	"the header of the registration request demands no extension (crit, "
	"b64)",
	"leave crit and b64 out of the header"},
    [FORM_TYPE] = {"envelope_form.type", ERROR_METADATA,
	"the typ of the registration request, if any, is JWT, "
	"application/jwt or JOSE",
	"leave typ out of the header, or write JWT"},
    [FORM_NESTED] = {"envelope_form.nested", ERROR_METADATA,
	"the registration request is neither encrypted nor a token in a "
	"token",
	"sign the claims themselves, and do not encrypt them"},
    [FORM_PAYLOAD] = {"envelope_form.payload", ERROR_METADATA,
	"the payload of the registration request is one strict JSON object",
	"send the claims as one JSON object in which no name comes twice"},
    [FORM_ALGORITHM] = {"envelope_form.algorithm", ERROR_METADATA,
	"the alg of the registration request is one that the profile allows",
	"sign with an algorithm that the error lists"},
    [EMBEDDED_KEY] = {"envelope_form.embedded_key", ERROR_METADATA,
	"the header of the registration request brings no key and no place "
	"of one, except by a member that the profile allows",
	"leave the key out of the header; kid says which key signed"},
    {0}};

static const struct setting settings[] = {
    {"algorithms", SETTING_STRINGS, TIGHTER_FEWER},
    /* the members of the header that may bring a key */
    {"keys_in_header", SETTING_STRINGS_OR_NONE, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	form_check(s, v, &s->envelope, rules, "");
	const char *member = jws_embedded_key(&s->envelope.jws);
	/* jws_embedded_key() looks for x5c last: a header for which it answers
	 * x5c has none of the other members. */
	if (member != NULL &&
	    !json_has_string(setting_strings(s, "keys_in_header"), member))
		refuse(v, &rules[EMBEDDED_KEY],
		    arena_printf(s->arena, "/header/%s", member),
		    "must not be there; keys come from the directory");
}

const struct validator envelope_form = {
    .name = "envelope_form",
    .question = "Is the registration request a JWS that may be verified?",
    .needs = REQUEST_SIGNED,
    .gives = ENVELOPE_READ,
    .rules = rules,
    .settings = settings,
    .check = check,
};
