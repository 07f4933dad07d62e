/* SPDX-License-Identifier: ISC */
/* base64 and base64url, in both directions and strictly. */
#include <stdint.h>

#include "kit/arena.h"
#include "kit/base64.h"

/* The two alphabets differ in their last two characters only. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "abcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			  "abcdefghijklmnopqrstuvwxyz0123456789-_";

static int
sextet(const char *alphabet, char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == alphabet[62])
		return 62;
	if (c == alphabet[63])
		return 63;
	return -1;
}

/* Decodes so many characters, padding not counted. */
static bool
decode(struct arena *arena, const char *alphabet, const char *text,
    size_t length, struct bytes *out)
{
	unsigned char *to = arena_alloc(arena, length / 4 * 3 + 3);
	uint32_t bits = 0;
	unsigned held = 0;
	size_t done = 0;

	if (length % 4 == 1)
		return false;
	for (size_t i = 0; i < length; i++) {
		int value = sextet(alphabet, text[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			to[done++] = (unsigned char)(bits >> held);
			bits &= (1U << held) - 1;
		}
	}
	if (bits != 0)
		return false;
	out->data = to;
	out->length = done;
	return true;
}

bool
base64url_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out)
{
	return decode(arena, url, text, length, out);
}

bool
base64_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out)
{
	if (length % 4 != 0)
		return false;
	for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
		length--;
	return decode(arena, plain, text, length, out);
}

static char *
encode(struct arena *arena, const char *alphabet, bool pad,
    const unsigned char *data, size_t length)
{
	char *text = arena_alloc(arena, length / 3 * 4 + 5);
	char *to = text;

	for (size_t i = 0; i < length; i += 3) {
		size_t n = length - i;
		uint32_t bits = 0;

		if (n > 3)
			n = 3;
		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 | (j < n ? data[i + j] : 0U);
		for (size_t j = 0; j <= n; j++)
			*to++ = alphabet[bits >> (18 - 6 * j) & 63];
		for (size_t j = n; pad && j < 3; j++)
			*to++ = '=';
	}
	*to = '\0';
	return text;
}

char *
base64url_encode(struct arena *arena, const void *data, size_t length)
{
	return encode(arena, url, false, data, length);
}

char *
base64_encode(struct arena *arena, const void *data, size_t length)
{
	return encode(arena, plain, true, data, length);
}
