/* SPDX-License-Identifier: ISC */
/* dcr copy: puts all that one store holds into another one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/transfer/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/digest.h"
#include "store/lib/rows.h"

struct copy {
	const char *from, *to;
	bool dry;
	struct store *source, *taken, *target;
	struct transfer_sum sums[TABLES];
};

/* Where a row of the source goes: into the target, and into the sum. */
struct passing {
	struct transfer_load load;
	struct digest *digest;
	int64_t rows;
	bool dry;
	int code;
};

static bool
pass_row(void *context, const struct stored_row *row)
{
	struct passing *passing = context;
	struct arena *arena = arena_new();
	const char *text = row_text(arena, row);
	struct stored_row kept;

	lines_digest(passing->digest, text, strlen(text));
	arena_free(arena);
	passing->rows++;
	if (!passing->dry) {
		kept = transfer_keep(&passing->load, row);
		passing->code = transfer_add(&passing->load, &kept);
	}
	return progress_step(&passing->load.progress, 1) &&
	       passing->code == EXIT_PASS;
}

static int
copy_table(struct copy *copy, enum stored_table table, struct arena *arena)
{
	struct passing *passing = arena_alloc(arena, sizeof(*passing));
	enum stored stored;
	int code;

	passing->load.store = copy->target;
	passing->load.progress.what = row_table(table);
	passing->digest = digest_new(arena);
	passing->dry = copy->dry;
	stored = rows_all(copy->taken, table, pass_row, passing);
	progress_end(&passing->load.progress);
	code = passing->code;
	if (code == EXIT_PASS)
		code = transfer_stopped(stored);
	if (code == EXIT_PASS)
		code = transfer_flush(&passing->load);
	transfer_drop(&passing->load);
	copy->sums[table] = (struct transfer_sum){
	    passing->rows, digest_end(passing->digest, arena)};
	return code;
}

static int
spool_file(struct arena *arena)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/dcr-copy.XXXXXX",
	    folder == NULL || *folder == '\0' ? "/tmp" : folder);
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0)
		(void)command_fail_file(EXIT_UNABLE, path);
	else
		(void)unlink(path);
	return fd;
}

static int
write_lines(struct store *taken, enum stored_table table, struct arena *arena,
    FILE *file)
{
	struct lines_writer lines;
	int code;

	lines_write_to(&lines, arena, file);
	code = transfer_write(taken, table, &lines);
	if (code == EXIT_PASS && fflush(file) != 0)
		code = command_fail(
		    EXIT_UNABLE, "cannot write: %s", strerror(errno));
	return code;
}

/* The source's table as lines in a file without a name, to be compared with;
 * the caller closes *fd. */
static int
spool(
    struct store *taken, enum stored_table table, struct arena *arena, int *fd)
{
	FILE *file;
	int code;

	*fd = spool_file(arena);
	if (*fd < 0)
		return EXIT_UNABLE;
	file = fdopen(fcntl(*fd, F_DUPFD_CLOEXEC, 0), "w");
	if (file == NULL)
		return command_fail(EXIT_UNABLE, "%s", strerror(errno));
	code = write_lines(taken, table, arena, file);
	(void)fclose(file);
	if (code == EXIT_PASS && lseek(*fd, 0, SEEK_SET) != 0)
		code = command_fail(EXIT_UNABLE, "%s", strerror(errno));
	return code;
}

static bool
see_row(void *context, const struct stored_row *row)
{
	(void)row;
	*(bool *)context = true;
	return false;
}

/* An empty table is a part of any: the source need not be written out. */
static int
compare(
    const struct transfer_target *target, enum stored_table table, bool part)
{
	struct arena *arena = arena_new();
	struct lines_reader lines;
	bool seen = !part;
	int fd = -1, code = EXIT_PASS;

	if (part)
		code = transfer_stopped(
		    rows_all(target->store, table, see_row, &seen));
	if (code == EXIT_PASS && seen)
		code = spool(target->source, table, arena, &fd);
	if (code == EXIT_PASS && fd >= 0) {
		lines_read_from(&lines, arena, fd);
		code = transfer_compare(target->store, table, &lines, part);
	}
	if (fd >= 0)
		(void)close(fd);
	arena_free(arena);
	return code;
}

static int
run(struct copy *copy, struct arena *arena)
{
	struct transfer_target target = {copy->target, NULL, compare};
	const char *why = NULL;
	int code;

	copy->taken = copy->source->ops->snapshot(copy->source, arena, &why);
	if (copy->taken == NULL)
		return command_fail(EXIT_UNABLE, "%s", why);
	target.source = copy->taken;
	code = transfer_begun(&target, "a store is copied into an empty one");
	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = copy_table(copy, transfer_order[i], arena);
	if (code == EXIT_PASS && !copy->dry)
		code = transfer_done(&target, copy->sums, arena);
	if (code == EXIT_PASS)
		backup_tell(copy->sums);
	return code;
}

/* The folder of a store that has one, or NULL. */
static const char *
folder_of(const char *uri)
{
	return strncmp(uri, "bdb:", 4) == 0 ? uri + 4 : NULL;
}

/* Are both the same store?  A process may have a folder open once. */
static bool
is_same(const char *from, const char *to)
{
	const char *a = folder_of(from), *b = folder_of(to);
	struct stat x, y;

	if (a == NULL || b == NULL)
		return strcmp(from, to) == 0;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static bool
become_owner(const char *uri, struct arena *arena)
{
	const char *folder = folder_of(uri), *why = NULL;
	struct stat status;

	if (folder == NULL || owner_become(arena, folder, &status, &why))
		return true;
	(void)command_fail(EXIT_WRONG, "%s", why);
	return false;
}

static bool
open_both(struct copy *copy, struct arena *arena)
{
	const char *why = NULL;

	if (!become_owner(copy->to, arena) || !become_owner(copy->from, arena))
		return false;
	if (is_same(copy->from, copy->to)) {
		(void)command_fail(
		    EXIT_WRONG, "--from and --to are the same store");
		return false;
	}
	copy->source = store_open(copy->from, arena, &why);
	if (copy->source != NULL)
		copy->target = store_open(copy->to, arena, &why);
	if (copy->target == NULL)
		(void)command_fail(EXIT_WRONG, "%s%s", why, owner_note(arena));
	return copy->target != NULL;
}

int
copy_command(int argc, char **argv, struct arena *arena)
{
	struct copy *copy = arena_alloc(arena, sizeof(*copy));
	const struct option options[] = {
	    {"--from", .value = &copy->from},
	    {"--to", .value = &copy->to},
	    {"--dry-run", .flag = &copy->dry},
	    {0},
	};
	int code = EXIT_WRONG;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (copy->from == NULL || copy->to == NULL)
		return command_misuse("--from and --to are needed");
	progress_catch();
	if (open_both(copy, arena))
		code = run(copy, arena);
	store_close(copy->taken);
	store_close(copy->source);
	store_close(copy->target);
	return code;
}
