/* SPDX-License-Identifier: ISC */
/* Tells whether a changed setting accepts no more than before. */
#include <stdint.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/profile/private.h"

static bool
is_in(const struct json *array, const struct json *value)
{
	for (size_t i = 0; i < json_length(array); i++)
		if (json_equal(json_at(array, i), value))
			return true;
	return false;
}

/* Each of these is among those; of maps by name, and what is behind it too. */
static bool
is_part(const struct json *part, const struct json *whole)
{
	const struct json *value;
	const char *name;

	if (json_type(part) != json_type(whole))
		return false;
	if (json_type(part) == JSON_ARRAY) {
		for (size_t i = 0; i < json_length(part); i++)
			if (!is_in(whole, json_at(part, i)))
				return false;
		return true;
	}
	for (size_t i = 0; json_member(part, i, &name, &value); i++)
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

/* What it may be, in words. */
static const char *
may_be(enum setting_tighter tighter)
{
	switch (tighter) {
	case TIGHTER_NEVER:
		break;
	case TIGHTER_LESS:
		return "it may be that or less";
	case TIGHTER_FEWER:
		return "it may be that or a part of it";
	case TIGHTER_MORE:
		return "it may be that and more";
	case TIGHTER_TRUE:
		return "it may become true";
	case TIGHTER_FALSE:
		return "it may become false";
	}
	return "it must stay as it is";
}

static bool
is_tighter(
    enum setting_tighter tighter, const struct json *was, const struct json *is)
{
	switch (tighter) {
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
	if (json_equal(was, is) || is_tighter(setting->tighter, was, is))
		return NULL;
	return arena_printf(arena,
	    "%s would loosen the profile, which says %s: %s",
	    json_text(arena, is), json_text(arena, was),
	    may_be(setting->tighter));
}
