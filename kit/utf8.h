/* SPDX-License-Identifier: ISC */
#ifndef KIT_UTF8_H
#define KIT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes the character takes, by the table of RFC 3629 section 4; 0
 * when the bytes are not a character.  No byte behind a NUL is looked at. */
size_t utf8_length(const unsigned char *c);

/* Is the whole string UTF-8? */
bool utf8_valid(const char *string);

#endif
