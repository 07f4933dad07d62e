/* SPDX-License-Identifier: ISC */
/* Brings the path of a URI to one spelling, or refuses it. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/percent.h"
#include "kit/uri.h"
#include "kit/utf8.h"

/* The characters of RFC 3986's pchar but for ";", which some servers cut a
 * segment at. */
static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~!$&'()*+,=:@";

static bool
is_letter(int c)
{
	return c > 0 && strchr(letters, c) != NULL;
}

/* The character that several escapes write together; 0 when they are not
 * well-formed (RFC 3629 section 3). */
static uint32_t
character_of(const char *escape)
{
	unsigned char bytes[5] = {0};
	uint32_t character;

	for (size_t i = 0; i < 4 && escape[3 * i] == '%'; i++) {
		int c = percent_byte(escape + 3 * i);
		if (c < 0x80)
			break;
		bytes[i] = (unsigned char)c;
	}
	size_t length = utf8_length(bytes);
	if (length < 2)
		return 0;
	character = bytes[0] & (0x7fU >> length);
	for (size_t i = 1; i < length; i++)
		character = character << 6 | (bytes[i] & 0x3fU);
	return character;
}

/* Of the Unicode Character Database, 14.0: the characters whose NFKC, or that
 * of their other cases, has one of ASCII in it; the format characters, blanks
 * and line ends; the variation selectors and tags; the half- and full-width
 * forms; and the slashes that Windows code pages make "/" and "\\" of.  Gaps
 * of 16 are filled: U+00E0 to U+012F, Greek, Cyrillic and Han are outside. */
static const struct {
	uint32_t first, last;
} folded[] = {{0x80, 0xbe}, {0xdf, 0xdf}, {0x130, 0x149}, {0x17f, 0x17f},
    {0x1c4, 0x1cc}, {0x1f0, 0x1f3}, {0x2b0, 0x2b8}, {0x2d8, 0x2e3},
    {0x34f, 0x34f}, {0x37a, 0x385}, {0x600, 0x605}, {0x61c, 0x61c},
    {0x6dd, 0x6dd}, {0x70f, 0x70f}, {0x890, 0x891}, {0x8e2, 0x8e2},
    {0x115f, 0x1160}, {0x1680, 0x1680}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
    {0x1d2c, 0x1d65}, {0x1d9c, 0x1da0}, {0x1dbb, 0x1dbb}, {0x1e96, 0x1e9e},
    {0x1fbd, 0x2049}, {0x205f, 0x20a8}, {0x2100, 0x2189}, {0x2215, 0x2216},
    {0x2460, 0x24ea}, {0x29f5, 0x29f8}, {0x2a74, 0x2a76}, {0x2c7c, 0x2c7d},
    {0x2e2e, 0x2e2e}, {0x3000, 0x3000}, {0x309b, 0x309c}, {0x3164, 0x3164},
    {0x3200, 0x325f}, {0x32b1, 0x32cf}, {0x3358, 0x33ff}, {0xa7f2, 0xa7f4},
    {0xfb00, 0xfb06}, {0xfb29, 0xfb29}, {0xfc5e, 0xfc63}, {0xfdfa, 0xfe19},
    {0xfe30, 0xfe7e}, {0xfeff, 0xffff}, {0x107a5, 0x107a5}, {0x110bd, 0x110cd},
    {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0x1d400, 0x1d6a3}, {0x1d7ce, 0x1d7ff}, {0x1f100, 0x1f14f},
    {0x1f16a, 0x1f16c}, {0x1f190, 0x1f190}, {0x1fbf0, 0x1fbf9},
    {0xe0000, 0xe0fff}};

/* Is this a character past ASCII that a reader may take for one of ASCII, or
 * for none at all: full-width letters and slashes, ligatures, the Kelvin sign,
 * blanks of every width, joiners?  Programs compare paths after a compatibility
 * normalisation (Unicode Standard Annex 15, NFKC), after changing the case, or
 * in a code page of Windows. */
static bool
folds(uint32_t character)
{
	for (size_t i = 0; i < sizeof(folded) / sizeof(folded[0]); i++)
		if (character >= folded[i].first && character <= folded[i].last)
			return true;
	return false;
}

/* How long the escapes of one character are; 0 when another reader may find
 * another character in them, or the end of a part of the path. */
static size_t
escape_length(const char *escape)
{
	int c = percent_byte(escape);
	uint32_t character;

	if (c < 0x80)
		return c < 0x20 || c == 0x7f || strchr("/\\;%?#", c) != NULL
			   ? 0
			   : 3;
	character = character_of(escape);
	if (character == 0 || folds(character))
		return 0;
	return character < 0x800 ? 6 : character < 0x10000 ? 9 : 12;
}

/* Is the segment plain?  One of dots alone is "." or ".." to some reader. */
static bool
segment_is_plain(const char *segment, size_t length)
{
	bool dots = true;

	for (size_t i = 0; i < length;) {
		size_t step = segment[i] == '%' ? escape_length(segment + i)
						: is_letter(segment[i]);
		if (step == 0)
			return false;
		dots = dots &&
		       (segment[i] == '.' ||
			   (step == 3 && percent_byte(segment + i) == '.'));
		i += step;
	}
	return !dots;
}

bool
uri_path_is_plain(const char *path)
{
	if (*path != '/')
		return false;
	for (path++; *path != '\0';) {
		size_t length = strcspn(path, "/");
		if (!segment_is_plain(path, length))
			return false;
		path += length + (path[length] == '/');
	}
	return true;
}

static char
upper(char c)
{
	return (char)(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
}

const char *
uri_path_canonical(struct arena *arena, const char *path)
{
	char *copy, *to;

	if (!uri_path_is_plain(path))
		return NULL;
	copy = to = arena_alloc(arena, strlen(path) + 1);
	for (; *path != '\0'; path += *path == '%' ? 3 : 1) {
		int c = *path == '%' ? percent_byte(path) : *path;
		if (*path != '%' || is_letter(c)) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '%';
		*to++ = upper(path[1]);
		*to++ = upper(path[2]);
	}
	return copy;
}

const char *
uri_path_folded(struct arena *arena, const char *canonical)
{
	char *copy = arena_alloc(arena, strlen(canonical) + 1), *to = copy;

	for (;; canonical++) {
		char c = *canonical;
		if (strncmp(canonical, "%20", 3) == 0) {
			c = ' ';
			canonical += 2;
		}
		while ((c == '/' || c == '\0') && to > copy &&
		       (to[-1] == '.' || to[-1] == ' '))
			to--;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		*to++ = (char)(c == '+' ? ' ' : c);
		if (c == '\0')
			return copy;
	}
}
