/* SPDX-License-Identifier: ISC */
#ifndef KIT_WORDS_H
#define KIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Is the word (of that length) one of a list with blanks between, as the value
 * of scope is (RFC 6749 section 3.3)?  A NULL list has no word. */
bool words_have(const char *list, const char *word, size_t length);

/* Is each word of `part` one of `whole`?  NULL has no word. */
bool words_within(const char *part, const char *whole);

/* Have both lists the same words, and as many, in any order?  "id_token code"
 * is "code id_token" (RFC 6749 section 3.1.1). */
bool words_same(const char *a, const char *b);

/* The words of the list that the other list has as well; the arena's. */
const char *words_common(
    struct arena *arena, const char *list, const char *other);

/* The list with each word once, where it first stands, and one blank between
 * words; the arena's. */
const char *words_once(struct arena *arena, const char *list);

#endif
