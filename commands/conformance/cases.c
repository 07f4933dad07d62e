/* SPDX-License-Identifier: ISC */
/* Reads the tests of a file, or of each file of a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"

static const char json_end[] = ".json";

static bool
is_case(const char *name)
{
	const size_t length = strlen(name), size = strlen(json_end);

	return *name != '.' && length > size &&
	       strcmp(name + length - size, json_end) == 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the files of a folder that are cases, in order. */
static const char **
cases_of(struct arena *arena, DIR *folder, size_t *count)
{
	const char **names = NULL, **more;
	const struct dirent *entry;

	while ((entry = readdir(folder)) != NULL) {
		if (!is_case(entry->d_name))
			continue;
		more = arena_alloc(arena, (*count + 1) * sizeof(*more));
		if (*count > 0)
			memcpy(more, names, *count * sizeof(*more));
		names = more;
		names[(*count)++] = arena_strdup(arena, entry->d_name);
	}
	if (*count > 0)
		qsort(names, *count, sizeof(*names), by_name);
	return names;
}

struct conformance_pack *
conformance_cases(
    struct arena *arena, const struct profile *profile, const char *path)
{
	struct conformance_pack *pack = arena_alloc(arena, sizeof(*pack));
	DIR *folder = opendir(path);
	const char **names;
	size_t count = 0;
	bool read = true;

	if (folder == NULL && errno == ENOTDIR)
		return conformance_pack_add(pack, profile, path, arena) ? pack
									: NULL;
	if (folder == NULL) {
		(void)command_fail_file(EXIT_WRONG, path);
		return NULL;
	}
	names = cases_of(arena, folder, &count);
	(void)closedir(folder);
	for (size_t i = 0; read && i < count; i++)
		read = conformance_pack_add(pack, profile,
		    arena_printf(arena, "%s/%s", path, names[i]), arena);
	if (read && count == 0)
		command_fail(EXIT_WRONG, "%s: holds no file NAME.json", path);
	return read && count > 0 ? pack : NULL;
}
