/* SPDX-License-Identifier: ISC */
#ifndef KIT_HEX_H
#define KIT_HEX_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct bytes;

/* The value of a hexadecimal digit in either case, 0 to 15, or -1. */
int hex_digit(char c);

/* The byte that two such digits write, or -1.  Nothing behind a NUL is looked
 * at. */
int hex_byte(const char *digits);

/* Two digits in lower case for each byte; the arena's. */
char *hex_encode(struct arena *arena, const void *data, size_t length);

/* False when the text is not two digits, in either case, for each byte.  The
 * bytes (kit/base64.h) are the arena's. */
bool hex_decode(struct arena *arena, const char *text, struct bytes *out);

/* Is this what hex_encode() writes of so many bytes? */
bool hex_is(const char *text, size_t bytes);

#endif
