/* SPDX-License-Identifier: ISC */
/* Asks whether the software statement has the claims that the profile demands,
 * in their types. */
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/pattern.h"
#include "validators/lib/profile.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { MISSING, TYPE, SOFTWARE_ID, TOO_MANY };

static const struct rule rules[] = {
    [MISSING] = {"statement_claims.missing", ERROR_STATEMENT,
	"the software statement has the claims that the profile demands",
	"complete your entry at the directory, then get a new statement"},
    [TYPE] = {"statement_claims.type", ERROR_STATEMENT,
	"each claim that the profile demands of a software statement has its "
	"type",
	"report it to the directory: it signs what it should not"},
    [SOFTWARE_ID] = {"statement_claims.software_id", ERROR_STATEMENT,
	"the software_id of the software statement has the form that the "
	"profile demands",
	"report it to the directory: it signs what it should not"},
    [TOO_MANY] = {"statement_claims.too_many", ERROR_STATEMENT,
	"the software statement has no more claims than can be registered",
	"report it to the directory: the statement is too large"},
    {0}};

static const struct setting settings[] = {
    {"strings", SETTING_STRINGS, TIGHTER_MORE},
    {"string_arrays", SETTING_STRINGS_OR_NONE, TIGHTER_MORE},
    {"software_id", SETTING_PATTERN, TIGHTER_NEVER},
    {0},
};

static void
check_claim(
    const struct submission *s, struct verdict *v, const char *name, bool array)
{
	const struct json *value = claim(s, name);

	if (value == NULL)
		refuse(
		    v, &rules[MISSING], claim_pointer(s, name), "is missing");
	else if (array ? !json_is_array_of(value, JSON_STRING, 0)
		       : json_string(value) == NULL)
		refuse(v, &rules[TYPE], claim_pointer(s, name), "must be %s",
		    array ? "an array of strings" : "a string");
}

static void
check_software_id(const struct submission *s, struct verdict *v)
{
	const char *id = json_string(claim(s, "software_id"));
	const char *pattern = setting_string(s, "software_id");

	if (id != NULL && !pattern_fits(s, v, pattern, id))
		refuse(v, &rules[SOFTWARE_ID], claim_pointer(s, "software_id"),
		    "does not match %s", pattern);
}

static bool
is_asked(const struct submission *s, const char *validator)
{
	return validator == NULL ||
	       profile_question_of(s->profile->questions, validator) != NULL;
}

/* STATEMENT_SOUND promises these claims to later questions, whatever else a
 * profile demands: that a claim is there if the validator that reads it is
 * asked, and in any case that its type is right. */
static void
check_promised(const struct submission *s, struct verdict *v)
{
	static const struct {
		const char *name;
		bool array;
		const char *reader; /* NULL: always */
	} promised[] = {{"software_id", false, NULL},
	    {"jwks_uri", false, "envelope_signature"},
	    {"redirect_uris", true, "envelope_signature"},
	    {"roles", true, "software_roles"}};

	for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++)
		if (is_asked(s, promised[i].reader) ||
		    claim(s, promised[i].name) != NULL)
			check_claim(s, v, promised[i].name, promised[i].array);
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *strings = setting_strings(s, "strings");
	const struct json *arrays = setting_strings(s, "string_arrays");

	for (size_t i = 0; i < json_length(strings); i++)
		check_claim(s, v, json_string(json_at(strings, i)), false);
	for (size_t i = 0; i < json_length(arrays); i++)
		check_claim(s, v, json_string(json_at(arrays, i)), true);
	if (v->outcome == OUTCOME_PASS)
		check_promised(s, v);
	check_software_id(s, v);
	if (json_length(s->claims) > LIMIT_CLAIMS)
		refuse(v, &rules[TOO_MANY], "/software_statement",
		    "has more than %d claims", LIMIT_CLAIMS);
}

const struct validator statement_claims = {
    .name = "statement_claims",
    .question = "Has the software statement the claims it must have?",
    .needs = STATEMENT_TRUE,
    .gives = STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
