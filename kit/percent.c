/* SPDX-License-Identifier: ISC */
/* Percent-encoding, read and written: the one home of both. */
#include "kit/percent.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/hex.h"

int
percent_byte(const char *text)
{
	return text[0] == '%' ? hex_byte(text + 1) : -1;
}

bool
percent_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out)
{
	const char *end = text + length;

	*out = (struct bytes){.data = arena_alloc(arena, length + 1)};
	for (; text < end; text++) {
		int byte = (unsigned char)*text;

		if (byte == '%') {
			byte = end - text < 3 ? -1 : percent_byte(text);
			text += 2;
		}
		if (byte < 0)
			return false;
		out->data[out->length++] = (unsigned char)byte;
	}
	return true;
}

char *
percent_encode(struct arena *arena, const char *text, const char *plain)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(arena, 3 * strlen(text) + 1), *end = out;

	for (; *text != '\0'; text++) {
		if (strchr(letters, *text) != NULL ||
		    strchr(plain, *text) != NULL) {
			*end++ = *text;
			continue;
		}
		*end++ = '%';
		*end++ = digits[(unsigned char)*text >> 4];
		*end++ = digits[(unsigned char)*text & 15];
	}
	return out;
}
