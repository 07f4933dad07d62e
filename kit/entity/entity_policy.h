/* SPDX-License-Identifier: ISC */
#ifndef KIT_ENTITY_ENTITY_POLICY_H
#define KIT_ENTITY_ENTITY_POLICY_H

struct arena;
struct json;

/*
 * The metadata policy language of OpenID Federation 1.0, section 6.1: what
 * superiors demand of the metadata of those below them.  A policy has three
 * levels: types of entities, names of their parameters, operators.  The seven
 * operators of section 6.1.3.1 are known; others are passed over, since whoever
 * names one as critical (metadata_policy_crit) is refused before.
 *
 * Stricter than the text where it leaves a choice: value, default and the lists
 * of the set operators take strings, numbers and objects (compared by value),
 * and a list holds values of one type.
 */

/*
 * The policy of a superior with that of somebody below him merged into it
 * (section 6.1.4.1).  `superior` NULL: there was none so far.  Both are looked
 * at whole, whatever type of entity is asked for later.  NULL and *why (a line,
 * the arena's) where one is broken, or both contradict each other.
 */
const struct json *entity_policy_merge(struct arena *arena,
    const struct json *superior, const struct json *policy, const char **why);

/*
 * The metadata of a type of entity with the merged policy applied (section
 * 6.1.4.2).  A policy NULL, or without that type, changes nothing.  NULL and
 * *why when the metadata do not satisfy it.
 */
const struct json *entity_policy_apply(struct arena *arena,
    const struct json *policy, const char *type, const struct json *metadata,
    const char **why);

#endif
