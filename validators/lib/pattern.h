/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_PATTERN_H
#define VALIDATORS_LIB_PATTERN_H

#include <stdbool.h>

struct verdict;

/* Is the text an extended regular expression (POSIX 9.4), and not empty?  NULL
 * is not. */
bool pattern_is_one(const char *text);

/* Does the text match an extended regular expression (POSIX 9.4)?  True as
 * well when nobody can tell: then the verdict is unable. */
bool pattern_fits(struct verdict *v, const char *pattern, const char *text);

#endif
