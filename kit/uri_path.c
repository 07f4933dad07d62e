/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/uri.h"
#include "kit/uri_path_folds.h"
#include "kit/utf8.h"

/* Of RFC 3986's pchar all but ";", which some servers cut a segment at. */
static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~!$&'()*+,=:@";

/* The byte that the escape stands for; -1: it is none. */
static int
escaped(const char *escape)
{
	int high = hex_digit(escape[1]);
	int low = high >= 0 ? hex_digit(escape[2]) : -1;

	return low < 0 ? -1 : high * 16 + low;
}

static bool
is_letter(int c)
{
	return c > 0 && strchr(letters, c) != NULL;
}

/* The character of several bytes, all of them escaped; 0 when it is not well-
 * formed (RFC 3629 section 3). */
static uint32_t
character_of(const char *escape)
{
	unsigned char bytes[5] = {0};
	uint32_t character;

	for (size_t i = 0; i < 4 && escape[3 * i] == '%'; i++) {
		int c = escaped(escape + 3 * i);
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

/* How long the escapes of one character are; 0: another reader may find
 * another character in them, or a part of the path may end with it. */
static size_t
escape_length(const char *escape)
{
	int c = escaped(escape);
	uint32_t character;

	if (c < 0x80)
		return c < 0x20 || c == 0x7f || strchr("/\\;%?#", c) != NULL
			   ? 0
			   : 3;
	character = character_of(escape);
	if (character == 0 || uri_path_folds(character))
		return 0;
	return character < 0x800 ? 6 : character < 0x10000 ? 9 : 12;
}

/* A segment of dots alone is "." or ".." to somebody. */
static bool
segment_is_plain(const char *segment, size_t length)
{
	bool dots = true;

	for (size_t i = 0; i < length;) {
		size_t step = segment[i] == '%' ? escape_length(segment + i)
						: is_letter(segment[i]);
		if (step == 0)
			return false;
		dots = dots && (segment[i] == '.' ||
				   (step == 3 && escaped(segment + i) == '.'));
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
		int c = *path == '%' ? escaped(path) : *path;
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
