/* SPDX-License-Identifier: ISC */
/* Applies a merged metadata policy to the metadata of an entity. */
#include <string.h>

#include "kit/arena.h"
#include "kit/entity/entity_policy.h"
#include "kit/entity/private.h"
#include "kit/json.h"

/* An operator at work: the value of the parameter after it, which may be NULL;
 * *wrong when the parameter does not satisfy it. */
static const struct json *
apply(struct arena *arena, enum entity_operator operator,
    const struct json * of, const struct json *now, const char **wrong)
{
	const bool set = json_type(now) == JSON_ARRAY;

	switch (operator) {
	case OPERATOR_VALUE:
		return json_type(of) == JSON_NULL ? NULL : of;
	case OPERATOR_ADD:
		if (now != NULL && !set)
			*wrong = "is not an array";
		return entity_set_union(arena, now, of);
	case OPERATOR_DEFAULT:
		return now == NULL ? of : now;
	case OPERATOR_ONE_OF:
		if (now != NULL && !json_has(of, now))
			*wrong = "is none of those values";
		return now;
	case OPERATOR_SUBSET_OF:
		if (now != NULL && !set)
			*wrong = "is not an array";
		return now == NULL ? NULL : entity_set_common(arena, now, of);
	case OPERATOR_SUPERSET_OF:
		if (now != NULL && !entity_set_within(of, now))
			*wrong = "does not hold all of those values";
		return now;
	case OPERATOR_ESSENTIAL:
	case OPERATORS:
		break;
	}
	if (json_true(of) && now == NULL)
		*wrong = "is missing";
	return now;
}

static const char *
apply_all(struct arena *arena, const char *name, const struct json *policy,
    struct json *metadata)
{
	const struct json *now =
	    entity_scope_split(arena, name, json_get(metadata, name));
	struct entity_operators all;
	const char *wrong = entity_operators_read(arena, name, policy, &all);

	for (int i = 0; wrong == NULL && i < OPERATORS; i++) {
		if (all.of[i] == NULL)
			continue;
		now = apply(
		    arena, (enum entity_operator)i, all.of[i], now, &wrong);
		if (wrong != NULL)
			wrong = arena_printf(arena, "%s (%s)", wrong,
			    entity_operator_name((enum entity_operator)i));
	}
	if (wrong != NULL)
		return wrong;
	if (now == NULL)
		json_remove(metadata, name);
	else
		json_set(metadata, name, entity_scope_join(arena, name, now));
	return NULL;
}

const struct json *
entity_policy_apply(struct arena *arena, const struct json *policy,
    const char *type, const struct json *metadata, const char **why)
{
	struct json *applied = json_copy(arena, metadata);
	const struct json *value;
	const char *name;

	*why = NULL;
	for (struct json_each each = json_each(json_get(policy, type));
	     json_next(&each, &name, &value);) {
		const char *wrong = apply_all(arena, name, value, applied);

		if (wrong != NULL) {
			*why = arena_printf(
			    arena, "%s: %s: %s", type, name, wrong);
			return NULL;
		}
	}
	return applied;
}
