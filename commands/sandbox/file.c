/* SPDX-License-Identifier: ISC */
/* The files of a sandbox: read, and only by the user that they belong to. */
#include <string.h>
#include <sys/stat.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/json.h"
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
sandbox_path(struct arena *arena, const char *dir, const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
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

const struct config *
sandbox_config(struct arena *arena, const char *dir)
{
	const char *why;
	const struct config *config =
	    config_load(arena, sandbox_path(arena, dir, SANDBOX_CONFIG), &why);

	if (config == NULL)
		command_fail(EXIT_WRONG, "%s", why);
	return config;
}

const struct json *
sandbox_object(struct arena *arena, const char *path, const char *text)
{
	struct json_error error = {0};
	const struct json *object;

	if (text == NULL)
		return NULL;
	object = json_parse(arena, text, strlen(text), &error);
	if (json_type(object) == JSON_OBJECT)
		return object;
	command_fail(EXIT_WRONG, "sandbox: %s:%zu: %s", path, error.line,
	    object == NULL ? error.what : "must be one JSON object");
	return NULL;
}

const struct json *
sandbox_read_object(struct arena *arena, const char *path)
{
	return sandbox_object(arena, path, sandbox_read(arena, path));
}
