/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/uri.h"

/* Of RFC 3986's pchar all but ";", which some servers cut a segment at. */
static const char unreserved[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~";
static const char others[] = "!$&'()*+,=:@";

/* Controls, "/", "\\", ";", "%" and the delimiters of a URI divide or end a
 * path for one reader or another; C0, C1 and F5 up are in no UTF-8, but some
 * decoders find a "/" in them. */
static bool
escape_is_plain(const char *escape)
{
	int high = hex_digit(escape[1]);
	int low = high >= 0 ? hex_digit(escape[2]) : -1;
	int c = high * 16 + low;

	if (low < 0 || c < 0x20 || c == 0x7f || c == 0xc0 || c == 0xc1 ||
	    c >= 0xf5)
		return false;
	return c >= 0x80 ||
	       (strchr(unreserved, c) == NULL && strchr("/\\;%?#", c) == NULL);
}

static bool
segment_is_plain(const char *segment, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char c = segment[i];
		if (c == '%' && escape_is_plain(segment + i))
			i += 2;
		else if (strchr(unreserved, c) == NULL &&
			 strchr(others, c) == NULL)
			return false;
	}
	return length > 0 && strncmp(segment, "..", length) != 0;
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

const char *
uri_path_canonical(struct arena *arena, const char *path)
{
	char *copy;

	if (!uri_path_is_plain(path))
		return NULL;
	copy = arena_strdup(arena, path);
	for (char *escape = copy; (escape = strchr(escape, '%')) != NULL;
	     escape += 3)
		for (int i = 1; i < 3; i++)
			if (escape[i] >= 'a')
				escape[i] = (char)(escape[i] - 'a' + 'A');
	return copy;
}
