/* SPDX-License-Identifier: ISC */

/* The files of a sandbox: read, and only by the user that they belong to. */
#include <string.h>
#include <sys/stat.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/limits.h"

bool
sandbox_become_owner(struct arena *arena, const char *dir)
{
	const char *why = NULL;
	struct stat status;

	if (owner_become(arena, dir, &status, &why))
		return true;
	(void)command_fail(EXIT_WRONG, "sandbox: %s", why);
	return false;
}

const char *
sandbox_read(struct arena *arena, const char *path)
{
	size_t length = 0;
	const char *text = file_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		(void)command_fail_file(EXIT_WRONG, path);
		return NULL;
	}
	if (strlen(text) != length) {
		command_fail(EXIT_WRONG, "sandbox: %s: holds a NUL", path);
		return NULL;
	}
	return text;
}
