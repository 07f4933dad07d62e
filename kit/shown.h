/* SPDX-License-Identifier: ISC */
#ifndef KIT_SHOWN_H
#define KIT_SHOWN_H

#include <stddef.h>

struct arena;

/*
 * Text from outside, fit for a message: printable ASCII without quotes,
 * backslashes and what HTML takes for markup, each of which becomes a question
 * mark; cut at that length, with dots.
 */
const char *shown(struct arena *arena, const char *text, size_t most);

#endif
