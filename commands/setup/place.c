/* SPDX-License-Identifier: ISC */
/* Makes the folders and files of a first configuration. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"

#define DEEPEST 4

/* A file that the configuration needs beside dcr.conf, and where it is copied
 * from. */
struct copy {
	const char *to, *from; /* absolute */
	mode_t mode;
	const char *text;
	size_t length;
};

static bool
read_copy(struct setup *setup, struct copy *copy)
{
	copy->text =
	    command_read(setup->arena, copy->from, LIMIT_FILE, &copy->length);
	if (copy->text == NULL)
		(void)command_fail_file(EXIT_WRONG, copy->from);
	return copy->text != NULL;
}

/* Is there another file in its place? */
static bool
is_in_the_way(struct setup *setup, const struct copy *copy)
{
	size_t length = 0;
	const char *text;
	struct stat status;

	if (lstat(copy->to, &status) != 0 || setup->force)
		return false;
	text = command_read(setup->arena, copy->to, LIMIT_FILE, &length);
	if (copy->text != NULL && text != NULL && length == copy->length &&
	    memcmp(text, copy->text, length) == 0)
		return false;
	(void)command_fail(EXIT_WRONG,
	    "setup: %s: is there; --force replaces it; nothing was changed",
	    copy->to);
	return true;
}

bool
setup_write(struct setup *setup, const char *path, const char *text,
    size_t length, mode_t mode)
{
	const bool root = geteuid() == 0;
	const bool shared = (mode & S_IRWXG) != 0 && (mode & S_IRWXO) == 0;

	if (file_replace(path, text, length, 0600) &&
	    (!root || chown(path, 0, shared ? setup->gid : 0) == 0) &&
	    chmod(path, mode) == 0 && file_sync_folder(path))
		return true;
	(void)command_fail_file(EXIT_UNABLE, path);
	return false;
}

/* Makes a folder, or finds one that belongs to the user; *fresh: it was
 * made. */
static bool
take_folder(const struct setup *setup, const char *path, uid_t uid, gid_t gid,
    mode_t mode)
{
	const bool fresh = mkdir(path, 0700) == 0;
	struct stat status;
	int fd;

	if (!fresh && errno != EEXIST)
		return command_fail_file(EXIT_WRONG, path) == EXIT_PASS;
	fd =
	    owner_open(setup->arena, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &status) != 0) {
		(void)command_fail_file(EXIT_WRONG, path);
		if (fd >= 0)
			(void)close(fd);
		return false;
	}
	bool done = true;
	if (fresh && (fchown(fd, uid, gid) != 0 || fchmod(fd, mode) != 0))
		done = command_fail_file(EXIT_UNABLE, path) == EXIT_PASS;
	else if (!fresh && status.st_uid != uid)
		done =
		    command_fail(EXIT_WRONG,
			"setup: %s: belongs to %s, and must to %s (chown)",
			path, owner_name(setup->arena, (unsigned)status.st_uid),
			owner_name(setup->arena, (unsigned)uid)) == EXIT_PASS;
	(void)close(fd);
	return done;
}

/* A folder of the service's, as dcr.conf names it. */
static bool
take_own(const struct setup *setup, const char *name)
{
	return take_folder(setup, *name == '/' ? name : setup_path(setup, name),
	    setup->uid, setup->gid, 0700);
}

static bool
take_folders(const struct setup *setup)
{
	const char *store = json_string(json_get(setup->conf, "store"));
	const bool root = geteuid() == 0;

	return take_folder(setup, setup->dir, root ? 0 : setup->uid, setup->gid,
		   root ? 0750 : 0700) &&
	       (strncmp(store, "bdb:", 4) != 0 || take_own(setup, store + 4)) &&
	       take_own(setup, json_string(json_get(setup->conf, "cache"))) &&
	       (json_get(setup->conf, "keys") == NULL ||
		   take_own(setup, setup_path(setup, "keys"))) &&
	       (json_get(setup->conf, "entity") == NULL ||
		   take_own(setup, setup_path(setup, "entity")));
}

/* A folder for everybody to read. */
static bool
make_open_folder(const char *path)
{
	if ((mkdir(path, 0755) == 0 || errno == EEXIST) &&
	    chmod(path, 0755) == 0)
		return true;
	(void)command_fail_file(EXIT_UNABLE, path);
	return false;
}

static bool
copy_entry(
    struct setup *setup, const char *from, const char *to, unsigned depth)
{
	struct copy copy = {.from = from};
	struct stat status;

	if (lstat(from, &status) != 0) {
		(void)command_fail_file(EXIT_WRONG, from);
		return false;
	}
	if (S_ISDIR(status.st_mode))
		return setup_copy_folder(setup, from, to, depth + 1);
	return read_copy(setup, &copy) &&
	       setup_write(setup, to, copy.text, copy.length, 0644);
}

bool
setup_copy_folder(
    struct setup *setup, const char *from, const char *to, unsigned depth)
{
	const int fd = depth < DEEPEST
			   ? owner_open(setup->arena, from,
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
			   : -1;
	DIR *all = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	bool done = all != NULL && make_open_folder(to);

	if (all == NULL)
		(void)command_fail_file(EXIT_WRONG, from);
	while (done && (entry = readdir(all)) != NULL)
		done =
		    entry->d_name[0] == '.' ||
		    copy_entry(setup,
			arena_printf(
			    setup->arena, "%s/%s", from, entry->d_name),
			arena_printf(setup->arena, "%s/%s", to, entry->d_name),
			depth);
	if (all != NULL)
		(void)closedir(all);
	return done;
}

/* What is copied: the authorities of clients, and all that a sandbox has for a
 * web server and for the directory. */
static size_t
list_copies(const struct setup *setup, struct copy copies[])
{
	static const struct {
		const char *name;
		mode_t mode;
	} of_world[] = {{"server.pem", 0644}, {"server.key", 0600},
	    {"server-ca.pem", 0644}, {"directory.jwks", 0644}};
	const bool directory =
	    json_get(json_at(json_get(setup->conf, "directory"), 0), "jwks") !=
	    NULL;
	size_t count = 0;

	copies[count++] =
	    (struct copy){.to = setup_path(setup, "client-ca.pem"),
		.from = setup->client_ca,
		.mode = 0644};
	for (size_t i = 0; setup->world != NULL && i < (directory ? 4 : 3); i++)
		copies[count++] =
		    (struct copy){.to = setup_path(setup, of_world[i].name),
			.from = arena_printf(setup->arena, "%s/%s",
			    setup->world, of_world[i].name),
			.mode = of_world[i].mode};
	return count;
}

/* --force keeps what dcr.conf was. */
static bool
keep_old(const struct setup *setup)
{
	if (rename(setup->path, setup_path(setup, "dcr.conf.old")) == 0 ||
	    errno == ENOENT)
		return true;
	(void)command_fail_file(EXIT_UNABLE, setup->path);
	return false;
}

int
setup_place(struct setup *setup)
{
	struct copy copies[8];
	const size_t count = list_copies(setup, copies);
	const char *text = setup_text(setup);

	if (is_in_the_way(setup, &(struct copy){.to = setup->path}))
		return EXIT_WRONG;
	for (size_t i = 0; i < count; i++)
		if (!read_copy(setup, &copies[i]) ||
		    is_in_the_way(setup, &copies[i]))
			return EXIT_WRONG;
	if (!take_folders(setup))
		return EXIT_WRONG;
	for (size_t i = 0; i < count; i++)
		if (!setup_write(setup, copies[i].to, copies[i].text,
			copies[i].length, copies[i].mode))
			return EXIT_UNABLE;
	if (setup->keystore != NULL &&
	    !setup_copy_folder(
		setup, setup->keystore, setup_path(setup, "keystore"), 0))
		return EXIT_UNABLE;
	if (!keep_old(setup) ||
	    !setup_write(setup, setup->path, text, strlen(text), 0640))
		return EXIT_UNABLE;
	return EXIT_PASS;
}
