/* SPDX-License-Identifier: ISC */
#ifndef KIT_PERCENT_H
#define KIT_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct bytes;

/* Percent-encoding (RFC 3986 section 2.1), in which %2F writes "/". */

/* The byte that the escape at `text` writes, or -1 when no whole escape stands
 * there.  Nothing behind a NUL is looked at. */
int percent_byte(const char *text);

/* Decodes every escape and nothing else: "+" stays "+".  False when an escape
 * is broken.  The bytes (kit/base64.h) are the arena's. */
bool percent_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out);

/* Escapes every byte but letters, digits and those of `plain`; the arena's. */
char *percent_encode(struct arena *arena, const char *text, const char *plain);

#endif
