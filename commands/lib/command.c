/* SPDX-License-Identifier: ISC */
/* What every command needs: its usage line, messages, configuration, profile
 * and the files that an operator names. */
#include "commands/lib/command.h"
#include "commands/lib/who.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/since.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/judge/regime.h"

/* A process runs one command. */
static const struct command *running;

int
command_run(
    const struct command *command, int argc, char **argv, struct arena *arena)
{
	running = command;
	who_begin();
	return command->run(argc, argv, arena);
}

int
command_usage(void)
{
	fprintf(stderr, "usage: dcr %s%s%s\n", running->name,
	    *running->arguments != '\0' ? " " : "", running->arguments);
	return EXIT_WRONG;
}

int
command_misuse(const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "dcr: %s: ", running->name);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputs("; ", stderr);
	return command_usage();
}

int
command_fail(int code, const char *format, ...)
{
	va_list ap;

	fputs("dcr: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

int
command_fail_file(int code, const char *path)
{
	struct arena *arena = arena_new();

	(void)command_fail(
	    code, "%s: %s%s", path, owner_fault(errno), owner_note(arena));
	arena_free(arena);
	return code;
}

static bool
is_kept_as_it_is(const char *text)
{
	struct arena *arena = arena_new();
	struct json *object = json_new_object(arena);
	const char *written;
	bool kept;

	json_set_string(object, "why", text);
	written = json_text(arena, object);
	kept = json_parse(arena, written, strlen(written), NULL) != NULL;
	arena_free(arena);
	return kept;
}

bool
command_why_fits(const char *why)
{
	bool fits = why == NULL || (*why != '\0' && strlen(why) <= LIMIT_WHY &&
				       is_kept_as_it_is(why));

	for (const char *c = why; fits && c != NULL && *c != '\0'; c++)
		fits = (unsigned char)*c >= ' ' && *c != 127;
	if (!fits)
		(void)command_fail(EXIT_WRONG,
		    "--why: must be one line of text, 1 to %d bytes",
		    LIMIT_WHY);
	return fits;
}

bool
command_folder_is_empty(const char *path)
{
	DIR *all = opendir(path);
	const struct dirent *entry;
	bool empty = true;

	if (all == NULL)
		return false;
	while (empty && (entry = readdir(all)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0;
	(void)closedir(all);
	errno = empty ? 0 : ENOTEMPTY;
	return empty;
}

const struct config *
command_config(struct arena *arena)
{
	const char *why = NULL;
	const struct config *config =
	    config_load_as_owner(arena, config_path(), &why);

	if (config == NULL)
		command_fail(EXIT_WRONG, "%s", why);
	return config;
}

const struct profile *
command_profile_at(
    struct arena *arena, const char *name, const char *overlay, const char *at)
{
	int64_t moment = time(NULL);
	const char *why = NULL;

	if (since_read("--at", at, moment, &moment) != EXIT_PASS)
		return NULL;
	if (name == NULL) {
		const struct config *config = command_config(arena);
		if (config == NULL)
			return NULL;
		name = config->profile;
		if (overlay == NULL)
			overlay = config->overlay;
	}
	const struct profile *profile =
	    regime_load_at(arena, name, overlay, moment, &why);
	if (profile == NULL)
		command_fail(EXIT_WRONG, "%s", why);
	return profile;
}

const struct profile *
command_profile(struct arena *arena, const char *name, const char *overlay)
{
	return command_profile_at(arena, name, overlay, NULL);
}

char *
command_read(
    struct arena *arena, const char *path, size_t limit, size_t *length)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return file_read(arena, path, limit, length);
	fd = owner_open(arena, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? NULL : file_read_opened(arena, fd, limit, length);
}
