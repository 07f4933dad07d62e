/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "commands/transfer/private.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"

/* Clients come last: whoever looks before all is there finds none who lacks
 * what was spent, or his records. */
static const enum stored_table order[TABLES] = {
    TABLE_SPENT, TABLE_AUDIT, TABLE_SEALS, TABLE_CLIENTS};

static int
read_table(const struct backup *backup, struct transfer_load *load,
    enum stored_table table)
{
	struct arena *arena = arena_new();
	const char *name = arena_printf(
	    arena, "%s/%s", backup->folder, backup_name(arena, table));
	struct lines_reader lines;
	int code = EXIT_UNABLE;

	load->progress = (struct progress){.what = row_table(table)};
	if (backup_lines(backup, table, arena, &lines))
		code = transfer_read(load, table, &lines, name);
	else
		(void)command_fail_file(code, name);
	arena_free(arena);
	return code;
}

static int
compare_table(const struct backup *backup, struct store *store,
    enum stored_table table, bool part)
{
	struct arena *arena = arena_new();
	struct lines_reader lines;
	int code = EXIT_UNABLE;

	if (backup_lines(backup, table, arena, &lines))
		code = transfer_compare(store, table, &lines, part);
	else
		(void)command_fail_file(code, backup->folder);
	arena_free(arena);
	return code;
}

/* An empty store, or one that a restore of this backup has begun to fill. */
static int
check_store(const struct backup *backup, struct store *store)
{
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = compare_table(backup, store, (enum stored_table)i, true);
	if (code == EXIT_REFUSED)
		(void)command_fail(code,
		    "a backup is restored into an empty store; nothing was "
		    "written");
	return code;
}

static int
check_result(
    const struct backup *backup, struct store *store, struct arena *arena)
{
	struct transfer_sum sum;
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++) {
		const struct transfer_sum *wanted = &backup->sums[i];
		const enum stored_table table = (enum stored_table)i;

		code = transfer_sum(store, table, arena, &sum);
		if (code != EXIT_PASS ||
		    (sum.rows == wanted->rows &&
			strcmp(sum.sha256, wanted->sha256) == 0))
			continue;
		code = compare_table(backup, store, table, false);
		if (code == EXIT_PASS)
			code = command_fail(EXIT_REFUSED,
			    "%s: somebody writes to the store",
			    row_table(table));
	}
	return code;
}

static int
restore(const struct backup *backup, struct store *store, bool dry,
    struct arena *arena)
{
	struct transfer_load *load = arena_alloc(arena, sizeof(*load));
	int code = check_store(backup, store);

	load->store = dry ? NULL : store;
	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = read_table(backup, load, order[i]);
	transfer_drop(load);
	if (code == EXIT_PASS && !dry)
		code = check_result(backup, store, arena);
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
	/* Before we are the owner, who might not read it. */
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
