/* SPDX-License-Identifier: ISC */
/* Changes a member of a JSON object as --set and --unset say. */
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"

bool
sandbox_moment(const char *text, time_t now, time_t *out)
{
	const char *digits = text + 1;
	size_t length;

	if (*text != '@')
		return false;
	if (*digits == '+' || *digits == '-')
		digits++;
	length = strspn(digits, "0123456789");
	if (length == 0 || length > 12 || digits[length] != '\0')
		return false;
	*out = now + (time_t)strtoll(text + 1, NULL, 10);
	return true;
}

/* The object that the last part of a dotted name is a member of, all on the
 * way to it being copies.  NULL: something on the way is no object. */
static struct json *
reach(struct arena *arena, struct json *object, const char **name)
{
	const char *dot;

	for (int depth = 1; (dot = strchr(*name, '.')) != NULL; depth++) {
		const char *part =
		    arena_strndup(arena, *name, (size_t)(dot - *name));
		const struct json *child = json_get(object, part);
		struct json *copy;

		if (*part == '\0' || depth == LIMIT_JSON_DEPTH ||
		    (child != NULL && json_type(child) != JSON_OBJECT))
			return NULL;
		copy = json_copy(arena, child);
		json_set(object, part, copy);
		object = copy;
		*name = dot + 1;
	}
	return **name != '\0' ? object : NULL;
}

static const struct json *
value_of(struct arena *arena, const char *option, const char *name,
    const char *text, time_t now)
{
	struct json_error error = {0};
	const struct json *value;
	time_t moment;

	if (*text == '@') {
		if (!sandbox_moment(text, now, &moment)) {
			command_fail(EXIT_WRONG,
			    "sandbox: %s %s: %s must be @+N, @-N or @N", option,
			    name, text);
			return NULL;
		}
		text = arena_printf(arena, "%lld", (long long)moment);
	}
	value = json_parse(arena, text, strlen(text), &error);
	if (value == NULL)
		command_fail(EXIT_WRONG,
		    "sandbox: %s %s: %s is not JSON: %s (a string has its "
		    "quotes)",
		    option, name, text, error.what);
	return value;
}

static bool
is_nowhere(const char *option, const char *name)
{
	command_fail(EXIT_WRONG, "sandbox: %s %s: there is no such member",
	    option, name);
	return false;
}

bool
sandbox_set(struct arena *arena, struct json *object, const char *option,
    const char *assignment, time_t now)
{
	const char *equals = strchr(assignment, '=');
	const char *name, *last;
	const struct json *value;
	struct json *place;

	if (equals == NULL || equals == assignment) {
		command_fail(EXIT_WRONG, "sandbox: %s %s: must be NAME=JSON",
		    option, assignment);
		return false;
	}
	name = arena_strndup(arena, assignment, (size_t)(equals - assignment));
	value = value_of(arena, option, name, equals + 1, now);
	if (value == NULL)
		return false;
	last = name;
	place = reach(arena, object, &last);
	if (place == NULL)
		return is_nowhere(option, name);
	json_set(place, last, value);
	return true;
}

/* A member that is not there cannot be removed: with a misspelt name, a request
 * that was to be wrong would be right. */
bool
sandbox_unset(struct arena *arena, struct json *object, const char *option,
    const char *name)
{
	const char *last = name;
	struct json *place = reach(arena, object, &last);

	if (place == NULL || json_get(place, last) == NULL)
		return is_nowhere(option, name);
	json_remove(place, last);
	return true;
}
