/* SPDX-License-Identifier: ISC */
/* Writes the folders, keys, certificates and key sets of a new sandbox. */
#include <sys/stat.h>

#include <errno.h>
#include <string.h>

#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"

static void
wrong(struct sandbox_world *world, const char *name, const char *what)
{
	world->why = arena_printf(world->arena, "%s: %s",
	    sandbox_path(world->arena, world->dir, name), what);
}

void
sandbox_folder(struct sandbox_world *world, const char *name)
{
	if (world->why == NULL &&
	    mkdir(sandbox_path(world->arena, world->dir, name), 0700) != 0 &&
	    errno != EEXIST) /* the world is new: we have made it */
		wrong(world, name, strerror(errno));
}

void
sandbox_file(struct sandbox_world *world, const char *name, const char *text,
    unsigned mode)
{
	if (world->why == NULL &&
	    !file_replace(sandbox_path(world->arena, world->dir, name), text,
		strlen(text), mode))
		wrong(world, name, strerror(errno));
}

const char *
sandbox_key(struct sandbox_world *world, const char *name, enum issue_key kind)
{
	const char *key, *why;

	if (world->why != NULL)
		return NULL;
	key = issue_key(world->arena, kind, &why);
	if (key == NULL)
		wrong(world, name, why);
	else
		sandbox_file(world, name, key, 0600);
	return key;
}

const char *
sandbox_issue(
    struct sandbox_world *world, const char *name, struct issue_order order)
{
	const char *certificate, *why;

	if (world->why != NULL)
		return NULL;
	order.not_before = world->now - SANDBOX_DAY;
	order.not_after =
	    world->now + (order.purpose == ISSUE_CA ? 10 : 1) * SANDBOX_YEAR;
	certificate = issue_certificate(world->arena, &order, &why);
	if (certificate == NULL)
		wrong(world, name, why);
	else if (order.purpose == ISSUE_SERVER) /* web servers want the chain */
		sandbox_file(world, name,
		    arena_printf(
			world->arena, "%s%s", certificate, order.ca_cert),
		    0644);
	else
		sandbox_file(world, name, certificate, 0644);
	return certificate;
}

void
sandbox_jwks(struct sandbox_world *world, const char *name,
    const struct sandbox_jwk *keys, size_t count)
{
	struct json *set = json_new_object(world->arena);
	struct json *array = json_new_array(world->arena);

	for (size_t i = 0; world->why == NULL && i < count; i++) {
		const char *why;
		const struct json *jwk = issue_jwk(world->arena, keys[i].key,
		    NULL, keys[i].use, keys[i].certificate, &why);

		if (jwk == NULL)
			wrong(world, name, why);
		json_append(array, jwk);
	}
	json_set(set, "keys", array);
	sandbox_file(world, name, json_text_pretty(world->arena, set), 0644);
}
