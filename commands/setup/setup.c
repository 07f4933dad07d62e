/* SPDX-License-Identifier: ISC */
/* dcr setup: a first configuration, with its folders and keys. */
#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/config/config.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/json.h"
#include "kit/signing/signers.h"
#include "validators/judge/judge.h"

#define ETC "/etc/dcr"

/* The folder by its real name, whose last part need not be there yet. */
static bool
find_folder(struct setup *setup, const char *dir)
{
	char *real = realpath(dir, NULL);

	if (real == NULL && errno == ENOENT && mkdir(dir, 0700) == 0) {
		real = realpath(dir, NULL);
		(void)rmdir(dir);
	}
	if (real == NULL) {
		(void)command_fail_file(EXIT_WRONG, dir);
		return false;
	}
	setup->dir = arena_strdup(setup->arena, real);
	setup->path = setup_path(setup, "dcr.conf");
	free(real);
	return true;
}

/* Whoever can put another folder in the place of this one leads root there. */
static bool
is_roots(const struct setup *setup)
{
	const char *path = setup->dir;
	struct stat status;

	while (geteuid() == 0 && path[1] != '\0') {
		const char *slash = strrchr(path, '/');
		const size_t length = slash > path ? (size_t)(slash - path) : 1;

		path = arena_strndup(setup->arena, path, length);
		if (stat(path, &status) != 0)
			return command_fail_file(EXIT_WRONG, path) == EXIT_PASS;
		if (!owner_is_root(&status) &&
		    (status.st_uid != 0 || (status.st_mode & S_ISVTX) == 0)) {
			(void)command_fail(EXIT_WRONG,
			    "setup: %s: is in %s, where %s could put another "
			    "folder in its place; root sets up where root "
			    "alone can write",
			    setup->dir, path,
			    status.st_uid != 0 ? owner_name(setup->arena,
						     (unsigned)status.st_uid)
					       : "others");
			return false;
		}
	}
	return true;
}

static const struct passwd *
find_user(const char *name)
{
	static const char *const usual[] = {"dcr", "www-data", NULL};
	const struct passwd *entry = NULL;

	if (name != NULL)
		return getpwnam(name);
	for (size_t i = 0; entry == NULL && usual[i] != NULL; i++)
		entry = getpwnam(usual[i]);
	return entry;
}

/* As whom dcr will run: only root can hand folders to somebody else. */
static bool
choose_user(struct setup *setup)
{
	const struct passwd *entry = geteuid() == 0 || setup->user != NULL
					 ? find_user(setup->user)
					 : getpwuid(geteuid());

	if (entry == NULL && geteuid() != 0 && setup->user == NULL) {
		setup->user = owner_name(setup->arena, (unsigned)geteuid());
		setup->uid = geteuid();
		setup->gid = getegid();
		return true;
	}
	if (entry == NULL) {
		(void)command_misuse(setup->user != NULL
					 ? "--user %s: there is no such user"
					 : "--user is missing: there is "
					   "neither dcr nor www-data%s",
		    setup->user != NULL ? setup->user : "");
		return false;
	}
	if (geteuid() != 0 && entry->pw_uid != geteuid()) {
		(void)command_misuse(
		    "--user %s: only root can set up for somebody else",
		    setup->user);
		return false;
	}
	setup->user = arena_strdup(setup->arena, entry->pw_name);
	setup->uid = entry->pw_uid;
	setup->gid = entry->pw_gid;
	return true;
}

static bool
read_options(struct setup *setup, int argc, char **argv)
{
	const char *dir = NULL;
	bool yes = false, no = false;
	const struct option options[] = {
	    {"DIR", .value = &dir, .kind = OPERAND_MAYBE},
	    {"--etc", .flag = &setup->etc},
	    {"--profile", .value = NULL},
	    {"--issuer", .value = NULL},
	    {"--endpoint", .value = NULL},
	    {"--authorization-endpoint", .value = NULL},
	    {"--directory", .value = NULL},
	    {"--superior", .value = NULL},
	    {"--fetch", .value = NULL},
	    {"--client-ca", .value = NULL},
	    {"--store", .value = NULL},
	    {"--tokens", .flag = &yes},
	    {"--no-tokens", .flag = &no},
	    {"--scope", .value = NULL},
	    {"--metadata", .value = NULL},
	    {"--sandbox", .value = &setup->world},
	    {"--user", .value = &setup->user},
	    {"--force", .flag = &setup->force},
	    {0},
	};

	if (!options_read(argc, argv, options))
		return false;
	if ((dir != NULL) == setup->etc) {
		(void)command_misuse("say where: DIR, or --etc for " ETC);
		return false;
	}
	if (yes && no) {
		(void)command_misuse("--tokens and --no-tokens exclude each "
				     "other");
		return false;
	}
	setup->argc = argc;
	setup->argv = argv;
	return choose_user(setup) &&
	       find_folder(setup, setup->etc ? ETC : dir) && is_roots(setup);
}

/* Makes a key to sign with in a folder (NULL: none is needed) that has none. */
static bool
make_key(const struct setup *setup, const char *folder)
{
	const char *why = NULL;
	const struct signer *signers;

	if (folder == NULL)
		return true;
	signers = signers_list(setup->arena, folder, &why);
	if (signers != NULL &&
	    (signers->kid != NULL ||
		signers_new(setup->arena, folder, "ES256", time(NULL), &why)))
		return true;
	(void)command_fail(EXIT_WRONG, "%s", why);
	return false;
}

static bool
make_keys(const struct setup *setup, const struct config *config)
{
	const struct config_entity *entity = config->entity;

	return make_key(setup, config->keys) &&
	       make_key(setup, entity != NULL ? entity->keys : NULL);
}

static void
warn(void *context, const char *line)
{
	(void)context;
	(void)command_fail(EXIT_PASS, "warning: %s", line);
}

/* From here on root is the user of the service, as whom it would start. */
static int
prove(const struct setup *setup)
{
	const char *why = NULL;
	struct judge judge;
	const struct config *config =
	    config_load_as_owner(setup->arena, setup->path, &why);

	if (config != NULL && !make_keys(setup, config))
		return EXIT_WRONG;
	if (config != NULL &&
	    config_can_serve(config, time(NULL), &judge, setup->arena, &why)) {
		config_warnings(config, &judge, setup->arena, warn, NULL);
		return EXIT_PASS;
	}
	return command_fail(EXIT_WRONG,
	    "%s (the configuration was written; mend this, and dcr config "
	    "--test says whether it will start)",
	    why);
}

int
setup_command(int argc, char **argv, struct arena *arena)
{
	struct setup setup = {.arena = arena,
	    .asks = isatty(STDIN_FILENO) != 0,
	    .conf = json_new_object(arena)};
	int code;

	if (!read_options(&setup, argc, argv) || !setup_from_world(&setup) ||
	    !setup_answers(&setup))
		return EXIT_WRONG;
	if (setup.world != NULL && !setup_complete_metadata(&setup))
		return EXIT_WRONG;
	json_set_string(
	    setup.conf, "cache", setup.etc ? "/var/cache/dcr" : "cache");
	code = setup_place(&setup);
	if (code == EXIT_PASS)
		code = prove(&setup);
	if (code == EXIT_PASS)
		setup_tell(&setup);
	return code;
}
