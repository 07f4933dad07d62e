/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_JUDGE_REGIME_H
#define VALIDATORS_JUDGE_REGIME_H

#include <stdint.h>

struct arena;
struct profile;

/*
 * What a deployment judges by: a profile, the overlay beside it (a path;
 * NULL: there is none) and the external validators of both, opened and each
 * at its place; nothing is started.  NULL, and *why is one line, when one of
 * them is wrong or the questions do not prove what a registration requires.
 * All is the arena's.  Where the profile's name has no "@VERSION", the version
 * is the one in force at the time `at`, in seconds since the epoch; or now.
 */
const struct profile *regime_load_at(struct arena *arena, const char *profile,
    const char *overlay, int64_t at, const char **why);
const struct profile *regime_load(struct arena *arena, const char *profile,
    const char *overlay, const char **why);

#endif
