/* SPDX-License-Identifier: ISC */
/* Puts the clients of an import into the store, some at a time. */
#include "commands/import/private.h"
#include "commands/lib/who.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/trail.h"
#include "validators/judge/judge.h"
#include "validators/lib/normalised.h"

#define LINES 1024

void
import_batch_refuse(struct import_batch *batch, int64_t number,
    const char *member, const char *what)
{
	batch->refused++;
	(void)command_fail(EXIT_REFUSED, "%s:%" PRId64 ": %s%s%s", batch->name,
	    number, member == NULL ? "" : member, member == NULL ? "" : ": ",
	    what);
}

void
import_batch_drop(struct import_batch *batch)
{
	arena_free(batch->arena);
	batch->arena = NULL;
	batch->count = batch->lines = 0;
}

static const char *
different(struct arena *arena, const struct client *client)
{
	return arena_printf(arena,
	    "client %s is registered already, and not the same",
	    row_tamed(arena, client->client_id, ROW_NAME_MOST));
}

/* Takes the client of this place, and its record, out of the batch. */
static void
take_out(struct import_batch *batch, size_t place)
{
	import_batch_refuse(batch, batch->numbers[place], NULL,
	    different(batch->arena, &batch->rows[2 * place].client));
	batch->count--;
	memmove(&batch->rows[2 * place], &batch->rows[2 * (place + 1)],
	    2 * (batch->count - place) * sizeof(batch->rows[0]));
	memmove(&batch->numbers[place], &batch->numbers[place + 1],
	    (batch->count - place) * sizeof(batch->numbers[0]));
	memmove(&batch->lost_ones[place], &batch->lost_ones[place + 1],
	    (batch->count - place) * sizeof(batch->lost_ones[0]));
}

int
import_batch_flush(struct import_batch *batch)
{
	enum stored stored = STORED_OK;
	size_t at = 0;

	while (batch->count > 0 && !batch->dry) {
		stored = batch->store->ops->load(
		    batch->store, batch->rows, 2 * batch->count, &at);
		if (stored != STORED_CONFLICT)
			break;
		/* A client is twice in the file, or others have added it just
		 * now. */
		take_out(batch, at / 2);
	}
	if (stored == STORED_OK) {
		batch->fresh += (int64_t)batch->count;
		for (size_t i = 0; i < batch->count; i++)
			batch->lost += batch->lost_ones[i];
	}
	import_batch_drop(batch);
	return stored == STORED_UNABLE || stored == STORED_MISSING
		   ? command_fail(EXIT_UNABLE, "the store cannot write")
		   : EXIT_PASS;
}

static const char *
record(struct arena *arena, const struct judge *judge,
    const struct client *client, int64_t now)
{
	struct members *registered = trail_members(arena, client->metadata);
	const struct normalised_of of = {.registered = registered};
	const struct trail trail = {
	    .event = "imported",
	    .at = now,
	    .by = "operator",
	    .operator= who(arena),
	    .client_id = client->client_id,
	    .after = registered,
	    .facts =
		told_facts(arena, judge->profile, client, client->version, &of),
	};

	return trail_text(arena, &trail);
}

static int
add(struct import_batch *batch, int64_t number,
    const struct import_client *client)
{
	const size_t place = batch->count++;

	batch->numbers[place] = number;
	batch->lost_ones[place] = client->lost;
	batch->rows[2 * place] = (struct stored_row){
	    .table = TABLE_CLIENTS, .client = client->client};
	batch->rows[2 * place + 1] = (struct stored_row){
	    .table = TABLE_AUDIT,
	    .record = {NULL, record(batch->arena, batch->judge, &client->client,
				 batch->terms.now)},
	};
	return batch->count == IMPORT_BATCH ? import_batch_flush(batch)
					    : EXIT_PASS;
}

static int
take_line(
    struct import_batch *batch, int64_t number, const char *text, size_t length)
{
	struct import_client client;
	struct row_fault fault;
	bool same;
	int code;

	if (!import_line(
		batch->arena, &batch->terms, text, length, &client, &fault)) {
		import_batch_refuse(batch, number, fault.member, fault.what);
		return EXIT_PASS;
	}
	switch (import_meet(batch->store, batch->arena, &client, &same)) {
	case STORED_MISSING:
		if (import_vouch(batch->judge, batch->arena, batch->terms.now,
			&client.client, &fault, &code))
			return add(batch, number, &client);
		if (code == EXIT_PASS)
			import_batch_refuse(
			    batch, number, fault.member, fault.what);
		return code;
	case STORED_OK:
		break;
	case STORED_CONFLICT:
	case STORED_UNABLE:
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	}
	if (same)
		batch->same++;
	else
		import_batch_refuse(batch, number, NULL,
		    different(batch->arena, &client.client));
	return EXIT_PASS;
}

int
import_batch_line(
    struct import_batch *batch, int64_t number, const char *text, size_t length)
{
	int code;

	if (batch->arena == NULL)
		batch->arena = arena_new();
	code = take_line(batch, number, text, length);
	/* Lines that add no client take memory of the batch, too. */
	if (code == EXIT_PASS && ++batch->lines >= LINES)
		code = import_batch_flush(batch);
	return code;
}

void
import_batch_tell(const struct import_batch *batch)
{
	printf("%s%" PRId64 "\nsame     %" PRId64 "\nrefused  %" PRId64 "\n",
	    batch->dry ? "new      (dry run) " : "new      ", batch->fresh,
	    batch->same, batch->refused);
	if (batch->lost > 0)
		printf("lost     %" PRId64
		       ", of which neither a certificate nor a software "
		       "statement says whose they are\n",
		    batch->lost);
}
