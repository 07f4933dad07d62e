/* SPDX-License-Identifier: ISC */
/* Fuzzes rows of a store, as an export, another server or whoever has got at a
 * backup may have written them: what is read is written down as what is read
 * as the same row. */
#include "test/fuzz/fuzz.h"

#include "commands/import/private.h"
#include "commands/lib/row_text.h"
#include "deliver/ledger.h"
#include "kit/hex.h"
#include "kit/utf8.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"

static void
check_fault(const struct row_fault *fault)
{
	MUST(fault->what != NULL && fuzz_printable(fault->what));
}

static void
check_line(const char *text)
{
	MUST(text != NULL && journal_line(text, strlen(text)));
}

static void
check_client(const struct client *client)
{
	check_line(client->client_id);
	MUST(*client->client_id != '\0' && client->version >= 1);
	check_line(client->software);
	check_line(client->certificate);
	check_line(client->state_why);
	check_line(client->subject);
	check_line(client->issuer);
	check_line(client->state_by);
	check_line(client->profile);
	if (client->token != NULL)
		check_line(client->token);
	MUST(client->metadata != NULL);
	MUST(rows_same_client(client, client));
}

/* One that is sound can be kept, and its name be shown. */
static void
check_row(struct arena *arena, const struct stored_row *row)
{
	const char *text = row_text(arena, row), *again;
	struct row_fault fault;
	struct stored_row other;

	MUST(utf8_valid(text) && strchr(text, '\n') == NULL);
	if (!row_read(arena, row->table, text, strlen(text), &other, &fault)) {
		fprintf(stderr, "%s: %s\n", text, fault.what);
		MUST(!"what was written is read");
	}
	again = row_text(arena, &other);
	MUST(strcmp(text, again) == 0);
	MUST(fuzz_printable(row_name(arena, row)));
	MUST(rows_sound(row, 1) == rows_sound(&other, 1));
	if (row->table == TABLE_CLIENTS) {
		check_client(&row->client);
		MUST(rows_same_client(&row->client, &other.client));
	}
}

static void
check_read(struct arena *arena, enum stored_table table, const char *line,
    size_t length)
{
	struct row_fault fault = {NULL, NULL};
	struct stored_row row = {.table = table};

	if (!row_read(arena, table, line, length, &row, &fault)) {
		check_fault(&fault);
		return;
	}
	check_row(arena, &row);
	if (table == TABLE_CLIENTS)
		fuzz_reached("a client");
	else if (table == TABLE_SPENT)
		fuzz_reached("a spent jti");
	else
		fuzz_reached("a record");
}

/* A client of another server becomes a row that is read as the same client. */
static void
check_import(struct arena *arena, const char *line, size_t length)
{
	const struct import_terms terms = {"https://d.example",
	    "https://a.example/register", length % 2 == 0, 1750000000};
	struct row_fault fault = {NULL, NULL};
	struct import_client client;
	struct stored_row row = {.table = TABLE_CLIENTS};

	if (!import_line(arena, &terms, line, length, &client, &fault)) {
		check_fault(&fault);
		return;
	}
	row.client = client.client;
	check_client(&client.client);
	check_row(arena, &row);
	if (client.plain) {
		MUST(client.client.token == NULL ||
		     hex_is(client.client.token, 32));
		MUST(*client.client.certificate == '\0' ||
		     hex_is(client.client.certificate, 32));
		fuzz_reached("a client of another server");
	}
}

static void
check_ledger(struct arena *arena, const char *text)
{
	const struct stored_record row = {"name an id", text};
	struct ledger_receiver receiver, other;
	struct ledger_lane lane, again;
	struct stored_record written = row;

	if (ledger_receiver_read(arena, text, &receiver)) {
		text = ledger_receiver_text(arena, &receiver);
		MUST(journal_line(text, strlen(text)));
		MUST(ledger_receiver_read(arena, text, &other));
		MUST(strcmp(ledger_receiver_text(arena, &other), text) == 0);
		fuzz_reached("a receiver");
	}
	if (!ledger_lane_read(arena, &row, &lane))
		return;
	written.text = ledger_lane_text(arena, "name", &lane);
	MUST(journal_line(written.text, strlen(written.text)));
	MUST(ledger_lane_read(arena, &written, &again));
	MUST(
	    strcmp(ledger_lane_text(arena, "name", &again), written.text) == 0);
	fuzz_reached("a lane");
}

/* A digit for the table, and the line. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *line = (const char *)data + 1;
	int64_t clients;
	const char *sha256;

	if (size > 0 && size <= LIMIT_LINE) {
		check_read(arena, data[0] % TABLE_DELIVERIES, line, size - 1);
		check_import(arena, line, size - 1);
		check_ledger(arena, arena_strndup(arena, line, size - 1));
		if (import_trailer(arena, line, size - 1, &clients, &sha256))
			MUST(sha256 != NULL);
	}
	arena_free(arena);
	return 0;
}
