/* SPDX-License-Identifier: ISC */
/* Asks whether a client of tls_client_auth is known by one name of its
 * certificate, where that is not the subject (RFC 8705 section 2.1.2). */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/lib/tls_names.h"
#include "validators/validator.h"

enum { SEVERAL, UNEXPECTED, FORM, NOT_YOURS };

static const struct rule rules[] = {
    [SEVERAL] = {"tls_client_auth_san.several", ERROR_METADATA,
	"a client of tls_client_auth is known by one name of its certificate",
	"send one of tls_client_auth_subject_dn, _san_dns, _san_uri, _san_ip "
	"and _san_email"},
    [UNEXPECTED] = {"tls_client_auth_san.unexpected", ERROR_METADATA,
	"only a client of tls_client_auth is known by a name of its "
	"certificate",
	"leave the name out, or authenticate by tls_client_auth"},
    [FORM] = {"tls_client_auth_san.form", ERROR_METADATA,
	"the name of the certificate is a string of ASCII without blanks",
	"send the name as the certificate has it"},
    [NOT_YOURS] = {"tls_client_auth_san.not_yours", ERROR_METADATA,
	"the name is in subjectAltName of the client certificate in use",
	"send a name that the certificate has, or use another certificate"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {"must_match", SETTING_BOOLEAN, TIGHTER_TRUE},
    {0},
};

static bool
is_plain(const char *text, int64_t most)
{
	if (text == NULL || *text == '\0' || (int64_t)strlen(text) > most)
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

/* dcr check may have been given no certificate. */
static void
check_name(
    const struct submission *s, struct verdict *v, const struct tls_name *name)
{
	const char *text = json_string(registered(s, name->member));
	const int64_t most = setting_integer(s, "length");

	if (!is_plain(text, most))
		registered_refuse(s, v, &rules[FORM], name->member,
		    REGISTERED_WHOLE,
		    "must be a string of %lld characters of ASCII at most, "
		    "without blanks",
		    (long long)most);
	else if (s->cert != NULL && setting_true(s, "must_match") &&
		 !cert_is_named(s->cert, name->kind, text))
		registered_refuse(s, v, &rules[NOT_YOURS], name->member,
		    REGISTERED_WHOLE,
		    "is not in subjectAltName of the certificate in use");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const char *method =
	    json_string(registered(s, "token_endpoint_auth_method"));
	bool wanted = method != NULL && strcmp(method, "tls_client_auth") == 0;
	bool known = registered(s, "tls_client_auth_subject_dn") != NULL;

	for (const struct tls_name *n = tls_names; n->member != NULL; n++) {
		if (registered(s, n->member) == NULL)
			continue;
		if (!wanted)
			registered_refuse(s, v, &rules[UNEXPECTED], n->member,
			    REGISTERED_WHOLE,
			    "goes with tls_client_auth alone");
		else if (known)
			registered_refuse(s, v, &rules[SEVERAL], n->member,
			    REGISTERED_WHOLE,
			    "must not be there beside another name of the "
			    "certificate");
		else
			check_name(s, v, n);
		known = true;
	}
}

const struct validator tls_client_auth_san = {
    .name = "tls_client_auth_san",
    .question = "Is the client known by one name of its certificate?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
