/* SPDX-License-Identifier: ISC */
/* Asks one question, within the bounds of a request. */
#include "validators/judge/private.h"

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "validators/external/external.h"
#include "validators/judge/judge.h"
#include "validators/lib/chained.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static void
keep_metadata(struct submission *s, const struct json *metadata)
{
	const struct json *value;
	const char *name;
	struct json *all;

	if (metadata == NULL)
		return;
	all = s->added != NULL ? json_copy(s->arena, s->added)
			       : json_new_object(s->arena);
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);)
		json_set(all, name, value);
	s->added = all;
}

static void
ask(struct submission *s, struct verdict *v, const struct profile_question *q)
{
	s->settings = q->settings;
	v->question = q;
	v->metadata = NULL;
	v->shown = NULL;
	v->outcome = OUTCOME_PASS;
	q->validator->check(s, v);
	if (v->outcome == OUTCOME_PASS) {
		s->facts |= q->validator->gives;
		chained_adopt(s);
		keep_metadata(s, v->metadata);
		if (v->shown != NULL)
			s->shown = v->shown;
	}
}

/* The verdict has the outcome of this question alone until the trace has heard
 * of it. */
static void
ask_traced(
    struct submission *s, struct verdict *v, const struct profile_question *q)
{
	struct judge_answer answer = {.question = q, .asked = true};
	struct finding **first = v->tail;
	const char *unable_before = v->unable;
	int64_t started = monotonic_now();

	v->unable = NULL;
	ask(s, v, q);
	answer.nanoseconds = monotonic_now() - started;
	answer.outcome = v->outcome;
	answer.why = v->unable;
	answer.findings = *first;
	answer.metadata = v->shown != NULL ? v->shown : v->metadata;
	if (unable_before != NULL)
		v->unable = unable_before;
	s->trace->tell(s->trace->context, &answer);
}

/*
 * Every list that a question goes over has a bound, and so has the memory that
 * one question can take.  All questions together have this bound: a request
 * that has taken its part of the memory is refused, whatever else might be said
 * of it, and asking again would not help.
 */
static const char *
enough(const struct submission *s, struct verdict *v)
{
	if (v->count >= LIMIT_FINDINGS) {
		v->cut = true;
		return "enough is wrong already";
	}
	if (!v->too_large && arena_size(s->arena) <= LIMIT_MEMORY)
		return NULL;
	v->too_large = true;
	if (v->outcome == OUTCOME_PASS)
		v->outcome = OUTCOME_REFUSE;
	return "the request takes too much memory";
}

void
judge_ask(
    struct submission *s, struct verdict *v, const struct profile_question *q)
{
	enum outcome before = v->outcome;
	const char *why = enough(s, v);

	if (why != NULL) {
		judge_skip(s, q, why);
		return;
	}
	if (s->trace != NULL)
		ask_traced(s, v, q);
	else
		ask(s, v, q);
	if (v->outcome < before)
		v->outcome = before;
	v->question = NULL;
}

void
judge_ask_for(struct submission *s, struct verdict *v, unsigned facts)
{
	for (const struct profile_question *q = s->profile->questions;
	     q->validator != NULL; q++)
		if ((q->validator->gives & facts) != 0 &&
		    (q->validator->needs & ~s->facts) == 0)
			judge_ask(s, v, q);
}

void
judge_skip(const struct submission *s, const struct profile_question *q,
    const char *why)
{
	const struct judge_answer answer = {
	    .question = q, .asked = false, .why = why};

	if (s->trace != NULL)
		s->trace->tell(s->trace->context, &answer);
}

void
judge_settle(const struct submission *s, struct verdict *v)
{
	const char *why;

	if (v->outcome != OUTCOME_PASS || s->added == NULL)
		return;
	why = external_metadata_contradiction(s, s->added);
	if (why != NULL)
		unable(v, "an external validator %s", why);
}
