/* SPDX-License-Identifier: ISC */
/* Holds the tests that a rule of a profile can name. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"
#include "kit/words.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/metadata.h"
#include "validators/lib/pattern.h"
#include "validators/lib/private.h"
#include "validators/lib/registered.h"
#include "validators/lib/submission.h"

static bool
holds_required(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	(void)s, (void)v, (void)rule;
	return given != NULL;
}

static bool
holds_forbidden(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	(void)s, (void)v, (void)rule;
	return given == NULL;
}

static bool
holds_one_of(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	size_t count = 0;

	(void)v, (void)given;
	for (size_t i = 0; i < json_length(rule->names); i++)
		count += member_value(s, rule->source,
			     json_string(json_at(rule->names, i))) != NULL;
	return count == 1;
}

static bool
holds_type(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	enum json_type type = member_type(rule->value);
	struct uri uri;

	(void)v;
	if (json_type(given) != type)
		return false;
	if (type == JSON_ARRAY)
		return json_is_array_of(given, JSON_STRING, 0);
	return strcmp(json_string(rule->value), "https") != 0 ||
	       uri_parse_https(s->arena, json_string(given), &uri);
}

static bool
holds_allowed(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	(void)s, (void)v;
	return json_has_string(rule->value, json_string(given));
}

static bool
holds_is(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	(void)s, (void)v;
	return json_equal(rule->value, given);
}

static bool
holds_contains(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	(void)s, (void)v;
	for (size_t i = 0; i < json_length(rule->value); i++)
		if (!json_has_string(
			given, json_string(json_at(rule->value, i))))
			return false;
	return true;
}

static bool
holds_pattern(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	return pattern_fits(s, v, json_string(rule->value), json_string(given));
}

static bool
holds_some(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	for (size_t i = 0; i < json_length(given); i++) {
		const char *text = json_string(json_at(given, i));

		if (text != NULL &&
		    pattern_fits(s, v, json_string(rule->value), text))
			return true;
	}
	return json_string(given) != NULL && holds_pattern(s, v, rule, given);
}

static bool
holds_length(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	int64_t most = 0;

	(void)s, (void)v;
	(void)json_integer(rule->value, &most);
	return (int64_t)strlen(json_string(given)) <= most;
}

static bool
holds_range(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	double number, least = 0, most = 0;

	(void)s, (void)v;
	(void)json_number(json_at(rule->value, 0), &least);
	(void)json_number(json_at(rule->value, 1), &most);
	return json_number(given, &number) && number >= least && number <= most;
}

static bool
holds_equals(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const char *name = json_string(rule->value);
	const struct json *theirs = claim(s, name);

	(void)v;
	return theirs != NULL && metadata_same(s, name, given, theirs);
}

/* Any member may be a set here: strings, or the words of a string. */
static bool
holds_same_set(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const char *name = json_string(rule->value);
	const struct json *theirs = claim(s, name);

	(void)v;
	return theirs != NULL && metadata_part(s, name, given, theirs) &&
	       metadata_part(s, name, theirs, given);
}

static bool
holds_within(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const struct json *theirs = claim(s, json_string(rule->value));
	const char *text = json_string(given), *list = json_string(theirs);

	(void)v;
	if (list != NULL)
		return words_have(list, text, strlen(text));
	return json_has_string(theirs, text);
}

static const char *
host_of(const struct submission *s, const struct json *value)
{
	const char *text = json_string(value);
	struct uri uri;

	return text != NULL && uri_parse(s->arena, text, &uri) ? uri.host
							       : NULL;
}

/* Each given string is compared with all URIs of the list: the list is taken
 * apart once. */
static const struct submission_hosts *
hosts_of(const struct submission *s, const struct json *list)
{
	struct submission_hosts *hosts = s->hosts;

	if (hosts->list == list)
		return hosts;
	hosts->list = list;
	hosts->count = json_type(list) == JSON_ARRAY ? json_length(list) : 1;
	hosts->names =
	    arena_alloc(s->arena, (hosts->count + 1) * sizeof(*hosts->names));
	for (size_t i = 0; i < hosts->count; i++)
		hosts->names[i] = host_of(
		    s, json_type(list) == JSON_ARRAY ? json_at(list, i) : list);
	return hosts;
}

static bool
holds_same_host(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const struct json *others = registered(s, json_string(rule->value));
	const char *host = host_of(s, given);

	(void)v;
	if (others == NULL)
		return true;
	const struct submission_hosts *hosts = hosts_of(s, others);
	for (size_t i = 0; host != NULL && i < hosts->count; i++)
		if (hosts->names[i] != NULL &&
		    strcmp(hosts->names[i], host) == 0)
			return true;
	return false;
}

const struct member_test member_tests[] = {
    {"required", MEMBER_PRESENCE, member_form_true, holds_required,
	"is required", MEMBER_NOTHING, MEMBER_ALONE, NAMES_NOTHING,
	"add the member to the request"},
    {"forbidden", MEMBER_PRESENCE, member_form_true, holds_forbidden,
	"must not be there", MEMBER_NOTHING, MEMBER_EMPTY, NAMES_NOTHING,
	"leave the member out"},
    {"one_of", MEMBER_TOGETHER, member_form_true, holds_one_of,
	"exactly one must be there, of: ", MEMBER_NAMES, MEMBER_ALONE,
	NAMES_NOTHING, "send one of the members that the error lists"},
    {"type", MEMBER_WHOLE, member_form_type, holds_type, "", MEMBER_TYPE,
	MEMBER_ALONE, NAMES_NOTHING,
	"send the member in the form that the error names"},
    {"allowed", MEMBER_EACH_STRING, member_form_strings, holds_allowed,
	"must be one of: ", MEMBER_VALUE, MEMBER_ALONE, NAMES_NOTHING,
	"send a value that the error lists"},
    {"is", MEMBER_WHOLE, member_form_constant, holds_is, "must be ",
	MEMBER_VALUE, MEMBER_ALONE, NAMES_NOTHING,
	"send the value that the error names"},
    {"contains", MEMBER_WHOLE, member_form_strings, holds_contains,
	"must hold: ", MEMBER_VALUE, MEMBER_ALONE, NAMES_NOTHING,
	"add what the error lists"},
    {"pattern", MEMBER_EACH_STRING, member_form_pattern, holds_pattern,
	"must match ", MEMBER_VALUE, MEMBER_ALONE, NAMES_NOTHING,
	"send a value of the form that the error shows"},
    {"some", MEMBER_WHOLE, member_form_pattern, holds_some,
	"must have one string that matches ", MEMBER_VALUE, MEMBER_ALONE,
	NAMES_NOTHING, "add a value of the form that the error shows"},
    {"length", MEMBER_EACH_STRING, member_form_length, holds_length,
	"has a length limit of ", MEMBER_VALUE, MEMBER_ALONE, NAMES_NOTHING,
	"send a shorter value"},
    {"range", MEMBER_WHOLE, member_form_range, holds_range,
	"must be a number in the range ", MEMBER_VALUE, MEMBER_ALONE,
	NAMES_NOTHING, "send a number within the range"},
    {"equals", MEMBER_WHOLE, member_form_name, holds_equals,
	"must be the statement's ", MEMBER_CLAIM, MEMBER_COMPARED, NAMES_CLAIM,
	"leave the member out, or send what the statement says"},
    {"same_set", MEMBER_WHOLE, member_form_name, holds_same_set,
	"must be the same set as the statement's ", MEMBER_CLAIM,
	MEMBER_COMPARED, NAMES_CLAIM,
	"send all that the statement has, and no more"},
    {"within", MEMBER_EACH_STRING, member_form_name, holds_within,
	"must be among the statement's ", MEMBER_CLAIM, MEMBER_COMPARED,
	NAMES_CLAIM,
	"send what the statement says, or have the directory add yours"},
    {"same_host", MEMBER_EACH_STRING, member_form_name, holds_same_host,
	"must be at the host of ", MEMBER_VALUE, MEMBER_ALONE, NAMES_MEMBER,
	"use one host for both"},
    {"same_origin", MEMBER_EACH_STRING, member_form_name,
	member_holds_same_origin, "must have scheme, host and port of one of ",
	MEMBER_VALUE, MEMBER_ALONE, NAMES_MEMBER,
	"use a URI of the same server"},
    {"keys", MEMBER_WHOLE, member_form_keys, member_holds_keys,
	"must lead to a key set with ", MEMBER_KEYS, MEMBER_ALONE,
	NAMES_NOTHING, "publish such a key in your key set"},
    {0},
};
