/* SPDX-License-Identifier: ISC */
#ifndef KIT_UTF8_H
#define KIT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes the character takes, by the table of RFC 3629 section 4; 0
 * when it is none.  No byte behind a NUL is looked at. */
size_t utf8_length(const unsigned char *c);

/* Is a string such characters from end to end? */
bool utf8_valid(const char *string);

#endif
