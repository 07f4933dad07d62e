/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/json.h"
#include "kit/words.h"
#include "validators/run/profile.h"
#include "validators/validator.h"

enum { MEMBER };

static const struct rule rules[] = {
    [MEMBER] = {"contradiction.member", ERROR_METADATA,
	"what request and statement both say, they say alike"},
    {0}};

static const struct setting settings[] = {
    /* may be a part of the claim */
    {"narrowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

/* "a c" of "a b c" */
static bool
some_words(const char *part, const char *whole)
{
	while (*(part += strspn(part, " ")) != '\0') {
		size_t length = strcspn(part, " ");
		if (!words_have(whole, part, length))
			return false;
		part += length;
	}
	return true;
}

static bool
is_part(const struct json *part, const struct json *whole)
{
	if (json_string(part) != NULL && json_string(whole) != NULL)
		return some_words(json_string(part), json_string(whole));
	for (size_t i = 0; i < json_length(part); i++) {
		const char *text = json_string(json_at(part, i));
		if (text == NULL || !json_has_string(whole, text))
			return false;
	}
	return json_type(part) == JSON_ARRAY;
}

/* What is the statement's word alone is not asked of the request; and where the
 * two have one name for redirect URIs, another question compares them. */
static bool
is_left_out(const struct submission *s, const char *name)
{
	static const char uris[] = "redirect_uris";

	if (json_true(json_get(json_get(s->profile->defaults, name), "always")))
		return true;
	return strcmp(name, uris) == 0 &&
	       strcmp(claim_name(s, uris), uris) == 0 &&
	       profile_question_of(s->profile->questions, uris, strlen(uris)) !=
		   NULL;
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *members = s->profile->members;
	const struct json *narrowed = json_get(s->settings, "narrowed");

	for (size_t i = 0; i < json_length(members); i++) {
		const char *name = json_string(json_at(members, i));
		const struct json *here = asked(s, name);
		const struct json *there = json_get(s->claims, name);
		if (here == NULL || is_left_out(s, name) ||
		    json_type(there) <= JSON_NULL)
			continue;
		if (json_has_string(narrowed, name) ? !is_part(here, there)
						    : !json_equal(here, there))
			refuse(v, &rules[MEMBER], pointer_to(s, name),
			    "differs from the statement's");
	}
}

const struct validator contradiction = {
    .name = "contradiction",
    .question = "Does the request agree with the statement?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
