/* SPDX-License-Identifier: ISC */
/* Asks whether a client of tls_client_auth names the subject of its certificate
 * (RFC 8705 section 2.1.2). */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/names.h"
#include "kit/x509/cert.h"
#include "validators/lib/registered.h"
#include "validators/lib/profile.h"
#include "validators/lib/setting.h"
#include "validators/lib/tls_names.h"
#include "validators/validator.h"

enum { MISSING, UNEXPECTED, FORM, NOT_YOURS };

static const struct rule rules[] = {
    [MISSING] = {"tls_client_auth_subject_dn.missing", ERROR_METADATA,
	"a client of tls_client_auth has tls_client_auth_subject_dn",
	"send the subject that the error shows"},
    [UNEXPECTED] = {"tls_client_auth_subject_dn.unexpected", ERROR_METADATA,
	"only a client of tls_client_auth has tls_client_auth_subject_dn",
	"leave it out, or authenticate by tls_client_auth"},
    [FORM] = {"tls_client_auth_subject_dn.form", ERROR_METADATA,
	"tls_client_auth_subject_dn is a distinguished name in the form of "
	"RFC 4514",
	"send the subject that the error shows, as it is written there"},
    [NOT_YOURS] = {"tls_client_auth_subject_dn.not_yours", ERROR_METADATA,
	"tls_client_auth_subject_dn is the subject of the client certificate "
	"in use",
	"send the subject that the error shows, or use its certificate"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {"must_match", SETTING_BOOLEAN, TIGHTER_TRUE},
    /* true: the name is in the form that RFC 4514 generates */
    {"canonical", SETTING_BOOLEAN, TIGHTER_TRUE},
    {0},
};

static const char member[] = "tls_client_auth_subject_dn";

/* dcr check may have been given no certificate. */
static enum dn_answer
compare(const struct submission *s, const char *dn)
{
	if (s->cert != NULL)
		return cert_subject_is(s->cert, dn);
	return dn_readable(dn) ? DN_EQUAL : DN_UNREADABLE;
}

/* The name that would be right, whole, in the form that is demanded. */
static const char *
right_name(const struct submission *s)
{
	if (s->cert == NULL)
		return "";
	return arena_printf(s->arena, ": this certificate's is %s",
	    cert_subject_shown(
		s->arena, s->cert, setting_true(s, "canonical")));
}

static void
check_name(const struct submission *s, struct verdict *v, const char *dn)
{
	int64_t most = setting_integer(s, "length");
	enum dn_answer answer = dn != NULL && (int64_t)strlen(dn) <= most
				    ? compare(s, dn)
				    : DN_UNREADABLE;

	if (answer == DN_UNREADABLE ||
	    (setting_true(s, "canonical") && !dn_canonical(dn)))
		registered_refuse(s, v, &rules[FORM], member, REGISTERED_WHOLE,
		    "must be an RFC 4514 name of %lld characters at most%s",
		    (long long)most, right_name(s));
	else if (answer != DN_EQUAL && setting_true(s, "must_match"))
		registered_refuse(s, v, &rules[NOT_YOURS], member,
		    REGISTERED_WHOLE,
		    "is not the subject of the certificate in use%s",
		    right_name(s));
}

/* Is the client known by another name of its certificate?  That one is judged
 * by tls_client_auth_san, where a profile registers it. */
static bool
has_another(const struct submission *s)
{
	for (const struct tls_name *n = tls_names; n->member != NULL; n++)
		if (names_have(s->profile->is_member, n->member) &&
		    registered(s, n->member) != NULL)
			return true;
	return false;
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *dn = registered(s, member);
	const char *method =
	    json_string(registered(s, "token_endpoint_auth_method"));
	bool wanted = method != NULL && strcmp(method, "tls_client_auth") == 0;

	if (wanted && dn == NULL && has_another(s))
		return;
	if (wanted && dn == NULL)
		registered_refuse(s, v, &rules[MISSING], member,
		    REGISTERED_WHOLE, "is required with tls_client_auth%s",
		    right_name(s));
	else if (!wanted && dn != NULL)
		registered_refuse(s, v, &rules[UNEXPECTED], member,
		    REGISTERED_WHOLE, "goes with tls_client_auth alone");
	else if (wanted)
		check_name(s, v, json_string(dn));
}

const struct validator tls_client_auth_subject_dn = {
    .name = "tls_client_auth_subject_dn",
    .question = "Does the client name its certificate's subject?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
