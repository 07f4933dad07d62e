/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_PATTERN_H
#define VALIDATORS_LIB_PATTERN_H

#include <stdbool.h>

struct arena;
struct submission;
struct verdict;

/* The patterns of a profile, each made ready when it is first asked for, and
 * once. */
struct patterns;
struct patterns *patterns_new(struct arena *arena);

/* Is the text an extended regular expression (POSIX 9.4), and not empty?  NULL
 * is not. */
bool pattern_is_one(const char *text);

/* Does the text match a pattern of the profile?  True as well when nobody can
 * tell: then the verdict is unable. */
bool pattern_fits(const struct submission *s, struct verdict *v,
    const char *pattern, const char *text);

#endif
