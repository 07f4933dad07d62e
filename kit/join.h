/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOIN_H
#define KIT_JOIN_H

#include <stddef.h>

struct arena;

/* The texts one after the other, up to the NULL that ends them; the arena's.
 * The length may be NULL. */
char *join_texts(struct arena *arena, const char *const *texts, size_t *length);

#endif
