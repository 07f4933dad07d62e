/* SPDX-License-Identifier: ISC */
/* Asks whether the software statement is a JWS whose signature may be tried. */
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/form.h"
#include "validators/validator.h"

enum { MISSING = FORM_RULES, TOO_LARGE, IN_STATEMENT };

static const struct rule rules[] = {
    [FORM_NOT_COMPACT] = {"statement_form.not_compact", ERROR_STATEMENT,
	"the software statement is one signed JWS in compact form",
	"send the statement as the directory gave it, a JWT, as one string"},
    [FORM_ENCODING] = {"statement_form.encoding", ERROR_STATEMENT,
	"each part of the software statement is canonical base64url",
	"send the statement as the directory gave it, with no line end"},
    [FORM_HEADER] = {"statement_form.header", ERROR_STATEMENT,
	"the header of the software statement is one strict JSON object with "
	"an alg",
	"get a statement from the directory; do not make your own"},
    [FORM_CRITICAL] = {"statement_form.critical", ERROR_STATEMENT,
	"the header of the software statement demands no extension (crit, "
	"b64)",
	"get a statement from the directory; do not make your own"},
    [FORM_TYPE] = {"statement_form.type", ERROR_STATEMENT,
	"the typ of the software statement, if any, is JWT, application/jwt "
	"or JOSE",
	"get a statement from the directory; do not make your own"},
    [FORM_NESTED] = {"statement_form.nested", ERROR_STATEMENT,
	"the software statement is neither encrypted nor a token in a token",
	"get a statement from the directory, signed and not encrypted"},
    [FORM_PAYLOAD] = {"statement_form.payload", ERROR_STATEMENT,
	"the payload of the software statement is one strict JSON object",
	"get a statement from the directory; do not make your own"},
    [FORM_ALGORITHM] = {"statement_form.algorithm", ERROR_STATEMENT,
	"the alg of the software statement is one that the profile allows",
	"get a new statement, signed with an algorithm that the error lists"},
    [MISSING] = {"statement_form.missing", ERROR_STATEMENT,
	"the registration request carries a software statement",
	"put the directory's statement into software_statement"},
    [TOO_LARGE] = {"statement_form.too_large", ERROR_STATEMENT,
	"the software statement is within the size limit",
	"report it to the directory: the statement is too large"},
    [IN_STATEMENT] = {"statement_form.in_statement", ERROR_STATEMENT,
	"the software statement carries no further software statement",
	"get a statement from the directory; do not make your own"},
    {0}};

static const struct setting settings[] = {
    {"algorithms", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	static const char at[] = "/software_statement";

	if (s->statement.text == NULL) {
		refuse(v, &rules[MISSING], at, "a signed JWT is required");
		return;
	}
	if (s->statement.length > LIMIT_STATEMENT) {
		refuse(v, &rules[TOO_LARGE], at, "longer than %d bytes",
		    LIMIT_STATEMENT);
		return;
	}
	form_check(s, v, &s->statement, rules, at);
	if (json_get(s->claims, "software_statement") != NULL)
		refuse(v, &rules[IN_STATEMENT], at,
		    "must not hold a software_statement itself");
}

const struct validator statement_form = {
    .name = "statement_form",
    .question = "Is the software statement a JWS that may be verified?",
    .needs = ENVELOPE_READ | STATEMENT_SIGNED,
    .gives = STATEMENT_READ,
    .rules = rules,
    .settings = settings,
    .check = check,
};
