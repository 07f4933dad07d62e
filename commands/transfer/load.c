/* SPDX-License-Identifier: ISC */
/* Loads rows into a store, some at a time. */
#include <sys/stat.h>

#include "commands/lib/command.h"
#include "commands/lib/row_text.h"
#include "commands/transfer/private.h"
#include "kit/arena.h"
#include "kit/limits.h"

/* The memory of the batch that is being filled. */
static struct arena *
batch_arena(struct transfer_load *load)
{
	if (load->arena == NULL)
		load->arena = arena_new();
	return load->arena;
}

void
transfer_drop(struct transfer_load *load)
{
	arena_free(load->arena);
	load->arena = NULL;
	load->count = 0;
}

int
transfer_flush(struct transfer_load *load)
{
	enum stored stored = STORED_OK;
	int code = EXIT_PASS;
	size_t at = 0;

	if (load->count > 0)
		stored = load->store->ops->load(
		    load->store, load->rows, load->count, &at);
	if (stored != STORED_OK)
		progress_end(&load->progress);
	if (stored == STORED_CONFLICT)
		code = command_fail(EXIT_REFUSED,
		    "%s is in the store already, and not the same",
		    row_name(load->arena, &load->rows[at]));
	else if (stored != STORED_OK)
		code = command_fail(EXIT_UNABLE, "the store cannot write");
	if (!progress_step(&load->progress, 0) && code == EXIT_PASS) {
		progress_end(&load->progress);
		code = command_fail(EXIT_UNABLE, "interrupted");
	}
	transfer_drop(load);
	return code;
}

static void
keep_client(struct arena *arena, struct client *client)
{
	client->client_id = arena_strdup(arena, client->client_id);
	client->software = arena_strdup(arena, client->software);
	client->certificate = arena_strdup(arena, client->certificate);
	client->subject = arena_strdup(arena, client->subject);
	client->issuer = arena_strdup(arena, client->issuer);
	client->state_why = arena_strdup(arena, client->state_why);
	client->state_by = arena_strdup(arena, client->state_by);
	client->profile = arena_strdup(arena, client->profile);
	client->token = arena_strdup(arena, client->token);
	client->metadata = arena_strdup(arena, client->metadata);
}

struct stored_row
transfer_keep(struct transfer_load *load, const struct stored_row *row)
{
	struct arena *arena = batch_arena(load);
	struct stored_row kept = *row;

	switch (row->table) {
	case TABLE_CLIENTS:
		keep_client(arena, &kept.client);
		break;
	case TABLE_SPENT:
		kept.spent.issuer = arena_strdup(arena, row->spent.issuer);
		kept.spent.jti = arena_strdup(arena, row->spent.jti);
		break;
	case TABLE_AUDIT:
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		kept.record.key = arena_strdup(arena, row->record.key);
		kept.record.text = arena_strdup(arena, row->record.text);
	}
	return kept;
}

int
transfer_add(struct transfer_load *load, const struct stored_row *row)
{
	load->rows[load->count++] = *row;
	return load->count == TRANSFER_BATCH ? transfer_flush(load) : EXIT_PASS;
}

static int
read_line(struct transfer_load *load, enum stored_table table, const char *text,
    size_t length, const char *where)
{
	struct stored_row row;
	struct row_fault fault;

	if (row_read(batch_arena(load), table, text, length, &row, &fault))
		return load->store == NULL ? EXIT_PASS
					   : transfer_add(load, &row);
	progress_end(&load->progress);
	return command_fail(EXIT_REFUSED, "%s: %s%s%s", where,
	    fault.member == NULL ? "" : fault.member,
	    fault.member == NULL ? "" : ": ", fault.what);
}

int
transfer_read(struct transfer_load *load, enum stored_table table,
    struct lines_reader *lines, const char *name)
{
	enum line line;
	const char *text;
	size_t length;
	struct stat status;
	int code = EXIT_PASS;

	if (fstat(lines->fd, &status) == 0)
		load->progress.total = status.st_size;
	while (code == EXIT_PASS &&
	       (line = lines_next(lines, &text, &length)) != LINE_END) {
		const char *where = arena_printf(batch_arena(load), "%s:%lld",
		    name, (long long)lines->number);

		if (line == LINE_READ)
			code = read_line(load, table, text, length, where);
		else
			code = command_fail(EXIT_UNABLE,
			    "%s: cannot be read, or is longer than %d bytes",
			    where, LIMIT_LINE);
		if (load->store == NULL)
			transfer_drop(load);
		load->progress.done = lines->bytes;
		(void)progress_step(&load->progress, 0);
	}
	if (code == EXIT_PASS)
		code = transfer_flush(load);
	transfer_drop(load);
	return code;
}
