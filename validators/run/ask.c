/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/keyring.h"
#include "kit/limits.h"
#include "validators/run/submission.h"
#include "validators/run/verdict.h"

const char *
pointer_to(const struct submission *s, const char *member)
{
	return arena_printf(s->arena, "/%s", member);
}

const char *
listed(struct arena *arena, const struct json *strings)
{
	char *all = arena_strdup(arena, "");
	const char *one;

	for (size_t i = 0; i < json_length(strings); i++)
		if ((one = json_string(json_at(strings, i))) != NULL)
			all = arena_printf(
			    arena, "%s%s%s", all, i > 0 ? ", " : "", one);
	for (char *c = all; *c != '\0'; c++) /* roles are a claim */
		if (*c < ' ' || *c > '~')
			*c = '?';
	return all;
}

const char *
asked_choice(
    const struct submission *s, struct verdict *v, const struct choice *choice)
{
	const struct json *given = asked(s, choice->member);
	const struct json *allowed = json_get(s->settings, choice->setting);
	const char *text = json_string(given);
	const char *pointer = pointer_to(s, choice->member);

	if (given == NULL && choice->missing != NULL)
		refuse(v, choice->missing, pointer, "is required%s, one of: %s",
		    choice->because != NULL ? choice->because : "",
		    listed(s->arena, allowed));
	if (given == NULL)
		return NULL;
	if (text == NULL) {
		refuse(v, choice->type, pointer, "must be a string");
		return NULL;
	}
	if (json_has_string(allowed, text))
		return text;
	refuse(v, choice->value, pointer, "%s is not one of: %s",
	    quoted(s->arena, text), listed(s->arena, allowed));
	return NULL;
}

static bool
distinct_strings(const struct json *array)
{
	size_t count = json_length(array);

	if (count > LIMIT_STRINGS)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string(json_at(array, i));
		if (text == NULL)
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(json_string(json_at(array, k)), text) == 0)
				return false;
	}
	return count > 0;
}

const struct json *
asked_strings(const struct submission *s, struct verdict *v, const char *member,
    const struct rule *type)
{
	const struct json *given = asked(s, member);

	if (given == NULL)
		return NULL;
	if (json_type(given) == JSON_ARRAY && distinct_strings(given))
		return given;
	refuse(v, type, pointer_to(s, member),
	    "must be an array of 1 to %d strings, each one once",
	    LIMIT_STRINGS);
	return NULL;
}

const struct keys *
keys_at(const struct submission *s, struct verdict *v, const char *uri,
    enum keyring_wish wish, const struct rule *forbidden)
{
	const struct keys *keys = NULL;
	const char *why = NULL;

	if (uri == NULL) { /* a statement accepted under another profile */
		unable(v, "the statement has no %s", claim_name(s, "jwks_uri"));
		return NULL;
	}
	switch (
	    keyring_at(s->keyring, uri, wish, s->now, s->arena, &keys, &why)) {
	case KEYRING_FOUND:
		return keys;
	case KEYRING_FORBIDDEN:
		refuse(v, forbidden, claim_pointer(s, "jwks_uri"),
		    "%s is not at a host that we fetch keys from",
		    quoted(s->arena, uri));
		return NULL;
	case KEYRING_UNREACHABLE:
		break;
	}
	unable(v, "keys at %s: %s", quoted(s->arena, uri), why);
	return NULL;
}

const struct keys *
directory_keys(const struct submission *s, struct verdict *v, const char *place,
    enum keyring_wish wish)
{
	const struct keys *keys = NULL;
	const char *why = NULL;

	if (keyring_directory(s->keyring, place, wish, s->now, s->arena, &keys,
		&why) == KEYRING_FOUND)
		return keys;
	unable(v, "keys of the directory at %s: %s", place, why);
	return NULL;
}
