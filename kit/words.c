/* SPDX-License-Identifier: ISC */
#include "kit/words.h"

#include <string.h>

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

bool
words_within(const char *list, const char *other)
{
	while (list != NULL && *(list += strspn(list, " ")) != '\0') {
		size_t length = strcspn(list, " ");
		if (!words_have(other, list, length))
			return false;
		list += length;
	}
	return true;
}
