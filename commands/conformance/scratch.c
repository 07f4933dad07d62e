/* SPDX-License-Identifier: ISC */
/* A sandbox for one run, which goes away with it. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"

enum { DEPTH = 8 };

/* Removes what is in a folder of ours, and follows no link out of it. */
static void
empty_out(int fd, int depth)
{
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (folder == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 ||
		    unlinkat(fd, entry->d_name, 0) == 0 || depth == 0)
			continue;
		empty_out(openat(fd, entry->d_name,
			      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
		    depth - 1);
		(void)unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	}
	(void)closedir(folder);
}

static void
remove_scratch(void *thing)
{
	const char *path = thing;

	empty_out(
	    open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), DEPTH);
	(void)rmdir(path);
}

const char *
conformance_scratch(struct arena *arena, const char *profile)
{
	const char *folder = getenv("TMPDIR");
	char *path;

	if (folder == NULL || *folder != '/')
		folder = "/tmp";
	path = arena_printf(arena, "%s/dcr-test.XXXXXX", folder);
	if (mkdtemp(path) == NULL) {
		(void)command_fail_file(EXIT_UNABLE, path);
		return NULL;
	}
	arena_defer(arena, remove_scratch, path);
	return sandbox_make(arena, path, profile, NULL, NULL) == EXIT_PASS
		   ? path
		   : NULL;
}
