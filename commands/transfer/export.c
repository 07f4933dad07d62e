/* SPDX-License-Identifier: ISC */
/* dcr export: all clients as lines of JSON. */
#include "commands/lib/row_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/transfer/private.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/json.h"
#include "store/store.h"

static const char *
trailer(struct arena *arena, const struct lines_writer *lines)
{
	struct json *line = json_new_object(arena);

	json_set_string(line, "end", EXPORT_FORMAT);
	json_set_integer(line, "clients", lines->count - 1);
	json_set_string(line, "sha256", digest_end(lines->digest, arena));
	return json_text(arena, line);
}

static int
write_to(FILE *file, struct store *store, struct arena *arena)
{
	struct lines_writer lines;
	const struct json *head =
	    transfer_head(arena, EXPORT_FORMAT, EXPORT_VERSION, store);
	const char *end;
	int code = EXIT_PASS;

	lines_write_to(&lines, arena, file);
	if (lines_put(&lines, json_text(arena, head)))
		code = transfer_write(store, TABLE_CLIENTS, &lines);
	if (code != EXIT_PASS)
		return code;
	end = trailer(arena, &lines);
	if (fprintf(file, "%s\n", end) < 0 || !lines_flush(&lines))
		return command_fail(
		    EXIT_UNABLE, "cannot write: %s", strerror(errno));
	return EXIT_PASS;
}

/* Writes the file under another name until it is whole. */
static int
write_file(const char *path, struct store *store, struct arena *arena)
{
	char *fresh = arena_printf(arena, "%s.XXXXXX", path);
	int fd = mkostemp(fresh, O_CLOEXEC), code;
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (file == NULL)
		return command_fail_file(EXIT_UNABLE, fresh);
	code = write_to(file, store, arena);
	(void)fclose(file);
	if (code == EXIT_PASS &&
	    (rename(fresh, path) != 0 || !file_sync_folder(path)))
		code = command_fail_file(EXIT_UNABLE, path);
	if (code != EXIT_PASS)
		(void)unlink(fresh);
	return code;
}

int
export_command(int argc, char **argv, struct arena *arena)
{
	const char *why = NULL, *file = NULL;
	const struct option options[] = {
	    {"FILE", .value = &file, .kind = OPERAND_MAYBE}, {0}};
	struct store *store, *taken;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	progress_catch();
	store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	taken = store->ops->snapshot(store, arena, &why);
	if (taken == NULL)
		code = command_fail(EXIT_UNABLE, "%s", why);
	else if (file != NULL)
		code = write_file(file, taken, arena);
	else
		code = write_to(stdout, taken, arena);
	store_close(taken);
	store_close(store);
	return code;
}
