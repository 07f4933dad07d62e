/* SPDX-License-Identifier: ISC */
/* Asks whether the directory has revoked the key of the registration request or
 * of the client certificate. */
#include "validators/lib/revoked.h"
#include "validators/validator.h"

enum { KEY, CERTIFICATE, KEY_LOCATION };

static const struct rule rules[] = {
    [KEY] = {"revoked_keys.key", ERROR_METADATA,
	"the directory has not revoked the key that signed the registration "
	"request",
	"sign with another key, which the directory has not revoked"},
    [CERTIFICATE] = {"revoked_keys.certificate", ERROR_CLIENT,
	"the directory has not revoked the client certificate",
	"use another certificate, which the directory has not revoked"},
    [KEY_LOCATION] = {"revoked_keys.key_location", ERROR_STATEMENT,
	"the set of revoked keys of the software statement is at a host that "
	"keys may be fetched from",
	"have the directory publish revoked keys at its own host"},
    {0}};

static const struct setting settings[] = {
    {"sets", SETTING_STRINGS, TIGHTER_MORE},
    {"absent_is_empty", SETTING_BOOLEAN_IF_ANY,
	TIGHTER_FALSE}, /* a set counts as empty for 404, 410, or no file of
			   the mirror */
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	static const unsigned signed_truly = ENVELOPE_TRUE | REQUEST_SIGNED;
	static const struct revoked_rules by = {
	    .key = &rules[KEY],
	    .certificate = &rules[CERTIFICATE],
	    .location = &rules[KEY_LOCATION],
	};

	revoked_check(s, v,
	    (s->facts & signed_truly) == signed_truly ? &s->envelope.jws : NULL,
	    &by);
}

const struct validator revoked_keys = {
    .name = "revoked_keys",
    .question = "Has the directory revoked neither key nor certificate?",
    .needs = CLIENT_KNOWN | STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
