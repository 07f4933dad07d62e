/* SPDX-License-Identifier: ISC */
/* The operators of metadata policies: their forms, and which may stand beside
 * which. */
#include <string.h>

#include "kit/arena.h"
#include "kit/entity/private.h"
#include "kit/json.h"

static const char *const names[OPERATORS] = {
    [OPERATOR_VALUE] = "value",
    [OPERATOR_ADD] = "add",
    [OPERATOR_DEFAULT] = "default",
    [OPERATOR_ONE_OF] = "one_of",
    [OPERATOR_SUBSET_OF] = "subset_of",
    [OPERATOR_SUPERSET_OF] = "superset_of",
    [OPERATOR_ESSENTIAL] = "essential",
};

const char *entity_operator_name(enum entity_operator operator)
{
	return names[operator];
}

/* An array of strings, of numbers or of objects. */
static bool
is_set(const struct json *value)
{
	const enum json_type type = json_type(json_at(value, 0));

	return json_type(value) == JSON_ARRAY &&
	       (type == JSON_ABSENT || type == JSON_STRING ||
		   type == JSON_NUMBER || type == JSON_OBJECT) &&
	       (type == JSON_ABSENT || json_is_array_of(value, type, 1));
}

/* Of a scope the words are strings. */
static const char *
wrong_form(enum entity_operator operator, const char * parameter,
    const struct json *value)
{
	const enum json_type type = json_type(value);
	const bool scope = strcmp(parameter, "scope") == 0;

	switch (operator) {
	case OPERATOR_VALUE:
	case OPERATOR_DEFAULT:
		if (type == JSON_NULL)
			return operator== OPERATOR_VALUE ? NULL
							 : "may not be null";
		if (scope && !json_is_array_of(value, JSON_STRING, 0))
			return "must be words of a scope";
		return NULL;
	case OPERATOR_ESSENTIAL:
		return type == JSON_BOOLEAN ? NULL : "must be true or false";
	case OPERATOR_ONE_OF:
		if (scope)
			return "may not be asked of a scope, which has several "
			       "values";
		break;
	default:
		if (scope && !json_is_array_of(value, JSON_STRING, 0))
			return "must be words of a scope";
	}
	return is_set(value) ? NULL
			     : "must be an array of strings, of numbers or of "
			       "objects";
}

const char *
entity_operators_read(struct arena *arena, const char *parameter,
    const struct json *policy, struct entity_operators *out)
{
	*out = (struct entity_operators){{NULL}};
	if (json_type(policy) != JSON_OBJECT)
		return "must be an object of operators";
	for (int i = 0; i < OPERATORS; i++) {
		const struct json *value = json_get(policy, names[i]);
		const char *wrong = NULL;

		value = entity_scope_split(arena, parameter, value);
		if (value != NULL)
			wrong = wrong_form(
			    (enum entity_operator)i, parameter, value);
		if (wrong != NULL)
			return arena_printf(arena, "%s: %s", names[i], wrong);
		out->of[i] = value;
	}
	return NULL;
}

/* Do two operators of one parameter stand beside each other?  The first one
 * comes first in the order of application. */
static bool
go_together(enum entity_operator a, const struct json *of_a,
    enum entity_operator b, const struct json *of_b)
{
	if (a == OPERATOR_VALUE && json_type(of_a) == JSON_NULL)
		return b == OPERATOR_ESSENTIAL && !json_true(of_b);
	if (b == OPERATOR_ESSENTIAL || b == OPERATOR_DEFAULT ||
	    a == OPERATOR_DEFAULT)
		return true;
	if (a == OPERATOR_VALUE && b == OPERATOR_ADD)
		return entity_set_within(of_b, of_a);
	if (a == OPERATOR_VALUE && b == OPERATOR_ONE_OF)
		return json_has(of_b, of_a);
	if (a == OPERATOR_ONE_OF || b == OPERATOR_ONE_OF)
		return false;
	if (b == OPERATOR_SUBSET_OF)
		return entity_set_within(of_a, of_b);
	/* superset_of */
	return a == OPERATOR_ADD || entity_set_within(of_b, of_a);
}

const char *
entity_operators_clash(struct arena *arena, const struct entity_operators *all)
{
	for (int a = 0; a < OPERATORS; a++)
		for (int b = a + 1; b < OPERATORS; b++)
			if (all->of[a] != NULL && all->of[b] != NULL &&
			    !go_together((enum entity_operator)a, all->of[a],
				(enum entity_operator)b, all->of[b]))
				return arena_printf(arena,
				    "%s and %s, with these values, may not "
				    "stand beside each other",
				    names[a], names[b]);
	return NULL;
}
