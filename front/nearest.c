/* SPDX-License-Identifier: ISC */
/* Finds the endpoint that a path with a slash too many was meant for. */
#include "front/nearest.h"

#include <stddef.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/conf/config.h"

/* The path with single slashes, and without one at its end. */
static const char *
folded(struct arena *arena, const char *path)
{
	char *out = arena_strdup(arena, path), *to = out;

	for (; *path != '\0'; path++)
		if (*path != '/' || (path[1] != '/' && path[1] != '\0'))
			*to++ = *path;
	*to = '\0';
	return out;
}

const char *
nearest_path(const struct config *config, const char *path, struct arena *arena)
{
	static const struct config_issuing nothing;
	const struct config_issuing *issuing =
	    config->issuing != NULL ? config->issuing : &nothing;
	const char *const paths[] = {config->registration_path,
	    issuing->token.path, issuing->introspection.path,
	    issuing->revocation.path, config->jwks.path,
	    config->issuing != NULL ? config->discovery[0].path : NULL,
	    config->issuing != NULL ? config->discovery[1].path : NULL,
	    config->entity != NULL ? config->entity->place.path : NULL};
	const char *plain = folded(arena, path);

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (paths[i] != NULL &&
		    strcasecmp(folded(arena, paths[i]), plain) == 0)
			return paths[i];
	return NULL;
}
