/* SPDX-License-Identifier: ISC */
#include "kit/json.h"
#include "validators/lib/signature.h"
#include "validators/validator.h"

enum { KEY_LOCATION, UNKNOWN_KEY, FORGED };

static const struct rule rules[] = {
    [KEY_LOCATION] = {"envelope_signature.key_location", ERROR_STATEMENT,
	"the statement's key set is at a host that we fetch from"},
    [UNKNOWN_KEY] = {"envelope_signature.unknown_key", ERROR_METADATA,
	"the request names a signing key of the software"},
    [FORGED] = {"envelope_signature.forged", ERROR_METADATA,
	"its signature is by that key"},
    {0}};

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct signature_rules by = {
	    .unknown_key = &rules[UNKNOWN_KEY],
	    .forged = &rules[FORGED],
	    .forbidden = &rules[KEY_LOCATION],
	};

	signature_check(
	    s, v, &s->envelope, json_string(claim(s, "jwks_uri")), &by, "");
}

const struct validator envelope_signature = {
    .name = "envelope_signature",
    .question = "Is the request signed by the software's own key?",
    .needs = CLIENT_KNOWN | ENVELOPE_READ | STATEMENT_SOUND,
    .gives = ENVELOPE_TRUE,
    .rules = rules,
    .check = check,
};
