/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SANDBOX_PLAN_H
#define COMMANDS_SANDBOX_PLAN_H

#include <stdbool.h>

struct arena;
struct json;

/*
 * What a world is made from: a plan beside the profile, "uk.world.json" beside
 * "uk.json", which is kept in the world as world.json.  Strings in it hold
 * variables, ${name} or ${name.member.0}; a string that is one variable and
 * nothing else becomes its value, whatever its type.  Format: docs/profiles.
 */
#define SANDBOX_PLAN "world.json"

/* The text of the plan of a profile, a shipped one or a path; NULL after
 * saying what is wrong. */
const char *sandbox_plan_text(struct arena *arena, const char *profile);

/* The plan of a world that is there; NULL after saying what is wrong. */
const struct json *sandbox_plan_read(struct arena *arena, const char *dir);

/* The template with its variables filled in; NULL: one is not there, which was
 * said. */
const struct json *sandbox_fill(struct arena *arena,
    const struct json *template, const struct json *variables);

/* The text of one string of the plan, filled in; NULL likewise. */
const char *sandbox_fill_text(
    struct arena *arena, const char *text, const struct json *variables);

/* The party of that folder; NULL after saying that there is none. */
const struct json *sandbox_party(const struct json *plan, const char *folder);

#endif
