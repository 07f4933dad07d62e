/* SPDX-License-Identifier: ISC */
/* Lists of words with blanks between them, such as the value of scope. */
#include "kit/words.h"

#include <string.h>

#include "kit/arena.h"

bool
words_have(const char *list, const char *word, size_t length)
{
	while (list != NULL && *(list += strspn(list, " ")) != '\0') {
		size_t next = strcspn(list, " ");
		if (next == length && strncmp(list, word, length) == 0)
			return true;
		list += next;
	}
	return false;
}

/* The next word of the list, and its length; NULL at the end of the list. */
static const char *
next_word(const char *list, size_t *length)
{
	*length = 0;
	if (list == NULL)
		return NULL;
	list += strspn(list, " ");
	*length = strcspn(list, " ");
	return *length > 0 ? list : NULL;
}

bool
words_within(const char *part, const char *whole)
{
	size_t length;

	while ((part = next_word(part, &length)) != NULL) {
		if (!words_have(whole, part, length))
			return false;
		part += length;
	}
	return true;
}

static size_t
count(const char *list)
{
	size_t number = 0, length;

	while ((list = next_word(list, &length)) != NULL) {
		number++;
		list += length;
	}
	return number;
}

bool
words_same(const char *a, const char *b)
{
	return count(a) == count(b) && words_within(a, b) && words_within(b, a);
}

/* Appends the word to the list that ends at `end`; returns the new end. */
static char *
put(const char *list, char *end, const char *word, size_t length)
{
	if (end > list)
		*end++ = ' ';
	memcpy(end, word, length);
	return end + length;
}

const char *
words_common(struct arena *arena, const char *list, const char *other)
{
	char *common = arena_alloc(arena, strlen(list) + 1), *end = common;
	size_t length;

	while ((list = next_word(list, &length)) != NULL) {
		if (words_have(other, list, length))
			end = put(common, end, list, length);
		list += length;
	}
	return common;
}

const char *
words_once(struct arena *arena, const char *list)
{
	char *once = arena_alloc(arena, strlen(list) + 1), *end = once;
	size_t length;

	while ((list = next_word(list, &length)) != NULL) {
		if (!words_have(once, list, length))
			end = put(once, end, list, length);
		list += length;
	}
	return once;
}
