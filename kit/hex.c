/* SPDX-License-Identifier: ISC */
/* Hexadecimal digits, read and written: the one home of both. */
#include "kit/hex.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"

static const char digits[] = "0123456789abcdef";

int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
hex_byte(const char *text)
{
	const int high = hex_digit(text[0]);
	const int low = high >= 0 ? hex_digit(text[1]) : -1;

	return low < 0 ? -1 : high * 16 + low;
}

char *
hex_encode(struct arena *arena, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	char *text = arena_room(arena, 2 * length + 1);

	for (size_t i = 0; i < length; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * length] = '\0';
	return text;
}

bool
hex_decode(struct arena *arena, const char *text, struct bytes *out)
{
	const size_t length = strlen(text);

	out->length = length / 2;
	out->data = arena_alloc(arena, out->length + 1);
	for (size_t i = 0; i < out->length; i++) {
		const int byte = hex_byte(text + 2 * i);

		if (byte < 0)
			return false;
		out->data[i] = (unsigned char)byte;
	}
	return length % 2 == 0;
}

bool
hex_is(const char *text, size_t bytes)
{
	return strlen(text) == 2 * bytes && strspn(text, digits) == 2 * bytes;
}
