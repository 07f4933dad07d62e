/* SPDX-License-Identifier: ISC */
#include <regex.h>

#include "kit/json.h"
#include "kit/limits.h"
#include "validators/validator.h"

enum { MISSING, TYPE, SOFTWARE_ID, TOO_MANY };

static const struct rule rules[] = {
    [MISSING] = {"statement_claims.missing", ERROR_STATEMENT,
	"the statement has the claims that its regime demands"},
    [TYPE] = {"statement_claims.type", ERROR_STATEMENT,
	"they have their types"},
    [SOFTWARE_ID] = {"statement_claims.software_id", ERROR_STATEMENT,
	"the software's identifier has its form"},
    [TOO_MANY] = {"statement_claims.too_many", ERROR_STATEMENT,
	"they are not more than can be registered"},
    {0}};

static const struct setting settings[] = {
    {"strings", SETTING_STRINGS},
    {"string_arrays", SETTING_STRINGS},
    {"software_id", SETTING_PATTERN},
    {0},
};

static bool
is_string_array(const struct json *value)
{
	for (size_t i = 0; i < json_length(value); i++)
		if (json_string(json_at(value, i)) == NULL)
			return false;
	return json_type(value) == JSON_ARRAY;
}

static void
check_claim(
    const struct submission *s, struct verdict *v, const char *name, bool array)
{
	const struct json *value = claim(s, name);

	if (value == NULL)
		refuse(
		    v, &rules[MISSING], claim_pointer(s, name), "is missing");
	else if (array ? !is_string_array(value) : json_string(value) == NULL)
		refuse(v, &rules[TYPE], claim_pointer(s, name), "must be %s",
		    array ? "an array of strings" : "a string");
}

static void
check_software_id(const struct submission *s, struct verdict *v)
{
	const char *id = json_string(claim(s, "software_id"));
	const char *pattern = json_string(json_get(s->settings, "software_id"));
	regex_t regex;

	if (id == NULL)
		return;
	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
		unable(v, "no memory for a pattern");
		return;
	}
	if (regexec(&regex, id, 0, NULL, 0) != 0)
		refuse(v, &rules[SOFTWARE_ID], claim_pointer(s, "software_id"),
		    "does not match %s", pattern);
	regfree(&regex);
}

/* STATEMENT_SOUND promises these to later questions, whatever a profile
 * demands besides. */
static void
check_promised(const struct submission *s, struct verdict *v)
{
	static const struct {
		const char *name;
		bool array;
	} promised[] = {{"software_id", false}, {"jwks_uri", false},
	    {"redirect_uris", true}, {"roles", true}};

	for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++)
		check_claim(s, v, promised[i].name, promised[i].array);
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *strings = json_get(s->settings, "strings");
	const struct json *arrays = json_get(s->settings, "string_arrays");

	for (size_t i = 0; i < json_length(strings); i++)
		check_claim(s, v, json_string(json_at(strings, i)), false);
	for (size_t i = 0; i < json_length(arrays); i++)
		check_claim(s, v, json_string(json_at(arrays, i)), true);
	if (v->outcome == OUTCOME_PASS)
		check_promised(s, v);
	check_software_id(s, v);
	if (json_length(s->statement.jws.payload) > LIMIT_CLAIMS)
		refuse(v, &rules[TOO_MANY], "/software_statement",
		    "has more than %d claims", LIMIT_CLAIMS);
}

const struct validator statement_claims = {
    .name = "statement_claims",
    .question = "Has the statement the claims that its regime demands?",
    .needs = STATEMENT_TRUE,
    .gives = STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
