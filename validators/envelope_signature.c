/* SPDX-License-Identifier: ISC */
/* Asks whether a key of the software's own key set has signed the registration
 * request. */
#include "kit/json.h"
#include "validators/lib/signature.h"
#include "validators/validator.h"

enum { KEY_LOCATION, UNKNOWN_KEY, FORGED };

static const struct rule rules[] = {
    [KEY_LOCATION] = {"envelope_signature.key_location", ERROR_STATEMENT,
	"the key set of the software statement is at a host that keys may be "
	"fetched from",
	"have the directory publish your keys at its own host"},
    [UNKNOWN_KEY] = {"envelope_signature.unknown_key", ERROR_METADATA,
	"the registration request names a signing key of the software",
	"publish the signing key in your key set, and put its kid into the "
	"header"},
    [FORGED] = {"envelope_signature.forged", ERROR_METADATA,
	"the signature of the registration request is by the key that the "
	"request names",
	"sign with the private key that belongs to kid; change nothing after"},
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
    .question = "Has the software's own key signed the request?",
    .needs = CLIENT_KNOWN | ENVELOPE_READ | STATEMENT_SOUND,
    .gives = ENVELOPE_TRUE,
    .rules = rules,
    .check = check,
};
