/* SPDX-License-Identifier: ISC */
/* Asks whether the object that the signed registration request comes in is as
 * the profile has it. */
#include <string.h>

#include "kit/json.h"
#include "validators/lib/profile.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { UNREADABLE, MISSING, MEMBER };

static const struct rule rules[] = {
    [UNREADABLE] = {"envelope_wrapper.unreadable", ERROR_METADATA,
	"the registration request comes in one strict JSON object",
	"send one JSON object as application/json, no name twice in it"},
    [MISSING] = {"envelope_wrapper.missing", ERROR_METADATA,
	"the object has the signed registration request as a string",
	"put the JWS that you have signed into the member that the error "
	"names"},
    [MEMBER] = {"envelope_wrapper.member", ERROR_METADATA,
	"each further member that the profile demands of the object has the "
	"value that the profile demands",
	"send the member with the value that the error names, as a string"},
    {0}};

static const struct setting settings[] = {
    {"members", SETTING_STRING_MAP, TIGHTER_NEVER},
    {0},
};

static void
check_members(const struct submission *s, struct verdict *v)
{
	const char *name;
	const struct json *wanted;

	for (struct json_each each = json_each(setting_map(s, "members"));
	     json_next(&each, &name, &wanted);) {
		const struct json *value = json_get(s->wrapper, name);
		const char *text = json_string(value);

		if (text == NULL || strcmp(text, json_string(wanted)) != 0)
			refuse(v, &rules[MEMBER], pointer_to(s, name),
			    "must be the string %s, and is %s",
			    json_string(wanted), quoted_value(s->arena, value));
	}
}

static void
check(const struct submission *s, struct verdict *v)
{
	const char *member = s->profile->wrapped;

	if (s->wrapper == NULL) {
		refuse(v, &rules[UNREADABLE], "",
		    "must be one JSON object, with no name in it twice%s%s",
		    s->members_why != NULL ? ": " : "",
		    s->members_why != NULL ? s->members_why : "");
		return;
	}
	if (json_string(json_get(s->wrapper, member)) == NULL)
		refuse(v, &rules[MISSING], pointer_to(s, member),
		    "a signed JWT is required, as a string");
	check_members(s, v);
}

const struct validator envelope_wrapper = {
    .name = "envelope_wrapper",
    .question = "Is the object right that the signed request comes in?",
    .needs = REQUEST_WRAPPED,
    .cancels = true,
    .rules = rules,
    .settings = settings,
    .check = check,
};
