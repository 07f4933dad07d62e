/* SPDX-License-Identifier: ISC */
/* Asks whether client assertions are signed by an algorithm that the profile
 * allows. */
#include <string.h>

#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"token_endpoint_auth_signing_alg.missing", ERROR_METADATA,
	"a client of private_key_jwt names the algorithm that signs its "
	"client assertions",
	"add token_endpoint_auth_signing_alg to the request"},
    [TYPE] = {"token_endpoint_auth_signing_alg.type", ERROR_METADATA,
	"token_endpoint_auth_signing_alg is a string",
	"send the algorithm as one string, not as a list"},
    [NOT_ALLOWED] = {"token_endpoint_auth_signing_alg.not_allowed",
	ERROR_METADATA,
	"token_endpoint_auth_signing_alg is an algorithm that the profile "
	"allows",
	"send an algorithm that the error lists"},
    {0}};

static const struct setting settings[] = {
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	const char *method =
	    json_string(registered(s, "token_endpoint_auth_method"));
	bool signs = method != NULL && strcmp(method, "private_key_jwt") == 0;
	const struct choice choice = {
	    .member = "token_endpoint_auth_signing_alg",
	    .setting = "allowed",
	    .missing = signs ? &rules[MISSING] : NULL,
	    .because = " with private_key_jwt",
	    .type = &rules[TYPE],
	    .value = &rules[NOT_ALLOWED],
	};

	(void)registered_choice(s, v, &choice);
}

const struct validator token_endpoint_auth_signing_alg = {
    .name = "token_endpoint_auth_signing_alg",
    .question = "Are client assertions signed by an allowed algorithm?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
