/* SPDX-License-Identifier: ISC */
/* Asks whether the client certificate belongs to the party that the software
 * statement names. */
#include <stddef.h>

#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "validators/lib/binding.h"
#include "validators/lib/directory.h"
#include "validators/lib/keys_at.h"
#include "validators/lib/revoked.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { ANOTHER_PARTY, KEY_LOCATION };

static const struct rule rules[] = {
    [ANOTHER_PARTY] = {"certificate_binding.another_party", ERROR_STATEMENT,
	"the client certificate belongs to the party that the software "
	"statement names",
	"use a certificate and a statement of the same organisation"},
    [KEY_LOCATION] = {"certificate_binding.key_location", ERROR_STATEMENT,
	"the key set of the software statement is at a host that keys may be "
	"fetched from",
	"have the directory publish your keys at its own host"},
    {0}};

static const struct setting settings[] = {
    {"alternatives", SETTING_EQUATIONS, TIGHTER_FEWER},
    {"authorities", SETTING_STRING_MAP, TIGHTER_NEVER},
    {"key_set", SETTING_BOOLEAN, TIGHTER_FALSE},
    {0},
};

/* A certificate that the directory has revoked counts as in no key set. */
static void
check_key_set(const struct submission *s, struct verdict *v)
{
	static const struct revoked_rules by = {
	    .certificate = &rules[ANOTHER_PARTY],
	    .location = &rules[KEY_LOCATION],
	};
	const char *place = json_string(claim(s, "jwks_uri"));
	const struct keys *keys =
	    keys_at(s, v, place, KEYRING_CACHED, &rules[KEY_LOCATION]);

	if (keys == NULL)
		return;
	if (keys_hold_certificate(keys, cert_sha256(s->cert)))
		revoked_check(s, v, NULL, &by);
	else
		refuse(v, &rules[ANOTHER_PARTY], "/client_certificate",
		    "belongs to another party than the statement names: %s",
		    binding_told(s));
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct config_directory *directory =
	    directory_of(s->config, json_string(claim(s, "iss")));
	enum directory_issued issued = directory == NULL
					   ? DIRECTORY_ANOTHERS
					   : directory_issued(s, directory);

	if (issued == DIRECTORY_ANOTHERS)
		refuse(v, &rules[ANOTHER_PARTY], "/client_certificate",
		    "is not issued by an authority of the statement's "
		    "directory");
	else if (binding_holds(s, issued))
		return;
	else if (setting_true(s, "key_set"))
		check_key_set(s, v);
	else
		refuse(v, &rules[ANOTHER_PARTY], "/client_certificate",
		    "belongs to another party than the statement names: %s",
		    binding_told(s));
}

const struct validator certificate_binding = {
    .name = "certificate_binding",
    .question = "Do certificate and software statement name one party?",
    .needs = CLIENT_KNOWN | STATEMENT_SOUND,
    .gives = SAME_PARTY,
    .rules = rules,
    .settings = settings,
    .check = check,
};
