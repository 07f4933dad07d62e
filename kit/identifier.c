/* SPDX-License-Identifier: ISC */
/* Which identifiers of clients and parties are taken, and how they are kept. */
#include "kit/identifier.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/utf8.h"

#define UNRESERVED \
	"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~"

enum { CLIENT_MOST = 64, REQUEST_MOST = 64 };

bool
identifier_is_client(const char *text, size_t length)
{
	return length > 0 && length <= CLIENT_MOST &&
	       strspn(text, UNRESERVED) >= length;
}

bool
identifier_is_request(const char *text)
{
	const size_t length = strnlen(text, REQUEST_MOST + 1);

	return length > 0 && length <= REQUEST_MOST &&
	       strspn(text, UNRESERVED "@") >= length;
}

bool
identifier_is_party(const char *text)
{
	if (*text == '\0' || strlen(text) > LIMIT_IDENTIFIER ||
	    !utf8_valid(text))
		return false;
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

const char *
identifier_key(struct arena *arena, const char *id, const char *directory)
{
	char *key =
	    arena_room(arena, 3 * strlen(id) + 1 + strlen(directory) + 1);
	char *end = key;

	for (; *id != '\0'; id++)
		if (*id == ' ')
			end = stpcpy(end, "%20");
		else if (*id == '%')
			end = stpcpy(end, "%25");
		else
			*end++ = *id;
	*end++ = ' ';
	(void)stpcpy(end, directory);
	return key;
}

const char *
identifier_of_key(struct arena *arena, const char *key)
{
	char *id = arena_strndup(arena, key, strcspn(key, " ")), *out = id;

	for (const char *at = id; *at != '\0'; at++) {
		bool blank = strncmp(at, "%20", 3) == 0;

		*out = *at;
		if (blank)
			*out = ' ';
		if (blank || strncmp(at, "%25", 3) == 0)
			at += 2;
		out++;
	}
	*out = '\0';
	return id;
}

const char *
identifier_directory(const char *key)
{
	key += strcspn(key, " ");
	return *key == ' ' ? key + 1 : key;
}

const char *
identifier_told(const char *text)
{
	if (text == NULL || text[strspn(text, UNRESERVED ":")] != '\0' ||
	    strlen(text) > LIMIT_IDENTIFIER)
		return "";
	return text;
}
