/* SPDX-License-Identifier: ISC */
#ifndef KIT_WORDS_H
#define KIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Is the word (of that length) one of a list with blanks between, as the
 * value of scope is (RFC 6749 section 3.3)?  No list has no word. */
bool words_have(const char *list, const char *word, size_t length);

/* Is each word of a list one of the other's? */
bool words_within(const char *list, const char *other);

#endif
