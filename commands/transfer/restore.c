/* SPDX-License-Identifier: ISC */
/* dcr restore: puts a backup into an empty store. */
#include <stdio.h>

#include "commands/transfer/private.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"

static int
read_table(const struct backup *backup, struct transfer_load *load,
    enum stored_table table)
{
	struct arena *arena = arena_new();
	const char *name = arena_printf(
	    arena, "%s/%s", backup->folder, backup_name(arena, table));
	struct lines_reader lines;
	int code;

	load->progress = (struct progress){.what = row_table(table)};
	if (backup_lines(backup, table, arena, &lines))
		code = transfer_read(load, table, &lines, name);
	else
		code = command_fail_file(EXIT_UNABLE, name);
	arena_free(arena);
	return code;
}

static int
compare(
    const struct transfer_target *target, enum stored_table table, bool part)
{
	const struct backup *backup = target->source;
	struct arena *arena = arena_new();
	struct lines_reader lines;
	int code;

	if (backup_lines(backup, table, arena, &lines))
		code = transfer_compare(target->store, table, &lines, part);
	else
		code = command_fail_file(EXIT_UNABLE, backup->folder);
	arena_free(arena);
	return code;
}

static int
restore(
    struct backup *backup, struct store *store, bool dry, struct arena *arena)
{
	const struct transfer_target target = {store, backup, compare};
	struct transfer_load *load = arena_alloc(arena, sizeof(*load));
	int code =
	    transfer_begun(&target, "a backup is restored into an empty store");

	load->store = dry ? NULL : store;
	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = read_table(backup, load, transfer_order[i]);
	transfer_drop(load);
	if (code == EXIT_PASS && !dry)
		code = transfer_done(&target, backup->sums, arena);
	if (code == EXIT_PASS)
		backup_tell(backup->sums);
	return code;
}

int
restore_command(int argc, char **argv, struct arena *arena)
{
	bool dry = false;
	const char *folder = NULL;
	const struct option options[] = {
	    {"--dry-run", .flag = &dry},
	    {"DIR", .value = &folder, .kind = OPERAND},
	    {0},
	};
	struct store *store = NULL;
	struct backup backup;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	progress_catch();
	/* The backup is opened before root becomes the owner of the store, who
	 * might not read it. */
	code = backup_open(&backup, arena, folder);
	if (code == EXIT_PASS)
		code = backup_verify(&backup);
	if (code == EXIT_PASS) {
		store = clients_open(arena);
		code = store == NULL ? EXIT_WRONG
				     : restore(&backup, store, dry, arena);
	}
	store_close(store);
	backup_close(&backup);
	return code;
}
