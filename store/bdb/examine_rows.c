/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

void
bdb_examine_find(
    struct bdb_raw *raw, bool mended, const DBT *key, const char *what)
{
	struct checking *checking = raw->context;
	struct arena *arena = checking->examining->arena;

	checking->wrong++;
	checking->left += !mended;
	if (checking->named == EXAMINE_NAMED)
		return;
	checking->findings[checking->named++] = (struct store_finding){
	    .state = mended ? FINDING_MENDED : FINDING_BAD,
	    .detail = arena_printf(arena, "%s: %s %s", raw->files[0],
		bdb_examine_key(arena, key), what)};
}

bool
bdb_examine_same(const DBT *a, const DBT *b)
{
	return a->size == b->size &&
	       (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

static int
check_spent(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	const DBT swept = bdb_text("swept");
	int64_t expires;

	(void)cursor;
	if (bdb_examine_same(key, &swept))
		return 0;
	((struct checking *)raw->context)->rows++;
	if (memchr(key->data, '\0', key->size) == NULL)
		bdb_examine_find(raw, false, key, "is no issuer and jti");
	else if (!bdb_number(data, &expires))
		bdb_examine_find(raw, false, key, "expires at no time");
	return 0;
}

/* Removed, it counts from nothing again, for the rest of the day. */
static int
check_note(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	const DBT swept = bdb_bytes("\0swept", 6);
	int64_t day, count;

	if (bdb_examine_same(key, &swept))
		return 0;
	((struct checking *)raw->context)->rows++;
	if (bdb_note_read(data, &day, &count))
		return 0;
	bdb_examine_find(raw, raw->writes, key, "counts nothing");
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
	if (!journal_number(name, &number))
		bdb_examine_find(raw, false, key, "is no key of a record");
	else if (!journal_line(data->data, data->size))
		bdb_examine_find(raw, false, key, "is no line of text");
	return 0;
}

static const struct table {
	const char *what;
	const char *files[RAW_TABLES];
	int (*row)(struct bdb_raw *, DBC *, const DBT *, const DBT *);
	bool mends;
} tables[] = {
    {"clients", {"clients.db", "by_software.db", "by_certificate.db"},
	bdb_examine_client, true},
    {"software", {"by_software.db", "clients.db"}, bdb_examine_software, true},
    {"certificates", {"by_certificate.db", "clients.db"},
	bdb_examine_certificate, true},
    {"jtis", {"jti.db"}, check_spent, false},
    {"notes", {"notes.db"}, check_note, true},
    {"audit", {"audit.db"}, check_record, false},
    {"seals", {"seals.db"}, check_record, false},
};

static void
tell(const struct table *table, const struct checking *checking,
    enum stored stored)
{
	const struct examining *examining = checking->examining;

	for (unsigned i = 0; i < checking->named; i++)
		bdb_examine_say(examining, checking->findings[i].state,
		    table->what, "%s", checking->findings[i].detail);
	if (checking->wrong > checking->named)
		bdb_examine_say(examining,
		    checking->left > 0 ? FINDING_BAD : FINDING_MENDED,
		    table->what, "%s: and %" PRIu64 " more", table->files[0],
		    checking->wrong - checking->named);
	if (checking->wrong == 0 && stored != STORED_UNABLE)
		bdb_examine_say(examining, FINDING_GOOD, table->what,
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

/* Written to only when there is something to mend. */
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
		bdb_examine_say(examining, FINDING_BAD, table->what,
		    "%s cannot be read to its end", table->files[0]);
}

void
bdb_examine_rows(const struct examining *examining)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		examine(examining, &tables[i]);
}
