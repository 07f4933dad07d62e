/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_RULES_H
#define COMMANDS_RULES_H

struct arena;
struct json;
struct profile;

/* The names of the cases in a folder that begin so, sorted; an array. */
const struct json *rules_cases(
    struct arena *arena, const char *folder, const char *kind);

/* A page of the rules, each as `dcr rules --json` has it. */
void rules_html(const struct profile *profile, const struct json *rules);

#endif
