/* SPDX-License-Identifier: ISC */
/* Narrows settings to what a profile and a layer over it both accept. */
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"
#include "validators/table.h"

/* The elements of one that the other has, or has not. */
static struct json *
picked(struct arena *arena, const struct json *from, const struct json *by,
    bool wanted)
{
	struct json *some = json_new_array(arena);

	for (size_t i = 0; i < json_length(from); i++)
		if (json_has(by, json_at(from, i)) == wanted)
			json_append(some, json_at(from, i));
	return some;
}

/* In maps what is behind the same name. */
static const struct json *
fewer(struct arena *arena, const struct json *was, const struct json *by)
{
	struct json *some = json_new_object(arena);
	const struct json *value, *part;
	const char *name;

	if (json_type(was) == JSON_ARRAY)
		return picked(arena, was, by, true);
	if (json_type(was) != JSON_OBJECT)
		return was;
	for (struct json_each each = json_each(was);
	     json_next(&each, &name, &value);) {
		part = fewer(arena, value, json_get(by, name));
		if (json_get(by, name) != NULL && json_length(part) > 0)
			json_set(some, name, part);
	}
	return some;
}

static const struct json *
more(struct arena *arena, const struct json *was, const struct json *by)
{
	struct json *all = overlay_list_copy(arena, was);
	const struct json *rest = picked(arena, by, was, false);

	for (size_t i = 0; i < json_length(rest); i++)
		json_append(all, json_at(rest, i));
	return all;
}

static const struct json *
lesser(const struct json *was, const struct json *by)
{
	int64_t before = 0, limit = 0;

	return json_integer(was, &before) && json_integer(by, &limit) &&
		       before <= limit
		   ? was
		   : by;
}

/* What both accept. */
static const struct json *
both(struct arena *arena, enum setting_tighter tighter, const struct json *was,
    const struct json *by)
{
	switch (tighter) {
	case TIGHTER_FEWER:
		return json_type(was) == json_type(by) ? fewer(arena, was, by)
						       : by;
	case TIGHTER_MORE:
		return json_type(was) == JSON_ARRAY ? more(arena, was, by) : by;
	case TIGHTER_LESS:
		return lesser(was, by);
	case TIGHTER_TRUE:
		return json_true(was) ? was : by;
	case TIGHTER_FALSE:
		return json_true(was) ? by : was;
	case TIGHTER_NEVER:
		break;
	}
	return by;
}

/* One setting; what comes out is proved as the word of an overlay is. */
static void
narrow(const struct overlay_change *to, const struct validator *validator,
    struct json *all, const char *name, const struct json *by)
{
	struct arena *arena = to->reader->arena;
	const char *key =
	    arena_printf(arena, "settings.%s.%s", validator->name, name);
	const struct setting *setting = profile_setting_named(validator, name);
	const struct json *was = json_get(all, name), *is;

	if (setting == NULL) {
		reader_wrong(
		    to->reader, key, "is no setting of this validator");
		return;
	}
	is = both(arena, setting->tighter, was, by);
	const char *loosens = tighter_loosens(arena, setting, was, is);
	if (json_type(is) == json_type(was) && json_length(was) > 0 &&
	    json_length(is) == 0)
		reader_wrong(to->reader, key,
		    arena_printf(arena,
			"nothing is left: the profile has %s, and the layer %s",
			json_text(arena, was), json_text(arena, by)));
	else if (loosens != NULL)
		reader_wrong(to->reader, key, loosens);
	json_set(all, name, is);
}

/* A rule that a layer has a clause for is asked, and enforces both. */
static void
add_clauses(
    struct arena *arena, struct json *settings, const struct json *clauses)
{
	const struct json *was = json_get(settings, "clauses"), *clause;
	struct json *all =
	    was != NULL ? json_copy(arena, was) : json_new_object(arena);
	const char *name, *text;

	for (struct json_each each = json_each(clauses);
	     json_next(&each, &name, &clause);) {
		text = json_string(json_get(was, name));
		if (text == NULL || json_string(clause) == NULL)
			json_set(all, name, clause);
		else
			json_set_string(all, name,
			    arena_printf(
				arena, "%s; %s", text, json_string(clause)));
	}
	json_set(settings, "clauses", all);
}

static const struct json *
narrow_each(const struct overlay_change *to, const struct validator *validator,
    const struct json *was, const struct json *by)
{
	struct json *all = json_copy(to->reader->arena, was);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(by);
	     json_next(&each, &name, &value);)
		if (strcmp(name, "clauses") == 0)
			add_clauses(to->reader->arena, all, value);
		else if (strcmp(name, "optional") != 0)
			narrow(to, validator, all, name, value);
	return all;
}

void
layer_narrow(const struct overlay_change *to, const struct json *settings)
{
	struct json *all = overlay_object(to, "validators");
	const struct json *by, *was;
	const char *name;

	for (struct json_each each = json_each(settings);
	     json_next(&each, &name, &by);) {
		const struct validator *validator = validator_named(name);
		const char *key =
		    arena_printf(to->reader->arena, "settings.%s", name);
		was = json_get(all, name);
		if (validator == NULL || json_type(by) != JSON_OBJECT)
			reader_wrong(to->reader, key,
			    "must be an object of settings of a validator");
		else if (json_type(was) == JSON_OBJECT)
			json_set(
			    all, name, narrow_each(to, validator, was, by));
		else if (!json_true(json_get(by, "optional")))
			reader_wrong(
			    to->reader, key, "the profile does not ask it");
	}
}
