/* SPDX-License-Identifier: ISC */
/* Compares the questions of two profiles, with their settings and rules. */
#include <string.h>

#include "commands/profile/private.h"
#include "kit/arena.h"
#include "validators/lib/profile.h"
#include "validators/table.h"

static const char *
place(struct arena *arena, const struct profile_question *q, const char *name)
{
	return arena_printf(arena, "%s.%s", q->validator->name, name);
}

/* A rule that has no clause in one of the two is no rule there. */
static void
compare_rules(struct differences *to, const struct profile_question *was,
    const struct profile_question *is)
{
	for (const struct rule *r = is->rules; r->id != NULL; r++) {
		const bool off = profile_rule_is_off(is, r);
		const char *before = json_string(json_get(was->clauses, r->id));
		const char *now = json_string(json_get(is->clauses, r->id));
		if (off != profile_rule_is_off(was, r))
			difference_add(to, off ? LOOSER : STRICTER, r->id,
			    off ? "is no rule any more" : "is a rule now");
		else if (!off && strcmp(before, now) != 0)
			difference_add(to, OTHER, r->id,
			    arena_printf(to->arena, "by %s, and not by %s", now,
				before));
	}
}

/* POST and PUT, unless it is asked of one of them alone. */
static void
compare_verbs(struct differences *to, const struct profile_question *was,
    const struct profile_question *is)
{
	if (was->verbs == is->verbs)
		return;
	difference_add(to,
	    (was->verbs & ~is->verbs) == 0   ? STRICTER
	    : (is->verbs & ~was->verbs) == 0 ? LOOSER
					     : OTHER,
	    place(to->arena, is, "verbs"),
	    is->verbs == METHODS_THAT_WRITE
		? "asked of POST and PUT"
		: arena_printf(to->arena, "asked of %s alone",
		      method_name((enum method)is->verbs)));
}

static void
compare_settings(struct differences *to, const struct profile_question *was,
    const struct profile_question *is)
{
	for (const struct setting *s = is->validator->settings;
	     s != NULL && s->name != NULL; s++)
		difference_value(to, place(to->arena, is, s->name), s->tighter,
		    json_get(was->settings, s->name),
		    json_get(is->settings, s->name));
	difference_value(to, place(to->arena, is, "descriptions"),
	    TIGHTER_NEVER, json_get(was->settings, "descriptions"),
	    json_get(is->settings, "descriptions"));
}

void
difference_of_validators(
    struct differences *to, const struct profile *was, const struct profile *is)
{
	for (size_t i = 0; validators[i] != NULL; i++) {
		const struct validator *validator = validators[i];
		const struct profile_question *before =
		    profile_question_of(was->questions, validator->name);
		const struct profile_question *now =
		    profile_question_of(is->questions, validator->name);
		if (validator->rules == NULL || (before == NULL && now == NULL))
			continue; /* its rules are the profile's own */
		if (before == NULL || now == NULL) {
			difference_add(to, now != NULL ? STRICTER : LOOSER,
			    validator->name,
			    arena_printf(to->arena, "is %s asked: %s",
				now != NULL ? "now" : "no longer",
				validator->question));
			continue;
		}
		compare_settings(to, before, now);
		compare_verbs(to, before, now);
		compare_rules(to, before, now);
	}
}
