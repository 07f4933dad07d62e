/* SPDX-License-Identifier: ISC */
/* Examines every row of every table, and mends the indexes of the clients. */
#include <inttypes.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "store/bdb/private.h"
#include "store/lib/delivery.h"

#define NAMED 20 /* so many of a table are named, and the others counted */
#define HEADER_BYTES 2048

/* Of a table, while it is walked: plain bytes, see struct bdb_raw. */
struct checking {
	const struct examining *examining;
	uint64_t rows, wrong, left; /* of the wrong, what was not mended */
	unsigned named;
	struct store_finding findings[NAMED];
};

/* Adds a finding: `mended`, or else the row is as bad as before. */
static void
report(struct bdb_raw *raw, bool mended, const DBT *key, const char *what)
{
	struct checking *checking = raw->context;
	struct arena *arena = checking->examining->listener.arena;

	checking->wrong++;
	checking->left += !mended;
	if (checking->named == NAMED)
		return;
	checking->findings[checking->named++] = (struct store_finding){
	    .state = mended ? FINDING_MENDED : FINDING_BAD,
	    .detail = arena_printf(arena, "%s: %s %s", raw->files[0],
		bdb_quoted(arena, key), what)};
}

/* The index is to have this client under this key. */
static int
listed(struct bdb_raw *raw, size_t index, DBT key, const DBT *id)
{
	DB *table = raw->tables[index];
	DBT found = bdb_bytes(id->data, id->size);
	int error = table->get(table, raw->txn, &key, &found,
	    DB_GET_BOTH | (raw->writes ? DB_READ_COMMITTED : 0));

	if (error != DB_NOTFOUND)
		return error;
	found = bdb_bytes(id->data, id->size);
	error = 0;
	if (raw->writes)
		error = table->put(table, raw->txn, &key, &found, DB_NODUPDATA);
	if (error != 0)
		return error;
	raw->wrote |= raw->writes;
	report(raw, raw->writes, id,
	    index == 1 ? "is not listed in by_software.db as it is"
		       : "is not listed in by_certificate.db as it is");
	return 0;
}

/* Some clients are listed twice: see env.c. */
static int
check_lists(struct bdb_raw *raw, const struct client *client, const char *mark,
    struct arena *arena, const DBT *id)
{
	const size_t length = strlen(client->software);
	int error = listed(raw, 1, bdb_text(client->software), id);

	if (error == 0 && mark != NULL)
		error = listed(raw, 1,
		    bdb_bytes(arena_printf(arena, "%s%c%s", client->software,
				  '\0', mark),
			length + 1 + strlen(mark)),
		    id);
	if (error == 0)
		error = listed(raw, 2, bdb_text(client->certificate), id);
	return error;
}

static int
check_client(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	struct checking *checking = raw->context;
	struct arena *arena = arena_new();
	struct client client;
	DBT id;
	int error = 0;

	(void)cursor;
	checking->rows++;
	if (bdb_record_read(data, arena, &client) != 0) {
		report(raw, false, key, "cannot be read as a client");
	} else {
		id = bdb_text(client.client_id);
		if (!bdb_same(key, &id))
			report(raw, false, key, "has another client's record");
		else if (json_type(json_parse(arena, client.metadata,
			     strlen(client.metadata), NULL)) != JSON_OBJECT)
			report(raw, false, key,
			    "has client metadata that is not a JSON object");
		error = check_lists(
		    raw, &client, bdb_record_mark(data), arena, key);
	}
	arena_free(arena);
	return error;
}

/* A record that cannot be read is named with the clients, and no entry of an
 * index is judged by it. */
static bool
belongs(const DBT *record, const char *line, const DBT *key)
{
	DBT value;

	if (!bdb_record_line(record, line, &value) || bdb_same(&value, key))
		return true;
	return strcmp(line, "software") == 0 &&
	       bdb_record_marked(record, &value, key);
}

/* The client metadata behind the lines of a record is on pages of its own: of a
 * million clients, it would be read from the disk for nothing. */
static int
read_header(struct bdb_raw *raw, const DBT *id, DBT *record)
{
	DBT name = bdb_bytes(id->data, id->size);
	const u_int32_t flags = raw->writes ? DB_READ_COMMITTED : 0;
	int error;

	*record = bdb_bytes(NULL, 0);
	record->flags = DB_DBT_PARTIAL;
	record->dlen = HEADER_BYTES;
	error =
	    raw->tables[1]->get(raw->tables[1], raw->txn, &name, record, flags);
	if (error != 0 || record->size < HEADER_BYTES ||
	    memmem(record->data, record->size, "\n\n", 2) != NULL)
		return error;
	*record = bdb_bytes(NULL, 0);
	return raw->tables[1]->get(
	    raw->tables[1], raw->txn, &name, record, flags);
}

static int
check_entry(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *id)
{
	const char *line = strcmp(raw->files[0], "by_software.db") == 0
			       ? "software"
			       : "certificate";
	DBT record;
	int error = read_header(raw, id, &record);

	((struct checking *)raw->context)->rows++;
	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && belongs(&record, line, key))
		return 0;
	report(raw, raw->writes, key,
	    error == 0 ? "lists a client that is not its own"
		       : "lists a client that is not there");
	raw->wrote |= raw->writes;
	return raw->writes ? cursor->del(cursor, 0) : 0;
}

static int
check_spent(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	const DBT swept = bdb_text("swept");
	int64_t expires;

	(void)cursor;
	if (bdb_same(key, &swept))
		return 0;
	((struct checking *)raw->context)->rows++;
	if (memchr(key->data, '\0', key->size) == NULL)
		report(raw, false, key, "is not an issuer, a NUL and a jti");
	else if (!bdb_number(data, &expires))
		report(raw, false, key, "has an expiry that is not a number");
	return 0;
}

/* A count that is removed begins anew, for the rest of the day. */
static int
check_note(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	const DBT swept = bdb_bytes("\0swept", 6);
	int64_t day, count;

	if (bdb_same(key, &swept))
		return 0;
	((struct checking *)raw->context)->rows++;
	if (bdb_note_read(data, &day, &count))
		return 0;
	report(raw, raw->writes, key, "has a count that cannot be read");
	raw->wrote |= raw->writes;
	return raw->writes ? cursor->del(cursor, 0) : 0;
}

static int
check_record(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	char name[JOURNAL_KEY] = "";
	uint64_t number;

	(void)cursor;
	((struct checking *)raw->context)->rows++;
	if (key->size == JOURNAL_KEY - 1)
		memcpy(name, key->data, JOURNAL_KEY - 1);
	if (strcmp(raw->files[0], "deliveries.db") == 0) {
		if (!delivery_key(key->data, key->size))
			report(raw, false, key, "is no key of a delivery");
	} else if (!journal_number(name, &number))
		report(raw, false, key, "is not a key of 16 hex digits");
	if (!journal_line(data->data, data->size))
		report(raw, false, key, "has a text with a control character");
	return 0;
}

static const struct table {
	const char *what;
	const char *files[RAW_TABLES];
	int (*row)(struct bdb_raw *, DBC *, const DBT *, const DBT *);
	bool mends;
} tables[] = {
    {"clients", {"clients.db", "by_software.db", "by_certificate.db"},
	check_client, true},
    {"software", {"by_software.db", "clients.db"}, check_entry, true},
    {"certificates", {"by_certificate.db", "clients.db"}, check_entry, true},
    {"jtis", {"jti.db"}, check_spent, false},
    {"notes", {"notes.db"}, check_note, true},
    {"audit", {"audit.db"}, check_record, false},
    {"seals", {"seals.db"}, check_record, false},
    {"deliveries", {"deliveries.db"}, check_record, false},
};

static void
tell(const struct table *table, const struct checking *checking,
    enum stored stored)
{
	const struct examining *examining = checking->examining;

	for (unsigned i = 0; i < checking->named; i++)
		finding_say(&examining->listener, checking->findings[i].state,
		    table->what, "%s", checking->findings[i].detail);
	if (checking->wrong > checking->named)
		finding_say(&examining->listener,
		    checking->left > 0 ? FINDING_BAD : FINDING_MENDED,
		    table->what, "%s: and %" PRIu64 " more", table->files[0],
		    checking->wrong - checking->named);
	if (checking->wrong == 0 && stored != STORED_UNABLE)
		finding_say(&examining->listener, FINDING_GOOD, table->what,
		    "%s: %" PRIu64 " rows", table->files[0], checking->rows);
}

static enum stored
check(const struct examining *examining, const struct table *table, bool writes,
    struct checking *checking)
{
	struct bdb_raw raw = {.row = table->row,
	    .writes = writes,
	    .context = checking,
	    .size = sizeof *checking};

	memcpy(raw.files, table->files, sizeof raw.files);
	*checking = (struct checking){.examining = examining};
	return bdb_raw_walk(examining->bdb, &raw);
}

/* A table is written to only when there is something to mend. */
static void
examine(const struct examining *examining, const struct table *table)
{
	struct checking checking;
	enum stored stored = check(examining, table, false, &checking);

	if (stored == STORED_OK && checking.wrong > 0 && table->mends &&
	    examining->repair)
		stored = check(examining, table, true, &checking);
	tell(table, &checking, stored);
	if (stored == STORED_UNABLE)
		finding_say(&examining->listener, FINDING_BAD, table->what,
		    "%s cannot be read to its end", table->files[0]);
}

void
bdb_examine_rows(const struct examining *examining)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		examine(examining, &tables[i]);
}
