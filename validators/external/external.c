/* SPDX-License-Identifier: ISC */
/* Puts external validators into the questions of a profile, each at its
 * place. */
#include "validators/external/private.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/profile.h"
#include "validators/profile/forms.h"
#include "validators/validator.h"

/* An entry without "needs" demands of its place all that a registration stands
 * on, and claims that can be read. */
#define NEEDS_BY_DEFAULT (FACTS_FOR_A_REGISTRATION | STATEMENT_SOUND)

bool
external_is_asked(const struct profile_question *question, enum method method)
{
	return question->external == NULL ||
	       (question->external->on & method) != 0;
}

bool
external_any(const struct profile *profile, enum method method)
{
	const struct profile_question *q = profile->questions;

	for (; q->validator != NULL; q++)
		if (q->external != NULL && external_is_asked(q, method))
			return true;
	return false;
}

/* The index at which the validator goes.  Several after the same validator keep
 * the order of the file. */
static size_t
place_of(struct reader *reader, const struct external_validator *external,
    const struct profile_question *questions)
{
	const char *neighbour =
	    external->before != NULL ? external->before : external->after;
	size_t at = 0;

	if (external->before != NULL && external->after != NULL)
		external_rules_wrong(reader, external->name, "",
		    "must have one of before and after, or neither");
	if (neighbour == NULL) {
		while (questions[at].validator != NULL)
			at++;
		return at;
	}
	while (questions[at].validator != NULL &&
	       strcmp(questions[at].validator->name, neighbour) != 0)
		at++;
	if (questions[at].validator == NULL)
		external_rules_wrong(reader, external->name,
		    external->before != NULL ? "before" : "after",
		    "must be the name of a validator of this profile, or of "
		    "an external one above");
	else if (external->before == NULL)
		for (at++;
		     questions[at].external != NULL &&
		     questions[at].external->after != NULL &&
		     strcmp(questions[at].external->after, neighbour) == 0;)
			at++;
	return at;
}

/* Gives an entry without "needs" as much of the default as its place has. */
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
	struct profile_question question = {0};
	struct validator *validator;

	const struct external_validator *external =
	    external_read(reader, entry, profile, &question);
	if (reader->why != NULL)
		return;
	size_t at = place_of(reader, external, questions);
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
external_place(
    struct reader *reader, const struct json *entries, struct profile *profile)
{
	size_t count = 0, more = json_length(entries);

	if (entries == NULL || reader->why != NULL)
		return;
	if (!json_is_array_of(entries, JSON_OBJECT, 1)) {
		reader_wrong(reader, "external", "must be an array of objects");
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
