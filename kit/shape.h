/* SPDX-License-Identifier: ISC */
#ifndef KIT_SHAPE_H
#define KIT_SHAPE_H

#include <stdbool.h>

struct arena;

/*
 * The plainest of extended regular expressions (POSIX 9.4), which is what forms
 * of identifiers are: from ^ to $ one class of characters after the other, each
 * so many times, as in
 *
 *	^PSD[A-Z]{2}-[A-Z]{2,8}-.+$
 *
 * A shape is matched in one pass, without memory.  So of a class that may come
 * more or less often no character may be one of the next class as well; groups,
 * alternatives and classes of a locale are none of a shape.
 */
struct shape;

/* NULL: the pattern is no shape; it may be a regular expression all the same.
 * A shape always is one. */
const struct shape *shape_read(struct arena *arena, const char *pattern);

/* What regexec() says of the whole text in the C locale. */
bool shape_fits(const struct shape *shape, const char *text);

#endif
