/* SPDX-License-Identifier: ISC */
/* Maps URIs to the files of a local mirror. */
#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/keyring/keyring.h"
#include "kit/keyring/private.h"

const struct keyring_mirror *
keyring_mirror_of(const struct keyring_mirror *mirror, const char *uri)
{
	for (; mirror != NULL && mirror->prefix != NULL; mirror++) {
		if (strncmp(uri, mirror->prefix, strlen(mirror->prefix)) == 0)
			return mirror;
	}
	return NULL;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

static bool
stays_below(const char *path)
{
	for (;;) {
		size_t length = 0;

		while (is_plain(path[length]))
			length++;
		if (length == 0 || (length == 1 && path[0] == '.') ||
		    (length == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (path[length] != '/')
			return path[length] == '\0';
		path += length + 1;
	}
}

const char *
keyring_mirror_path(
    const struct keyring_mirror *mirror, const char *uri, struct arena *arena)
{
	const char *rest = uri + strlen(mirror->prefix);

	if (!stays_below(rest))
		return NULL;
	return arena_printf(arena, "%s/%s", mirror->folder, rest);
}
