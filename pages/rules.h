/* SPDX-License-Identifier: ISC */
#ifndef PAGES_RULES_H
#define PAGES_RULES_H

#include <stdio.h>

struct arena;
struct json;
struct profile;

/* What stands beside the rules of a profile; what is NULL is left out. */
struct rules_beside {
	const struct json *cases; /* id of a rule -> {"trip":[S],"pass":[S]} */
	const struct json *refused; /* id of a rule -> how often it refused */
	const char *refused_since;  /* since when */
};

/* Every rule in force, under its question: what must hold, the clause that it
 * enforces, what the profile's settings allow, its cases. */
void rules_put(FILE *out, struct arena *arena, const struct profile *profile,
    const struct rules_beside *beside);

/* The rules outside of the questions, which hold in every regime. */
void rules_put_others(
    FILE *out, struct arena *arena, const struct rules_beside *beside);

/* How many rules that are, a list of the questions, each a link, and the
 * documents that the profile was checked against. */
void rules_contents(FILE *out, const struct profile *profile);

/* A whole page of them. */
void rules_page(FILE *out, struct arena *arena, const struct profile *profile,
    const struct rules_beside *beside, const char *made);

#endif
