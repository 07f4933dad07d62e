/* SPDX-License-Identifier: ISC */
/* Takes a configuration from a sandbox, so that a first registration can be
 * had at once. */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/config/config.h"
#include "commands/lib/command.h"
#include "commands/sandbox/sandbox.h"
#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/json.h"
#include "kit/limits.h"

/* Makes the sandbox if it is not there.  The server's certificate is one of
 * localhost, and so is the issuer. */
static bool
make_world(struct setup *setup)
{
	const char *issuer = setup_given(setup, "--issuer");
	struct stat status;
	char *real;

	if (lstat(setup->world, &status) != 0 &&
	    sandbox_make(setup->arena, setup->world,
		setup_given(setup, "--profile"),
		issuer != NULL ? issuer : "https://localhost",
		setup_given(setup, "--endpoint")) != EXIT_PASS)
		return false;
	real = realpath(setup->world, NULL);
	if (real == NULL) {
		(void)command_fail_file(EXIT_WRONG, setup->world);
		return false;
	}
	setup->world = arena_strdup(setup->arena, real);
	free(real);
	return true;
}

/* Root copies what a sandbox holds to where everybody can read it, so that the
 * sandbox must be root's own. */
static bool
is_safe(const struct setup *setup)
{
	struct stat status;
	int fd = owner_open(
	    setup->arena, setup->world, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	const bool found = fd >= 0 && fstat(fd, &status) == 0;

	if (fd >= 0)
		(void)close(fd);
	if (!found)
		(void)command_fail_file(EXIT_WRONG, setup->world);
	else if (geteuid() == 0 && !owner_is_root(&status))
		(void)command_fail(EXIT_WRONG,
		    "setup: --sandbox %s: belongs to %s; root takes a sandbox "
		    "of its own, and makes one where there is none",
		    setup->world,
		    owner_name(setup->arena, (unsigned)status.st_uid));
	else
		return true;
	return false;
}

static const struct json *
read_config(const struct setup *setup)
{
	const char *path =
	    arena_printf(setup->arena, "%s/dcr.conf", setup->world);
	struct json_error error = {0};
	const struct json *root;
	size_t length = 0;
	const char *text =
	    command_read(setup->arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		(void)command_fail_file(EXIT_WRONG, path);
		return NULL;
	}
	root = json_parse_commented(setup->arena, text, length, &error);
	if (json_type(root) == JSON_OBJECT)
		return root;
	(void)command_fail(EXIT_WRONG, "setup: %s:%zu: %s", path, error.line,
	    root == NULL ? error.what : "must be one JSON object");
	return NULL;
}

/* The key sets of the TPPs' software, which a folder of the sandbox holds or a
 * server of the user's hands out. */
static void
take_fetch(struct setup *setup, const struct json *fetch)
{
	const struct json *mirror = json_get(fetch, "mirror"), *folder;
	struct json *ours = json_copy(setup->arena, fetch);
	struct json *to = json_new_object(setup->arena);
	const char *prefix;

	for (struct json_each each = json_each(mirror);
	     json_next(&each, &prefix, &folder);) {
		setup->keystore =
		    arena_printf(setup->arena, "%s/keystore", setup->world);
		json_set_string(to, prefix, setup_name(setup, "keystore"));
		json_set(ours, "mirror", to);
	}
	if (json_get(fetch, "ca") != NULL)
		json_set_string(ours, "ca", setup_name(setup, "server-ca.pem"));
	json_set(setup->conf, "fetch", ours);
}

static void
take_directory(struct setup *setup, const struct json *directories)
{
	struct json *all = json_new_array(setup->arena);
	struct json *one = json_new_object(setup->arena);

	if (json_length(directories) == 0)
		return;
	json_set(one, "issuer", json_get(json_at(directories, 0), "issuer"));
	if (json_get(json_at(directories, 0), "jwks") != NULL)
		json_set_string(
		    one, "jwks", setup_name(setup, "directory.jwks"));
	json_set_string(one, "member_ca", setup_name(setup, "client-ca.pem"));
	json_append(all, one);
	json_set(setup->conf, "directory", all);
}

/* Who this server is in a federation: the keys of its statements are new. */
static void
take_entity(struct setup *setup, const struct json *entity)
{
	struct json *ours;

	if (entity == NULL)
		return;
	ours = json_copy(setup->arena, entity);
	json_set_string(ours, "keys", "entity");
	json_set(setup->conf, "entity", ours);
}

static void
take_all(struct setup *setup, const struct json *root)
{
	static const char *const same[] = {
	    "profile", "issuer", "audience", "statement_max_age", NULL};

	for (size_t i = 0; same[i] != NULL; i++)
		if (json_get(root, same[i]) != NULL)
			json_set(setup->conf, same[i], json_get(root, same[i]));
	if (setup_given(setup, "--issuer") == NULL)
		json_set(setup->conf, "registration_endpoint",
		    json_get(root, "registration_endpoint"));
	setup->rules = json_get(root, "authorizer");
	take_directory(setup, json_get(root, "directory"));
	take_fetch(setup, json_get(root, "fetch"));
	take_entity(setup, json_get(root, "entity"));
	json_set_string(
	    setup->conf, "client_ca", setup_name(setup, "client-ca.pem"));
	setup->client_ca =
	    arena_printf(setup->arena, "%s/client-ca.pem", setup->world);
}

bool
setup_from_world(struct setup *setup)
{
	const struct json *root;

	if (setup->world == NULL)
		return true;
	if (!make_world(setup) || !is_safe(setup))
		return false;
	root = read_config(setup);
	if (root != NULL)
		take_all(setup, root);
	return root != NULL;
}

bool
setup_complete_metadata(struct setup *setup)
{
	struct arena *arena = setup->arena;
	const struct json *said = json_get(setup->conf, "metadata");
	struct json *metadata =
	    said != NULL ? json_copy(arena, said) : json_new_object(arena);
	const char *issuer = json_string(json_get(setup->conf, "issuer"));
	const char *why = NULL, *name;
	size_t length = strlen(issuer);
	const struct config *config =
	    config_of(arena, setup->path, setup->conf, &why);
	const struct json *document =
	    config != NULL ? config_metadata(config, arena, &why) : NULL;

	if (document == NULL) {
		(void)command_fail(EXIT_WRONG, "setup: %s", why);
		return false;
	}
	struct json *all = json_copy(arena, document);
	while (length > 0 && issuer[length - 1] == '/')
		length--;
	while ((name = config_needed_endpoint(arena, all, &why)) != NULL) {
		const char *uri = arena_printf(arena, "%.*s/%.*s", (int)length,
		    issuer, (int)strcspn(name, "_"), name);

		json_set_string(metadata, name, uri);
		json_set_string(all, name, uri);
		json_set(setup->conf, "metadata", metadata);
	}
	return true;
}
