/* SPDX-License-Identifier: ISC */
/* Knows the names of all rules by which a request can be refused. */
#include "commands/lib/rule_known.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "validators/judge/regime.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"
#include "validators/validator.h"

/* Told each rule; false: it needs no further one. */
typedef bool each_fn(void *context, const char *id);

/* False: the profile cannot be read. */
static bool
each_rule(struct arena *arena, const struct config *config, each_fn *each,
    void *context)
{
	const char *why = NULL;
	const struct profile *profile =
	    regime_load(arena, config->profile, config->overlay, &why);

	if (profile == NULL)
		return false;
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (!each(context, r->id))
				return true;
	for (const struct refusal_table *t = refusal_tables; t->prefix != NULL;
	     t++)
		for (const struct refusal *r = t->refusals; r->rule.id != NULL;
		     r++)
			if (!each(context, r->rule.id))
				return true;
	return true;
}

struct search {
	const char *id, *like;
	size_t nearest;
	bool found;
};

static bool
compare(void *context, const char *id)
{
	struct search *search = context;

	search->found = strcmp(id, search->id) == 0;
	return !search->found;
}

bool
rule_known(struct arena *arena, const struct config *config, const char *id)
{
	struct search search = {.id = id};

	return !each_rule(arena, config, compare, &search) || search.found;
}

/* How many changes of a letter make one name of the other (Levenshtein), or
 * `most` if that is less. */
static size_t
distance(const char *a, const char *b, size_t most)
{
	enum { LONGEST = 96 };
	const size_t width = strlen(b);
	size_t row[LONGEST + 1], before, above;

	if (strlen(a) > LONGEST || width > LONGEST)
		return most;
	for (size_t i = 0; i <= width; i++)
		row[i] = i;
	for (; *a != '\0'; a++) {
		before = row[0]++;
		for (size_t i = 1; i <= width; i++) {
			above = row[i];
			row[i] = before + (*a != b[i - 1]);
			if (above + 1 < row[i])
				row[i] = above + 1;
			if (row[i - 1] + 1 < row[i])
				row[i] = row[i - 1] + 1;
			before = above;
		}
	}
	return row[width] < most ? row[width] : most;
}

static bool
approach(void *context, const char *id)
{
	struct search *search = context;
	const char *behind = strrchr(id, '.');
	size_t near = distance(search->id, id, search->nearest);

	/* The name of the question may have been left out. */
	if (behind != NULL && strcmp(behind + 1, search->id) == 0)
		near = 0;
	if (near < search->nearest) {
		search->nearest = near;
		search->like = id;
	}
	return true;
}

const char *
rule_like(struct arena *arena, const struct config *config, const char *id)
{
	struct search search = {.id = id, .nearest = strlen(id) / 2 + 1};

	(void)each_rule(arena, config, approach, &search);
	return search.like;
}
