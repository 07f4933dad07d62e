/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/fetch.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/keyring.h"
#include "kit/keyring_mirror.h"
#include "kit/limits.h"

static enum keyring_answer
in_mirror(const struct keyring_mirror *mirror, const char *uri,
    struct arena *arena, const struct json **document, const char **why)
{
	const char *path = keyring_mirror_path(mirror, uri, arena);
	size_t length;
	char *text;

	if (path == NULL) {
		*why = "names no file of the mirror";
		return KEYRING_FORBIDDEN;
	}
	text = file_read(arena, path, LIMIT_JWKS, &length);
	if (text == NULL) {
		*why = arena_printf(arena, "%s", strerror(errno));
		return KEYRING_UNREACHABLE;
	}
	*document = json_parse_fetched(arena, text, length, NULL);
	return KEYRING_FOUND;
}

enum keyring_answer
keyring_document(struct keyring *ring, const char *uri, struct arena *arena,
    const struct json **document, const char **why)
{
	const struct keyring_setup *setup = keyring_setup_of(ring);
	const struct keyring_mirror *mirror =
	    keyring_mirror_of(setup->mirrors, uri);
	size_t length;
	char *body;

	*document = NULL;
	*why = NULL;
	if (mirror != NULL)
		return in_mirror(mirror, uri, arena, document, why);
	if (setup->policy == NULL || !fetch_allowed(setup->policy, uri)) {
		*why = "no https URI of a host that may be fetched from";
		return KEYRING_FORBIDDEN;
	}
	if (fetch_get(setup->policy, uri, LIMIT_JWKS, arena, &body, &length,
		why) != FETCHED_OK)
		return KEYRING_UNREACHABLE;
	*document = json_parse_fetched(arena, body, length, NULL);
	return KEYRING_FOUND;
}
