/* SPDX-License-Identifier: ISC */
/* Finds the value of a member: the statement's, the request's or
 * the default. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/names.h"
#include "kit/words.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/lib/submission.h"

static const struct metadata_found nothing = {NULL, METADATA_DEFAULT, NULL};

/* The words or strings of a claim that are on the list. */
static const struct json *
narrow(const struct submission *s, const struct json *value,
    const struct json *list)
{
	const char *text = json_string(value), *all = "";
	struct json *some = json_new_array(s->arena);

	for (size_t i = 0; i < json_length(list); i++) {
		const char *one = json_string(json_at(list, i));
		if (text != NULL ? words_have(text, one, strlen(one))
				 : json_has_string(value, one)) {
			all = arena_printf(s->arena, "%s%s%s", all,
			    *all != '\0' ? " " : "", one);
			json_append_string(some, one);
		}
	}
	return text != NULL ? json_new_string(s->arena, all) : some;
}

static struct metadata_found
found(const struct json *value, enum metadata_from from, const char *claim)
{
	if (json_is_empty(value))
		return nothing;
	return (struct metadata_found){value, from, claim};
}

static struct metadata_found
claimed(
    const struct submission *s, const char *member, const struct json *entry)
{
	const struct json *list = json_get(entry, "within");
	const char *other = json_string(json_get(entry, "claim"));
	const char *name = other != NULL ? other : member;
	const struct json *value = claim(s, name);

	if (value != NULL && list != NULL)
		value = narrow(s, value, list);
	return found(value, METADATA_STATEMENT, name);
}

static struct metadata_found
given(const struct submission *s, const char *member, const struct json *entry)
{
	struct metadata_found value = nothing;

	if (!names_have(s->profile->is_narrowed, member))
		value = claimed(s, member, entry);
	if (value.value != NULL || json_true(json_get(entry, "always")))
		return value;
	return found(asked(s, member), METADATA_REQUEST, NULL);
}

/* What a rule has left of what was said of a member: all, some, or nothing. */
static struct metadata_found
left(const struct submission *s, const char *member, struct metadata_found was)
{
	const struct json *value;

	if (s->overruled == NULL)
		return was;
	value = json_get(s->overruled, member);
	if (json_type(value) == JSON_BOOLEAN)
		return nothing;
	if (value != NULL)
		was.value = value;
	return was;
}

struct metadata_found
metadata_given(const struct submission *s, const char *member)
{
	const struct json *entry = json_get(s->profile->defaults, member);

	return left(s, member, given(s, member, entry));
}

static bool
is_conditional(const struct json *entry)
{
	return json_get(entry, "grant_type") != NULL ||
	       json_get(entry, "with") != NULL ||
	       json_true(json_get(entry, "redirects"));
}

/* Two defaults that each turn on the other never hold. */
static bool
is_there(const struct submission *s, const char *member)
{
	const struct json *entry = json_get(s->profile->defaults, member);

	return metadata_given(s, member).value != NULL ||
	       (json_get(entry, "value") != NULL && !is_conditional(entry) &&
		   json_get(s->overruled, member) == NULL);
}

/* A condition is about what is registered, whatever its source. */
static bool
default_holds(const struct submission *s, const struct json *entry)
{
	const char *grant = json_string(json_get(entry, "grant_type"));
	const char *with = json_string(json_get(entry, "with"));

	return (grant == NULL ||
		   json_has_string(
		       metadata_find(s, "grant_types").value, grant)) &&
	       (with == NULL || is_there(s, with)) &&
	       (!json_true(json_get(entry, "redirects")) ||
		   metadata_redirects(s));
}

static const struct json *
default_value(
    const struct submission *s, const char *member, const struct json *entry)
{
	const struct json *value = json_get(entry, "value");

	if (json_true(json_get(entry, "roles"))) {
		const char *scope = roles_scope(s);
		return *scope != '\0' ? json_new_string(s->arena, scope) : NULL;
	}
	if (value != NULL && strcmp(member, "grant_types") == 0)
		return metadata_default_grants(s, value);
	if (value != NULL && strcmp(member, "response_types") == 0)
		return metadata_default_types(s, value);
	return value;
}

/* What a rule ignores is as if nobody had said it: the default comes next. */
struct metadata_found
metadata_find(const struct submission *s, const char *member)
{
	const struct json *entry = json_get(s->profile->defaults, member);
	const struct metadata_found said =
	    left(s, member, given(s, member, entry));

	if (said.value != NULL || entry == NULL || !default_holds(s, entry))
		return said;
	if (json_get(entry, "claim") != NULL)
		return claimed(s, member, entry);
	return (struct metadata_found){
	    default_value(s, member, entry), METADATA_DEFAULT, NULL};
}
