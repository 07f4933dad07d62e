/* SPDX-License-Identifier: ISC */
#ifndef KIT_ENTITY_PRIVATE_H
#define KIT_ENTITY_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/entity/entity_chain.h"

struct arena;
struct json;

/* What the files of kit/entity share, and nobody else. */

/* Notes in the chain what is wrong with its statement number `at`, and answers
 * with the fault. */
enum entity_fault entity_chain_fault(struct entity_chain *chain,
    enum entity_fault fault, size_t at, const char *why);

/* Judges the constraints of all superiors but allowed_entity_types, of which
 * only the form; ENTITY_CONSTRAINTS, or ENTITY_OK. */
enum entity_fault entity_constraints_judge(
    struct arena *arena, struct entity_chain *chain);

/* Do all superiors allow entities of that type? */
bool entity_constraints_allow(
    const struct entity_chain *chain, const char *type);

/* The operators, in the order in which they are applied. */
enum entity_operator {
	OPERATOR_VALUE,
	OPERATOR_ADD,
	OPERATOR_DEFAULT,
	OPERATOR_ONE_OF,
	OPERATOR_SUBSET_OF,
	OPERATOR_SUPERSET_OF,
	OPERATOR_ESSENTIAL,
	OPERATORS
};

/* The policy of one parameter; of an operator that is not there NULL.  A scope
 * is an array of its words. */
struct entity_operators {
	const struct json *of[OPERATORS];
};

const char *entity_operator_name(enum entity_operator operator);

/* Reads the operators of the parameter of that name.  NULL, or what is wrong
 * with one of them alone (the arena's). */
const char *entity_operators_read(struct arena *arena, const char *parameter,
    const struct json *policy, struct entity_operators *out);

/* NULL, or which two operators may not stand beside each other, with their
 * values (section 6.1.3.1, "Combination with other operators"). */
const char *entity_operators_clash(
    struct arena *arena, const struct entity_operators *all);

/* Sets are arrays without an order.  A value that is no array has nothing. */
bool entity_set_within(const struct json *part, const struct json *whole);
/* Each value once, those of `a` first; `b` alone gives the union, or what is in
 * both. */
const struct json *entity_set_union(
    struct arena *arena, const struct json *a, const struct json *b);
const struct json *entity_set_common(
    struct arena *arena, const struct json *a, const struct json *b);

/* A scope as an array of its words, and back; other values as they are. */
const struct json *entity_scope_split(
    struct arena *arena, const char *parameter, const struct json *value);
const struct json *entity_scope_join(
    struct arena *arena, const char *parameter, const struct json *value);

#endif
