/* SPDX-License-Identifier: ISC */
/* Asks whether the metadata of a CIBA client (OpenID Connect Client-Initiated
 * Backchannel Authentication 1.0 section 4) are complete, and whether other
 * clients have none. */
#include <string.h>

#include "kit/json.h"
#include "kit/uri.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { WITHOUT_GRANT, MODE, ENDPOINT, ALGORITHM, USER_CODE };

static const struct rule rules[] = {
    [WITHOUT_GRANT] = {"backchannel.without_grant", ERROR_METADATA,
	"only a client of the CIBA grant type has CIBA metadata",
	"leave these members out, or ask for the CIBA grant type"},
    [MODE] = {"backchannel.mode", ERROR_METADATA,
	"a CIBA client names a token delivery mode that the profile allows",
	"send a delivery mode that the error lists"},
    [ENDPOINT] = {"backchannel.endpoint", ERROR_METADATA,
	"a CIBA client has an https notification endpoint, unless it polls: "
	"then it has none",
	"send an https URI that the bank can reach, or poll without one"},
    [ALGORITHM] = {"backchannel.algorithm", ERROR_METADATA,
	"a CIBA client names, for signing its authentication requests, an "
	"algorithm that the profile allows",
	"send an algorithm that the error lists"},
    [USER_CODE] = {"backchannel.user_code", ERROR_METADATA,
	"a CIBA client asks for no user codes",
	"send false, or leave the member out"},
    {0}};

static const struct setting settings[] = {
    {"grant", SETTING_STRING, TIGHTER_NEVER},
    {"modes", SETTING_STRINGS, TIGHTER_FEWER},
    {"algorithms", SETTING_STRINGS, TIGHTER_FEWER},
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {0},
};

static const char mode_member[] = "backchannel_token_delivery_mode";
static const char endpoint_member[] =
    "backchannel_client_notification_endpoint";
static const char algorithm_member[] =
    "backchannel_authentication_request_signing_alg";
static const char user_code_member[] =
    "backchannel_user_code_parameter_supported";

static void
check_absent(const struct submission *s, struct verdict *v)
{
	const char *const members[] = {
	    mode_member, endpoint_member, algorithm_member, user_code_member};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (registered(s, members[i]) != NULL)
			registered_refuse(s, v, &rules[WITHOUT_GRANT],
			    members[i], REGISTERED_WHOLE,
			    "goes with the CIBA grant type alone");
}

static void
check_endpoint(const struct submission *s, struct verdict *v, bool polls)
{
	const struct json *given = registered(s, endpoint_member);
	const char *text = json_string(given);
	int64_t most = setting_integer(s, "length");
	struct uri uri;

	if (polls && given == NULL)
		return;
	if (polls)
		registered_refuse(s, v, &rules[ENDPOINT], endpoint_member,
		    REGISTERED_WHOLE,
		    "must not be there for a client that polls");
	else if (text == NULL || (int64_t)strlen(text) > most ||
		 !uri_parse_https(s->arena, text, &uri) ||
		 uri_host_is_local(uri.host))
		registered_refuse(s, v, &rules[ENDPOINT], endpoint_member,
		    REGISTERED_WHOLE,
		    "must be an https URI of %lld characters at most, not "
		    "of localhost, without user name and fragment",
		    (long long)most);
}

static void
check_ciba(const struct submission *s, struct verdict *v)
{
	static const char because[] = " with the CIBA grant type";
	static const struct choice modes = {mode_member, "modes", &rules[MODE],
	    because, &rules[MODE], &rules[MODE]};
	static const struct choice algorithms = {algorithm_member, "algorithms",
	    &rules[ALGORITHM], because, &rules[ALGORITHM], &rules[ALGORITHM]};
	const struct json *user_code = registered(s, user_code_member);
	const char *mode = registered_choice(s, v, &modes);

	if (mode != NULL)
		check_endpoint(s, v, strcmp(mode, "poll") == 0);
	(void)registered_choice(s, v, &algorithms);
	if (user_code != NULL &&
	    (json_type(user_code) != JSON_BOOLEAN || json_true(user_code)))
		registered_refuse(s, v, &rules[USER_CODE], user_code_member,
		    REGISTERED_WHOLE, "must be false");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *grants = registered(s, "grant_types");
	const char *ciba = setting_string(s, "grant");

	if (json_has_string(grants, ciba))
		check_ciba(s, v);
	else
		check_absent(s, v);
}

const struct validator backchannel = {
    .name = "backchannel",
    .question = "Are the CIBA metadata complete and in place?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
