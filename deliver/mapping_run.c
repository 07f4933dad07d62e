/* SPDX-License-Identifier: ISC */
/* Makes the steps of an action, one after the other. */
#include <stdlib.h>
#include <string.h>

#include "deliver/kind.h"
#include "deliver/mapping.h"
#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/json.h"
#include "kit/net/exchange.h"

enum { KEY_BYTES = 8, UNDECIDED = -1 };

/* What comes after a step. */
enum course { GO_ON, STOP, JUMP };

static enum course
stop(struct mapping_run *run, const struct mapping_step *step, enum sent_as as,
    const char *words)
{
	courier_say(run->out, as,
	    arena_printf(run->arena, "%s: %s", step->name, words), run->arena);
	return STOP;
}

static int64_t
seconds_of(struct arena *arena, const struct json *value)
{
	const char *text = mapping_text(arena, value);
	int64_t number = 0;

	if (json_integer(value, &number))
		return number;
	return text != NULL ? strtoll(text, NULL, 10) : 0;
}

/* Are tokens to be ended there?  The product keeps the not_before up to which
 * they were, and a mapping has that written behind it. */
void
mapping_look(struct mapping_run *run)
{
	const int64_t wanted =
	    seconds_of(run->arena, json_get(run->context, "not_before"));
	const int64_t known =
	    seconds_of(run->arena, json_get(run->taken, "not_before"));

	json_set_boolean(run->context, "kill", known < wanted);
}

/* Has the product a newer event of this client? */
static bool
is_past(const struct mapping_run *run)
{
	const char *key = json_string(json_get(run->context, "key"));
	const char *last = json_string(json_get(run->taken, "event"));

	return key != NULL && last != NULL && hex_is(last, KEY_BYTES) &&
	       strcmp(last, key) > 0;
}

/* What was not answered is not there: neither is what was taken before. */
static enum course
take(struct mapping_run *run, const struct mapping_step *step,
    const struct exchanged *answer)
{
	const struct json *root = NULL, *pointer, *value;
	const char *name;

	if (step->take == NULL)
		return GO_ON;
	if (answer->status < 300)
		root =
		    json_parse(run->arena, answer->body, answer->length, NULL);
	if (root == NULL && answer->status < 300)
		return stop(run, step, SENT_LATER, "answers what is no JSON");
	for (struct json_each each = json_each(step->take);
	     json_next(&each, &name, &pointer);) {
		value = mapping_at(run->arena, root, json_string(pointer));
		json_remove(run->taken, name);
		if (!json_is_empty(value))
			json_set(run->taken, name, value);
	}
	mapping_look(run);
	if (is_past(run))
		return stop(run, step, SENT_DONE, "has a newer event");
	return GO_ON;
}

/* What the mapping does not say of a status is what it means anywhere; but
 * who we are is refused with every event alike. */
static enum course
unknown(struct mapping_run *run, const struct mapping_step *step,
    const struct exchanged *answer)
{
	courier_judge(answer, run->arena, run->out);
	if (answer->status == 401 || answer->status == 403)
		run->out->as = SENT_AWAY;
	if (run->out->as == SENT_DONE)
		return stop(run, step, SENT_REFUSED,
		    arena_printf(run->arena,
			"answers %d, which the mapping does not know",
			answer->status));
	return stop(run, step, run->out->as, run->out->words);
}

static enum course
mean(struct mapping_run *run, const struct mapping_step *step,
    const struct exchanged *answer, const char **to)
{
	static const struct {
		const char *word;
		enum sent_as as;
	} ends[] = {{"done", SENT_DONE}, {"later", SENT_LATER},
	    {"away", SENT_AWAY}, {"refused", SENT_REFUSED}};
	const char *word = json_string(
	    json_get(step->on, arena_printf(run->arena, "%d", answer->status)));

	if (word == NULL)
		return unknown(run, step, answer);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (strcmp(word, ends[i].word) != 0)
			continue;
		courier_judge(answer, run->arena, run->out);
		return stop(run, step, ends[i].as,
		    *run->out->words != '\0'
			? run->out->words
			: arena_printf(
			      run->arena, "answers %d", answer->status));
	}
	*to = word;
	return strcmp(word, "next") == 0 ? GO_ON : JUMP;
}

static enum course
request(
    struct mapping_run *run, const struct mapping_step *step, const char **to)
{
	struct exchanged answer = {0};
	enum course course;

	if (!mapping_exchange(run, step, &answer))
		return STOP;
	course = mean(run, step, &answer, to);
	if (course == STOP)
		return STOP;
	return take(run, step, &answer) == STOP ? STOP : course;
}

/* Is the item one of those that the step is for? */
static bool
is_wanted(const struct mapping_run *run, const struct mapping_each *each,
    const struct json *item)
{
	const struct json *name =
	    each->at != NULL ? mapping_at(run->arena, item, each->at) : item;
	const char *word = json_string(name);

	if (word == NULL)
		return false;
	if (each->among != NULL &&
	    !mapping_among(run->arena, word,
		mapping_at(run->arena, run->context, each->among), each->at))
		return false;
	return each->not_among == NULL ||
	       !mapping_among(run->arena, word,
		   mapping_at(run->arena, run->context, each->not_among),
		   each->at);
}

static enum course
for_each(
    struct mapping_run *run, const struct mapping_step *step, const char **to)
{
	const struct json *items = mapping_words(
	    run->arena, mapping_at(run->arena, run->context, step->each.in));
	enum course course = GO_ON;

	for (size_t i = 0; course == GO_ON && i < json_length(items); i++) {
		const struct json *item = json_at(items, i);
		if (!is_wanted(run, &step->each, item))
			continue;
		json_set(run->context, "item", item);
		course = request(run, step, to);
	}
	json_remove(run->context, "item");
	return course;
}

/* A word that the product does not know would be dropped there. */
static enum course
demand(struct mapping_run *run, const struct mapping_step *step)
{
	const struct mapping_demand *what = &step->demand;
	const struct json *words = mapping_words(
	    run->arena, mapping_at(run->arena, run->context, what->each));
	const struct json *known =
	    mapping_at(run->arena, run->context, what->among);

	for (size_t i = 0; i < json_length(words); i++) {
		const char *word = json_string(json_at(words, i));
		if (word == NULL || json_has_string(what->without, word) ||
		    mapping_among(run->arena, word, known, what->at))
			continue;
		return stop(run, step, SENT_REFUSED,
		    arena_printf(run->arena, "%s: %s", what->words, word));
	}
	return GO_ON;
}

static enum course
run_step(
    struct mapping_run *run, const struct mapping_step *step, const char **to)
{
	if (!mapping_holds(run->arena, run->context, &step->when))
		return GO_ON;
	if (step->refuse != NULL)
		return stop(run, step, SENT_REFUSED, step->refuse);
	if (step->demand.each != NULL)
		return demand(run, step);
	if (step->each.in != NULL)
		return for_each(run, step, to);
	return request(run, step, to);
}

void
mapping_run_action(struct mapping_run *run, const struct mapping_action *action)
{
	const char *to = NULL;

	for (size_t i = 0; i < action->count; i++) {
		if (to != NULL && strcmp(to, action->steps[i].name) != 0)
			continue;
		to = NULL;
		const enum course course =
		    run_step(run, &action->steps[i], &to);
		if (course == STOP)
			return;
		if (course == GO_ON)
			to = NULL;
	}
	courier_say(run->out, SENT_DONE, "", run->arena);
}
