/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"
#include "validators/external/transport.h"
#include "validators/lib/profile.h"
#include "validators/profile/profile_settings.h"
#include "validators/table.h"
#include "validators/validator.h"

/* It is the first part of its rules' names, and a key in messages and logs. */
static const char *
read_name(struct reader *reader, const struct json *entry,
    const struct profile *profile)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	const char *name = json_string(json_get(entry, "name"));
	size_t length = name != NULL ? strlen(name) : 0;

	if (length == 0 || length > 64 || strspn(name, letters) != length) {
		reader_wrong(reader, "added[].name",
		    "must be 1 to 64 small letters, digits and underscores");
		return "";
	}
	if (validator_named(name) != NULL)
		added_wrong(
		    reader, name, "name", "is the name of a validator of ours");
	if (profile_question_of(profile->questions, name) != NULL)
		added_wrong(reader, name, "name", "is there twice");
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (q->added == NULL && strcspn(r->id, ".") == length &&
			    strncmp(r->id, name, length) == 0)
				added_wrong(reader, name, "name",
				    "is the first part of a rule's name");
	return name;
}

static unsigned
read_on(struct reader *reader, const struct json *entry, const char *name)
{
	const struct json *on = json_get(entry, "on");
	unsigned mask = 0;

	if (on == NULL)
		return ADDED_POST | ADDED_PUT;
	for (size_t i = 0; i < json_length(on); i++) {
		const char *text = json_string(json_at(on, i));
		mask |= added_method_named(text);
	}
	if (!profile_array_of(on, JSON_STRING) ||
	    (size_t)__builtin_popcount(mask) != json_length(on))
		added_wrong(reader, name, "on",
		    "must be an array of POST, PUT, GET and DELETE, each once "
		    "at most");
	return mask;
}

/* Facts that an entry demands of its place; 0: the default. */
static unsigned
read_needs(struct reader *reader, const struct json *entry, const char *name)
{
	const struct json *needs = json_get(entry, "needs");
	unsigned mask = 0;

	if (needs == NULL)
		return 0;
	for (size_t i = 0; i < json_length(needs); i++) {
		const char *text = json_string(json_at(needs, i));
		unsigned fact = text != NULL ? facts_named(text) : 0;
		if (fact == 0)
			added_wrong(reader, name, "needs",
			    "must be an array of facts, as dcr validators "
			    "shows them");
		mask |= fact;
	}
	if (mask == 0)
		added_wrong(reader, name, "needs", "must name a fact");
	return mask;
}

static const char *
read_text(struct reader *reader, const struct json *entry, const char *name,
    const char *key)
{
	const char *text = json_string(json_get(entry, key));

	if (text != NULL && *text != '\0')
		return text;
	added_wrong(reader, name, key, "must be a string that is not empty");
	return "";
}

/* Absent, or a name: nothing else is passed over. */
static const char *
read_anchor(struct reader *reader, const struct json *entry, const char *name,
    const char *key)
{
	return json_get(entry, key) != NULL
		   ? read_text(reader, entry, name, key)
		   : NULL;
}

static const char *
origin_of(struct arena *arena, const struct json *entry)
{
	const char *place = json_string(json_get(entry, "path"));

	if (place == NULL)
		place = json_string(json_get(entry, "url"));
	if (place == NULL)
		place = json_string(json_at(json_get(entry, "argv"), 0));
	return place != NULL ? place : arena_strdup(arena, "");
}

/* How its questions are carried: by a call, or to somebody else. */
static void
open_kind(struct reader *reader, const struct json *entry, struct added *added,
    struct validator *validator, const struct rule **rules)
{
	static const char *const kinds[] = {
	    "object", "command", "coprocess", "service", NULL};
	const char *why = NULL;
	size_t i = 0;

	while (kinds[i] != NULL && strcmp(kinds[i], added->kind) != 0)
		i++;
	if (kinds[i] == NULL) {
		added_wrong(reader, added->name, "kind",
		    "must be \"object\", \"command\", \"coprocess\" or "
		    "\"service\"");
		return;
	}
	if (i == 0) {
		added->object =
		    added_object_open(reader, entry, added->name, validator);
		*rules = validator->rules;
		return;
	}
	*rules = added_read_rules(reader, entry, added->name);
	validator->question = read_text(reader, entry, added->name, "question");
	validator->check = added_exchange_check;
	added->exchange =
	    exchange_open(reader->arena, added->kind, entry, &why);
	if (added->exchange == NULL)
		added_wrong(reader, added->name, "", why);
}

const struct added *
added_read(struct reader *reader, const struct json *entry,
    const struct profile *profile, struct profile_question *out)
{
	struct arena *arena = reader->arena;
	struct added *added = arena_alloc(arena, sizeof(*added));
	struct validator *validator = arena_alloc(arena, sizeof(*validator));
	const struct json *settings = json_get(entry, "settings");
	const struct rule *rules = NULL;

	added->name = read_name(reader, entry, profile);
	if (reader->why != NULL)
		return added;
	added->kind = read_text(reader, entry, added->name, "kind");
	added->on = read_on(reader, entry, added->name);
	added->before = read_anchor(reader, entry, added->name, "before");
	added->after = read_anchor(reader, entry, added->name, "after");
	added->origin = origin_of(arena, entry);
	added->settings = settings != NULL ? settings : json_new_object(arena);
	if (json_type(added->settings) != JSON_OBJECT)
		added_wrong(
		    reader, added->name, "settings", "must be an object");
	validator->name = added->name;
	open_kind(reader, entry, added, validator, &rules);
	if (reader->why != NULL)
		return added;
	const unsigned needs = read_needs(reader, entry, added->name);
	if (needs != 0)
		validator->needs = needs;
	validator->gives = 0; /* whatever it says of itself */
	validator->rules = rules;
	*out = (struct profile_question){validator, added->settings, rules,
	    added_read_clauses(reader, entry, added->name, rules), added};
	return added;
}
