/* SPDX-License-Identifier: ISC */
/* Tells whether a changed setting accepts no more than before. */
#include <stdint.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/profile/private.h"
#include "validators/profile/tighter.h"

/* Is each of one among the other; in maps by name, and what is behind the name
 * likewise? */
static bool
is_part(const struct json *part, const struct json *whole)
{
	const struct json *value;
	const char *name;

	if (json_type(part) != json_type(whole))
		return false;
	if (json_type(part) == JSON_ARRAY) {
		for (size_t i = 0; i < json_length(part); i++)
			if (!json_has(whole, json_at(part, i)))
				return false;
		return true;
	}
	for (struct json_each each = json_each(part);
	     json_next(&each, &name, &value);)
		if (!is_part(value, json_get(whole, name)))
			return false;
	return json_type(part) == JSON_OBJECT;
}

static bool
is_less(const struct json *is, const struct json *was)
{
	int64_t now = 0, before = 0;

	return json_integer(is, &now) && json_integer(was, &before) &&
	       now <= before;
}

/* What an overlay may make of the setting, in words. */
static const char *
may_be(enum setting_tighter tighter)
{
	switch (tighter) {
	case TIGHTER_NEVER:
		break;
	case TIGHTER_LESS:
		return "that or less is allowed";
	case TIGHTER_FEWER:
		return "that or a part of it is allowed";
	case TIGHTER_MORE:
		return "that and more is allowed";
	case TIGHTER_TRUE:
		return "true is allowed";
	case TIGHTER_FALSE:
		return "false is allowed";
	}
	return "no other value is allowed";
}

bool
tighter_is(
    enum setting_tighter way, const struct json *was, const struct json *is)
{
	switch (way) {
	case TIGHTER_NEVER:
		break;
	case TIGHTER_LESS:
		return is_less(is, was);
	case TIGHTER_FEWER:
		return is_part(is, was);
	case TIGHTER_MORE:
		return is_part(was, is);
	case TIGHTER_TRUE:
		return json_true(is);
	case TIGHTER_FALSE:
		return !json_true(is);
	}
	return false;
}

const char *
tighter_loosens(struct arena *arena, const struct setting *setting,
    const struct json *was, const struct json *is)
{
	const char *wanted = profile_setting_wanted(is, setting->form);

	if (wanted != NULL)
		return arena_printf(arena, "must be %s", wanted);
	if (json_equal(was, is) || tighter_is(setting->tighter, was, is))
		return NULL;
	return arena_printf(arena,
	    "%s would loosen the profile, which says %s: %s",
	    json_text(arena, is), json_text(arena, was),
	    may_be(setting->tighter));
}
