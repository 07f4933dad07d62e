/* SPDX-License-Identifier: ISC */
#ifndef KIT_NAMES_H
#define KIT_NAMES_H

#include <stdbool.h>

struct arena;
struct json;

/* The strings of an array, sorted once because it is asked of each member of
 * each request whether it is one of them. */
struct names;
const struct names *names_sorted(
    struct arena *arena, const struct json *strings);

/* Is the name one of them, byte for byte?  NULL is not, and NULL has none. */
bool names_have(const struct names *names, const char *name);

#endif
