/* SPDX-License-Identifier: ISC */
/* Writes, sums and compares the rows of a store, table by table. */
#include "commands/transfer/private.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "commands/lib/command.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "store/lib/rows.h"

int
transfer_stopped(enum stored stored)
{
	if (stored != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	if (progress_interrupted())
		return command_fail(EXIT_UNABLE, "interrupted");
	return EXIT_PASS;
}

struct json *
transfer_head(struct arena *arena, const char *format, int64_t version,
    const struct store *store)
{
	struct json *head = json_new_object(arena);

	json_set_string(head, "format", format);
	json_set_integer(head, "version", version);
	json_set_string(head, "program", DCR_VERSION);
	json_set_string(head, "store", store->ops->name);
	json_set_string(head, "at", moment_text(arena, time(NULL)));
	return head;
}

struct writing {
	struct lines_writer *lines;
	struct progress progress;
	int code;
};

static bool
write_row(void *context, const struct stored_row *row)
{
	struct writing *writing = context;
	struct arena *arena = arena_new();

	if (!lines_put(writing->lines, row_text(arena, row))) {
		progress_end(&writing->progress);
		writing->code =
		    writing->lines->long_one
			? command_fail(EXIT_UNABLE,
			      "%s: its line is longer than %d bytes",
			      row_name(arena, row), LIMIT_LINE)
			: command_fail(
			      EXIT_UNABLE, "cannot write: %s", strerror(errno));
	}
	arena_free(arena);
	return progress_step(&writing->progress, 1) &&
	       writing->code == EXIT_PASS;
}

int
transfer_write(
    struct store *store, enum stored_table table, struct lines_writer *lines)
{
	struct writing writing = {
	    .lines = lines, .progress = {.what = row_table(table)}};
	enum stored stored = rows_all(store, table, write_row, &writing);

	progress_end(&writing.progress);
	return writing.code != EXIT_PASS ? writing.code
					 : transfer_stopped(stored);
}

struct summing {
	struct digest *digest;
	struct progress progress;
};

static bool
sum_row(void *context, const struct stored_row *row)
{
	struct summing *summing = context;
	struct arena *arena = arena_new();
	const char *text = row_text(arena, row);

	lines_digest(summing->digest, text, strlen(text));
	arena_free(arena);
	return progress_step(&summing->progress, 1);
}

/* Reads a table's rows for their sum alone. */
static int
sum_of(struct store *store, enum stored_table table, struct arena *arena,
    struct transfer_sum *sum)
{
	struct summing summing = {
	    digest_new(arena), {.what = row_table(table)}};
	enum stored stored = rows_all(store, table, sum_row, &summing);

	progress_end(&summing.progress);
	sum->rows = summing.progress.done;
	sum->sha256 = digest_end(summing.digest, arena);
	return transfer_stopped(stored);
}

struct comparing {
	struct lines_reader *lines;
	struct progress progress;
	bool part;
	int code;
};

/* LINE_READ where `wanted` is the file's next line, or for a part, any line
 * behind it. */
static enum line
find_line(struct comparing *comparing, const char *wanted)
{
	const size_t size = strlen(wanted);
	const char *text;
	size_t length;
	enum line line;

	do {
		line = lines_next(comparing->lines, &text, &length);
		if (line == LINE_READ && length == size &&
		    memcmp(text, wanted, size) == 0)
			return LINE_READ;
	} while (line == LINE_READ && comparing->part);
	return line == LINE_FAILED ? LINE_FAILED : LINE_END;
}

static bool
compare_row(void *context, const struct stored_row *row)
{
	struct comparing *comparing = context;
	struct arena *arena = arena_new();
	enum line found = find_line(comparing, row_text(arena, row));

	if (found != LINE_READ)
		progress_end(&comparing->progress);
	if (found == LINE_FAILED)
		comparing->code = command_fail(
		    EXIT_UNABLE, "cannot read: %s", strerror(errno));
	else if (found != LINE_READ)
		comparing->code = command_fail(EXIT_REFUSED,
		    "%s: %s is in the store, and not the same, or not at all, "
		    "in what it was compared with",
		    row_table(row->table), row_name(arena, row));
	arena_free(arena);
	return progress_step(&comparing->progress, 1) &&
	       comparing->code == EXIT_PASS;
}

int
transfer_compare(struct store *store, enum stored_table table,
    struct lines_reader *lines, bool part)
{
	struct comparing comparing = {
	    .lines = lines,
	    .progress = {.what = row_table(table)},
	    .part = part,
	};
	enum stored stored = rows_all(store, table, compare_row, &comparing);
	const char *text;
	size_t length;
	int code;

	progress_end(&comparing.progress);
	code = comparing.code != EXIT_PASS ? comparing.code
					   : transfer_stopped(stored);
	if (code == EXIT_PASS && !part &&
	    lines_next(lines, &text, &length) == LINE_READ)
		code = command_fail(EXIT_REFUSED,
		    "%s: row %lld and what follows is missing in the store",
		    row_table(table), (long long)lines->number);
	return code;
}

const enum stored_table transfer_order[TABLES] = {
    TABLE_SPENT, TABLE_AUDIT, TABLE_SEALS, TABLE_CLIENTS};

int
transfer_begun(const struct transfer_target *target, const char *refusal)
{
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = target->compare(target, (enum stored_table)i, true);
	if (code == EXIT_REFUSED)
		(void)command_fail(code, "%s; nothing was written", refusal);
	return code;
}

int
transfer_done(const struct transfer_target *target,
    const struct transfer_sum sums[TABLES], struct arena *arena)
{
	struct transfer_sum sum;
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++) {
		const enum stored_table table = (enum stored_table)i;

		code = sum_of(target->store, table, arena, &sum);
		if (code != EXIT_PASS ||
		    (sum.rows == sums[i].rows &&
			strcmp(sum.sha256, sums[i].sha256) == 0))
			continue;
		code = target->compare(target, table, false);
		if (code == EXIT_PASS)
			code = command_fail(EXIT_REFUSED,
			    "%s: another process writes to the store",
			    row_table(table));
	}
	return code;
}
