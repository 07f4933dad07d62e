/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_RULES_PRIVATE_H
#define COMMANDS_RULES_PRIVATE_H

#include <stdbool.h>

struct arena;
struct json;
struct profile;
struct profile_question;
struct rule;

/* What dcr rules has beside its list. */

/* Prints one rule of the profile, one that is built in, or a refusal that holds
 * in every profile; an exit code, after saying that it is unknown. */
int explain_rule(const struct profile *profile, const char *id, bool json,
    struct arena *arena);

/* The settings of a question: names and the values that they allow; an object,
 * which may be empty. */
const struct json *rules_settings(
    const struct profile_question *question, struct arena *arena);

/* What a rule that the profile says in data demands: of which members, requests
 * or claims, by which test with which value, and what becomes of what breaks it
 * ("otherwise").  NULL: the rule is a validator's, by its settings. */
const struct json *rules_demand(const struct profile *profile,
    const struct rule *rule, struct arena *arena);

/* Each in a line, behind that text. */
void rules_print_values(
    const struct json *values, const char *before, struct arena *arena);

/* Prints docs/errors: every refusal of the shipped profiles and of the program,
 * by its error.  An exit code. */
int errors_print(struct arena *arena);

#endif
