/* SPDX-License-Identifier: ISC */
#include "validators/run/added_parts.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/run/exchange.h"
#include "validators/run/profile.h"
#include "validators/run/profile_settings.h"
#include "validators/validator.h"

static const struct {
	enum added_method method;
	const char *name;
} methods[] = {
    {ADDED_POST, "POST"},
    {ADDED_PUT, "PUT"},
    {ADDED_GET, "GET"},
    {ADDED_DELETE, "DELETE"},
};
enum { METHODS = sizeof(methods) / sizeof(methods[0]) };

/* All that a registration stands on, and that its claims can be read. */
#define NEEDS_BY_DEFAULT (FACTS_FOR_A_REGISTRATION | STATEMENT_SOUND)

const char *
added_method_name(enum added_method method)
{
	size_t i = 0;

	while (methods[i].method != method)
		i++;
	return methods[i].name;
}

bool
added_is_asked(
    const struct profile_question *question, enum added_method method)
{
	return question->added == NULL || (question->added->on & method) != 0;
}

bool
added_any(const struct profile *profile, enum added_method method)
{
	const struct profile_question *q = profile->questions;

	for (; q->validator != NULL; q++)
		if (q->added != NULL && added_is_asked(q, method))
			return true;
	return false;
}

void
added_wrong(
    struct reader *reader, const char *name, const char *key, const char *what)
{
	reader_wrong(reader,
	    arena_printf(reader->arena, "added[%s]%s%s", name,
		*key != '\0' ? "." : "", key),
	    what);
}

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
	for (size_t i = 0; validators[i] != NULL; i++)
		if (strcmp(validators[i]->name, name) == 0)
			added_wrong(reader, name, "name",
			    "is the name of a validator of ours");
	if (profile_question_of(profile->questions, name, length) != NULL)
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
		size_t m = 0;
		while (m < METHODS &&
		       (text == NULL || strcmp(methods[m].name, text) != 0))
			m++;
		if (m == METHODS)
			break;
		mask |= methods[m].method;
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

static const struct added *
read_entry(struct reader *reader, const struct json *entry,
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
	added->before = json_string(json_get(entry, "before"));
	added->after = json_string(json_get(entry, "after"));
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

/* Where it goes; those after the same one keep the order of the file. */
static size_t
place_of(struct reader *reader, const struct added *added,
    const struct profile_question *questions)
{
	const char *anchor =
	    added->before != NULL ? added->before : added->after;
	size_t at = 0;

	if (added->before != NULL && added->after != NULL)
		added_wrong(reader, added->name, "",
		    "must have one of before and after, or neither");
	if (anchor == NULL) {
		while (questions[at].validator != NULL)
			at++;
		return at;
	}
	while (questions[at].validator != NULL &&
	       strcmp(questions[at].validator->name, anchor) != 0)
		at++;
	if (questions[at].validator == NULL)
		added_wrong(reader, added->name,
		    added->before != NULL ? "before" : "after",
		    "must be the name of a validator of this profile, or of "
		    "one that was added above");
	else if (added->before == NULL)
		for (at++; questions[at].added != NULL &&
			   questions[at].added->after != NULL &&
			   strcmp(questions[at].added->after, anchor) == 0;)
			at++;
	return at;
}

/* Unless it says itself what it needs: what its place has of it. */
static void
set_needs(const struct profile *profile,
    const struct profile_question *questions, size_t at, unsigned *needs)
{
	unsigned given = profile->given;

	for (size_t i = 0; i < at; i++)
		given |= questions[i].validator->gives;
	if (*needs == 0)
		*needs = NEEDS_BY_DEFAULT & given;
}

static void
place(struct reader *reader, const struct json *entry, struct profile *profile,
    struct profile_question *questions, size_t count)
{
	struct profile_question question = {NULL};
	struct validator *validator;

	const struct added *added =
	    read_entry(reader, entry, profile, &question);
	if (reader->why != NULL)
		return;
	size_t at = place_of(reader, added, questions);
	if (reader->why != NULL)
		return;
	validator = arena_alloc(reader->arena, sizeof(*validator));
	*validator = *question.validator;
	set_needs(profile, questions, at, &validator->needs);
	question.validator = validator;
	memmove(&questions[at + 1], &questions[at],
	    (count + 1 - at) * sizeof(*questions));
	questions[at] = question;
}

void
added_place(
    struct reader *reader, const struct json *entries, struct profile *profile)
{
	size_t count = 0, more = json_length(entries);

	if (entries == NULL || reader->why != NULL)
		return;
	if (!profile_array_of(entries, JSON_OBJECT)) {
		reader_wrong(reader, "added", "must be an array of objects");
		return;
	}
	while (profile->questions[count].validator != NULL)
		count++;
	struct profile_question *all =
	    arena_alloc(reader->arena, (count + more + 1) * sizeof(*all));
	memcpy(all, profile->questions, count * sizeof(*all));
	profile->questions = all;
	for (size_t i = 0; reader->why == NULL && i < more; i++)
		place(reader, json_at(entries, i), profile, all, count + i);
}
