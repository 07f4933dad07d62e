/* SPDX-License-Identifier: ISC */
/* Tells whose the folders are that a configuration names. */
#include "kit/conf/config_places.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/conf/private.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"

/* Is there a folder at the path, and whose? */
static bool
look(struct arena *arena, const char *path, struct stat *status)
{
	const int fd = owner_open(
	    arena, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
	const bool there = fd >= 0 && fstat(fd, status) == 0;

	if (fd >= 0)
		(void)close(fd);
	return there;
}

/* A store of another kind is in no folder. */
static const char *
folder_of_store(struct reader *reader, const struct json *root)
{
	const char *uri = json_string(json_get(root, "store"));

	if (uri == NULL || strncmp(uri, "bdb:", 4) != 0)
		return NULL;
	return reader_absolute(reader, uri + 4);
}

static const struct json *
read_root(struct arena *arena, const char *path)
{
	const int fd =
	    owner_open(arena, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	size_t length = 0;
	const char *text =
	    fd < 0 ? NULL : file_read_opened(arena, fd, LIMIT_FILE, &length);

	return text == NULL ? NULL
			    : json_parse_commented(arena, text, length, NULL);
}

void
config_places(struct arena *arena, const char *path,
    struct config_place places[CONFIG_PLACES + 1])
{
	struct reader reader = {
	    .arena = arena, .file = path, .folder = config_folder(arena, path)};
	const struct json *root = read_root(arena, path);
	struct config_place *place = places;

	memset(places, 0, (CONFIG_PLACES + 1) * sizeof *places);
	if (json_type(root) != JSON_OBJECT)
		return;
	const struct config_place all[CONFIG_PLACES] = {
	    {.key = "cache", .path = config_read_cache(&reader, root)},
	    {.key = "store", .path = folder_of_store(&reader, root)},
	    {.key = "keys", .path = reader_path(&reader, root, "", "keys")},
	    {.key = "entity.keys",
		.path = reader_path(
		    &reader, json_get(root, "entity"), "entity.", "keys")},
	};
	for (size_t i = 0; i < CONFIG_PLACES; i++) {
		*place = all[i];
		if (place->path != NULL &&
		    look(arena, place->path, &place->status))
			place++;
	}
	*place = (struct config_place){.key = NULL};
}
