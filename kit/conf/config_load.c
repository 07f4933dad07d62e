/* SPDX-License-Identifier: ISC */
/* Loads dcr.conf, for a server and for a command that root has started. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/conf/private.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"

const char *
config_path(void)
{
	const char *path = getenv("DCR_CONFIG");

	return path != NULL && *path != '\0' ? path : "/etc/dcr/dcr.conf";
}

const char *
config_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (*path == '/')
		return arena_strndup(arena, path, (size_t)(slash - path));
	char *here = realpath(".", NULL);
	const char *folder = arena_printf(arena, "%s/%.*s",
	    here != NULL ? here : ".", slash != NULL ? (int)(slash - path) : 1,
	    slash != NULL ? path : ".");
	free(here);
	return folder;
}

static const struct json *
parse(struct reader *reader, const char *text, size_t length)
{
	struct json_error error = {0};
	const struct json *root =
	    json_parse_commented(reader->arena, text, length, &error);

	if (json_type(root) == JSON_OBJECT)
		return root;
	reader->why = arena_printf(reader->arena, "%s:%zu: %s", reader->file,
	    root == NULL ? error.line : 1,
	    root == NULL ? error.what : "must be one JSON object");
	return NULL;
}

static const char *
unread(struct arena *arena, const char *path)
{
	return arena_printf(arena,
	    "%s: %s (set DCR_CONFIG to read another file)", path,
	    owner_fault(errno));
}

static const struct config *
finish(struct reader *reader, const struct json *root, const char **why)
{
	struct config *config = arena_alloc(reader->arena, sizeof(*config));

	config->path = reader->file;
	config->told = reader->told = json_new_object(reader->arena);
	if (reader->why == NULL)
		config_read(reader, root, config);
	*why = reader->why;
	return reader->why == NULL ? config : NULL;
}

const struct config *
config_load(struct arena *arena, const char *path, const char **why)
{
	struct reader reader = {.arena = arena, .file = path};
	size_t length = 0;
	const char *text = file_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		*why = unread(arena, path);
		return NULL;
	}
	reader.folder = config_folder(arena, path);
	return finish(&reader, parse(&reader, text, length), why);
}

const struct config *
config_of(struct arena *arena, const char *path, const struct json *root,
    const char **why)
{
	struct reader reader = {.arena = arena, .file = path};

	reader.folder = config_folder(arena, path);
	return finish(&reader, root, why);
}

/* Checks who can write the configuration, which says where root goes and whom
 * it becomes. */
static void
check_writer(struct reader *reader, const struct stat *file,
    const struct stat *cache, const char *folder)
{
	const bool roots = file->st_uid == 0;

	if (!roots && file->st_uid != cache->st_uid)
		reader->why = arena_printf(reader->arena,
		    "%s: belongs to %s, and %s to %s: root follows this file "
		    "if it is its own or that user's",
		    reader->file,
		    owner_name(reader->arena, (unsigned)file->st_uid), folder,
		    owner_name(reader->arena, (unsigned)cache->st_uid));
	else if ((file->st_mode & S_IWOTH) != 0 ||
		 ((file->st_mode & S_IWGRP) != 0 && file->st_gid != 0 &&
		     file->st_gid != cache->st_gid))
		reader->why = arena_printf(reader->arena,
		    "%s: is writable by others, and root would follow it",
		    reader->file);
}

static void
become_owner(
    struct reader *reader, const struct json *root, const struct stat *file)
{
	const char *folder = config_read_cache(reader, root), *why = NULL;
	struct stat cache;

	if (reader->why != NULL)
		return;
	if (!owner_become(reader->arena, folder, &cache, &why))
		reader->why = arena_printf(
		    reader->arena, "%s: cache: %s", reader->file, why);
	else if (file != NULL)
		check_writer(reader, file, &cache, folder);
}

/* A command that stays root is led by the files of the store as well, so that
 * they must be root's alone. */
static void
check_store(struct reader *reader, const struct config *config)
{
	struct stat status;
	int fd;

	if (geteuid() != 0 || strncmp(config->store, "bdb:", 4) != 0)
		return;
	fd = owner_open(
	    reader->arena, config->store + 4, O_RDONLY | O_DIRECTORY);
	if (fd < 0 && errno == ENOENT)
		return; /* the store says so */
	if (fd < 0 || fstat(fd, &status) != 0)
		reader->why = arena_printf(reader->arena, "%s: store: %s: %s",
		    reader->file, config->store + 4, owner_fault(errno));
	else if (!owner_is_root(&status))
		reader->why = arena_printf(reader->arena,
		    "%s: store: %s: is not root's alone, and %s is: cache and "
		    "store have one owner",
		    reader->file, config->store + 4, config->cache);
	if (fd >= 0)
		(void)close(fd);
}

const struct config *
config_load_as_owner(struct arena *arena, const char *path, const char **why)
{
	struct reader reader = {.arena = arena, .file = path};
	const bool is_root = geteuid() == 0;
	const struct config *config;
	const struct json *root;
	struct stat status;
	size_t length = 0;
	const char *text = NULL;
	int fd = owner_open(arena, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);

	if (fd >= 0 && fstat(fd, &status) == 0)
		text = file_read_opened(arena, fd, LIMIT_FILE, &length);
	if (text == NULL) {
		*why = unread(arena, path);
		return NULL;
	}
	reader.folder = config_folder(arena, path);
	root = parse(&reader, text, length);
	become_owner(&reader, root, is_root ? &status : NULL);
	config = finish(&reader, root, why);
	if (config != NULL)
		check_store(&reader, config);
	*why = reader.why;
	return *why == NULL ? config : NULL;
}
