/* SPDX-License-Identifier: ISC */
/* Merges the metadata policies of superiors, from the top downwards. */
#include "kit/entity/entity_policy.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/entity/private.h"
#include "kit/json.h"

/* What two values of one operator make; NULL and *why: they contradict each
 * other. */
static const struct json *
merge_values(struct arena *arena, enum entity_operator operator,
    const struct json * a, const struct json *b, const char **why)
{
	const struct json *both;

	switch (operator) {
	case OPERATOR_VALUE:
	case OPERATOR_DEFAULT:
		if (json_equal(a, b))
			return a;
		*why = "two superiors give different values";
		return NULL;
	case OPERATOR_ADD:
	case OPERATOR_SUPERSET_OF:
		return entity_set_union(arena, a, b);
	case OPERATOR_SUBSET_OF:
		return entity_set_common(arena, a, b);
	case OPERATOR_ONE_OF:
		both = entity_set_common(arena, a, b);
		if (json_length(both) > 0)
			return both;
		*why = "two superiors have no value in common";
		return NULL;
	case OPERATOR_ESSENTIAL:
	case OPERATORS:
		break;
	}
	return json_true(a) ? a : b;
}

/* The policy of one parameter, of one superior or (a, b) of two. */
static const struct json *
merge_parameter(struct arena *arena, const char *name, const struct json *a,
    const struct json *b, const char **why)
{
	struct json *merged = json_new_object(arena);
	struct entity_operators of_a = {{NULL}}, of_b;
	const char *wrong = entity_operators_read(arena, name, b, &of_b);

	if (wrong == NULL)
		wrong = entity_operators_clash(arena, &of_b);
	if (wrong == NULL && a != NULL)
		wrong = entity_operators_read(arena, name, a, &of_a);
	for (int i = 0; wrong == NULL && i < OPERATORS; i++) {
		if (of_b.of[i] == NULL)
			of_b.of[i] = of_a.of[i];
		else if (of_a.of[i] != NULL)
			of_b.of[i] =
			    merge_values(arena, (enum entity_operator)i,
				of_a.of[i], of_b.of[i], &wrong);
		if (wrong != NULL)
			wrong = arena_printf(arena, "%s: %s",
			    entity_operator_name((enum entity_operator)i),
			    wrong);
		if (of_b.of[i] != NULL)
			json_set(merged,
			    entity_operator_name((enum entity_operator)i),
			    of_b.of[i]);
	}
	if (wrong == NULL)
		wrong = entity_operators_clash(arena, &of_b);
	*why = wrong;
	return wrong == NULL ? merged : NULL;
}

/* One level: each name of `b` by `merge` with what `a` has of that name. */
static const struct json *
merge_level(struct arena *arena, const struct json *a, const struct json *b,
    const struct json *(*merge)(struct arena *arena, const char *name,
	const struct json *a, const struct json *b, const char **why),
    const char **why)
{
	struct json *merged =
	    a != NULL ? json_copy(arena, a) : json_new_object(arena);
	const struct json *value;
	const char *name;

	*why = "must be an object";
	if (json_type(b) != JSON_OBJECT)
		return NULL;
	for (struct json_each each = json_each(b);
	     json_next(&each, &name, &value);) {
		value = merge(arena, name, json_get(a, name), value, why);
		if (value == NULL) {
			*why = arena_printf(arena, "%s: %s", name, *why);
			return NULL;
		}
		json_set(merged, name, value);
	}
	*why = NULL;
	return merged;
}

static const struct json *
merge_type(struct arena *arena, const char *name, const struct json *a,
    const struct json *b, const char **why)
{
	(void)name;
	return merge_level(arena, a, b, merge_parameter, why);
}

const struct json *
entity_policy_merge(struct arena *arena, const struct json *superior,
    const struct json *policy, const char **why)
{
	return merge_level(arena, superior, policy, merge_type, why);
}
