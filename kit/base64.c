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

/* What a character stands for at each of four places, and one more in the top
 * byte for being in the alphabet at all: the sum of four shows whether each of
 * them was. */
#define KNOWN (1U << 24)
#define FIRST(c, value) [c] = (KNOWN + ((value) << 18))
#define SECOND(c, value) [c] = (KNOWN + ((value) << 12))
#define THIRD(c, value) [c] = (KNOWN + ((value) << 6))
#define FOURTH(c, value) [c] = (KNOWN + (value))
#define SHARED(IS)                                                           \
	IS('A', 0), IS('B', 1), IS('C', 2), IS('D', 3), IS('E', 4),          \
	    IS('F', 5), IS('G', 6), IS('H', 7), IS('I', 8), IS('J', 9),      \
	    IS('K', 10), IS('L', 11), IS('M', 12), IS('N', 13), IS('O', 14), \
	    IS('P', 15), IS('Q', 16), IS('R', 17), IS('S', 18), IS('T', 19), \
	    IS('U', 20), IS('V', 21), IS('W', 22), IS('X', 23), IS('Y', 24), \
	    IS('Z', 25), IS('a', 26), IS('b', 27), IS('c', 28), IS('d', 29), \
	    IS('e', 30), IS('f', 31), IS('g', 32), IS('h', 33), IS('i', 34), \
	    IS('j', 35), IS('k', 36), IS('l', 37), IS('m', 38), IS('n', 39), \
	    IS('o', 40), IS('p', 41), IS('q', 42), IS('r', 43), IS('s', 44), \
	    IS('t', 45), IS('u', 46), IS('v', 47), IS('w', 48), IS('x', 49), \
	    IS('y', 50), IS('z', 51), IS('0', 52), IS('1', 53), IS('2', 54), \
	    IS('3', 55), IS('4', 56), IS('5', 57), IS('6', 58), IS('7', 59), \
	    IS('8', 60), IS('9', 61)
#define PLAIN(IS) SHARED(IS), IS('+', 62), IS('/', 63)
#define URL(IS) SHARED(IS), IS('-', 62), IS('_', 63)

struct values {
	uint32_t at[4][256];
};
static const struct values plain_values = {
    {{PLAIN(FIRST)}, {PLAIN(SECOND)}, {PLAIN(THIRD)}, {PLAIN(FOURTH)}}};
static const struct values url_values = {
    {{URL(FIRST)}, {URL(SECOND)}, {URL(THIRD)}, {URL(FOURTH)}}};

/* Decodes four characters to three bytes. */
static bool
decode_four(
    const struct values *of, const unsigned char *from, unsigned char *to)
{
	const uint32_t sum = of->at[0][from[0]] + of->at[1][from[1]] +
			     of->at[2][from[2]] + of->at[3][from[3]];

	to[0] = (unsigned char)(sum >> 16);
	to[1] = (unsigned char)(sum >> 8);
	to[2] = (unsigned char)sum;
	return sum / KNOWN == 4;
}

/* Decodes the two or three characters at the end to one or two bytes, as if
 * "A", zeros, stood behind them, and wants them to leave nothing over. */
static bool
decode_rest(const struct values *of, const unsigned char *from, size_t length,
    unsigned char *to)
{
	const unsigned char four[4] = {
	    from[0], from[1], length == 3 ? from[2] : 'A', 'A'};

	return decode_four(of, four, to) && to[length - 1] == 0;
}

/* Decodes so many characters, padding not counted. */
static bool
decode(struct arena *arena, const struct values *of, const char *text,
    size_t length, struct bytes *out)
{
	const unsigned char *from = (const unsigned char *)text;
	const size_t rest = length % 4;
	unsigned char *data = arena_room(arena, length / 4 * 3 + 3);
	unsigned char *to = data;

	for (size_t i = length / 4; i > 0; i--, from += 4, to += 3)
		if (!decode_four(of, from, to))
			return false;
	if (rest == 1 || (rest > 1 && !decode_rest(of, from, rest, to)))
		return false;
	if (rest > 1)
		to += rest - 1;
	*to = '\0';
	*out = (struct bytes){data, (size_t)(to - data)};
	return true;
}

bool
base64url_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out)
{
	return decode(arena, &url_values, text, length, out);
}

bool
base64_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out)
{
	if (length % 4 != 0)
		return false;
	for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
		length--;
	return decode(arena, &plain_values, text, length, out);
}

static char *
encode(struct arena *arena, const char *alphabet, bool pad,
    const unsigned char *data, size_t length)
{
	char *text = arena_room(arena, length / 3 * 4 + 5);
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
