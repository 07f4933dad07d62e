/* SPDX-License-Identifier: ISC */
/* A journal that somebody with the files in hand has changed. */
#include "test/unit/store_sealed.h"

#include <db.h>

#include "store/bdb/private.h"
#include "test/store/memory.h"

/* What somebody with the files in hand may do to a journal: another text
 * under this key, or (text NULL) none. */
struct tampering {
	enum stored_table journal;
	const char *key, *text;
};

static int
tamper_bdb(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct tampering *with = job->argument;
	DB *table = with->journal == TABLE_AUDIT ? bdb->audit : bdb->seals;
	DBT key = bdb_text(with->key), data;

	if (with->text == NULL)
		return table->del(table, txn, &key, 0);
	data = bdb_text(with->text);
	return table->put(table, txn, &key, &data, 0);
}

static void
tamper_memory(struct memory *memory, const struct tampering *with)
{
	struct kept **link = &memory->journals[with->journal];

	while (*link != NULL && strcmp((*link)->record.key, with->key) < 0)
		link = &(*link)->next;
	if (*link == NULL || strcmp((*link)->record.key, with->key) != 0) {
		struct kept *kept = memory_keep(memory, with->key, with->text);

		kept->next = *link;
		*link = kept;
	} else if (with->text == NULL)
		*link = (*link)->next;
	else
		(*link)->record.text = with->text;
}

static void
tamper(struct world *world, enum stored_table journal, const char *key,
    const char *text)
{
	struct tampering with = {journal, key, text};
	struct bdb_job job = {.work = tamper_bdb,
	    .argument = &with,
	    .name = "tamper",
	    .writes = true};

	if (strcmp(world->kind, "memory") == 0)
		tamper_memory((struct memory *)world->store, &with);
	else
		assert_int_equal(
		    bdb_run((struct bdb *)world->store, &job), STORED_OK);
}

static void
broken(struct world *world, size_t seals, const char *what, const char *key)
{
	const struct chain_report report = verify(world);

	assert_non_null(report.broken);
	if (strstr(report.broken, what) == NULL ||
	    strstr(report.broken, key) == NULL)
		fail_msg("%s", report.broken);
	assert_int_equal(report.seals, seals);
}

/* Three seals: over the records 0 to 2, 3 to 5 and 6 to 8; one waits. */
static void
three_seals(struct world *world)
{
	for (int i = 0; i < 3; i++) {
		audit(world, 3);
		assert_int_equal(seal(world), 3);
	}
	audit(world, 1);
	holds(world, 3, 9, 1);
}

static void
test_records(void **state)
{
	struct world *world = *state;
	struct stored_record record[10];
	char after[17];
	uint64_t number;

	three_seals(world);
	for (size_t i = 0; i < 10; i++)
		record[i] = record_at(world, TABLE_AUDIT, i);
	for (size_t i = 0; i < 9; i++) {
		const size_t first = i - i % 3;

		tamper(world, TABLE_AUDIT, record[i].key, "{\"x\":1}");
		broken(world, i / 3, "altered", record[first].key);
		tamper(world, TABLE_AUDIT, record[i].key, NULL);
		broken(world, i / 3, "missing", record[first].key);
		tamper(world, TABLE_AUDIT, record[i].key, "{}");
		assert_true(journal_number(record[i].key, &number));
		journal_key(number - 1, after);
		if (strcmp(after, record[i == 0 ? 0 : i - 1].key) != 0) {
			tamper(world, TABLE_AUDIT, after, "{}");
			broken(world, i / 3,
			    i % 3 == 0 ? "was not sealed" : "there are more",
			    i % 3 == 0 ? after : record[first].key);
			tamper(world, TABLE_AUDIT, after, NULL);
		}
		holds(world, 3, 9, 1);
	}
	/* What waits is not protected. */
	tamper(world, TABLE_AUDIT, record[9].key, NULL);
	holds(world, 3, 9, 0);
	/* An earlier record in another one's place. */
	tamper(world, TABLE_AUDIT, record[4].key, NULL);
	journal_number(record[3].key, &number);
	journal_key(number + 1, after);
	if (strcmp(after, record[4].key) != 0) {
		tamper(world, TABLE_AUDIT, after, "{}");
		broken(world, 1, "altered", record[3].key);
	}
}

/* Whoever alters a seal, or takes one out, has the next one against him. */
static void
test_seals(void **state)
{
	struct world *world = *state;
	const char *text[3];
	size_t sealed = 99;

	three_seals(world);
	for (size_t i = 0; i < 3; i++)
		text[i] = record_at(world, TABLE_SEALS, i).text;
	tamper(world, TABLE_SEALS, "0000000000000002", NULL);
	broken(world, 1, "missing", "seal 0000000000000002");
	tamper(world, TABLE_SEALS, "0000000000000002", text[0]);
	broken(world, 1, "follow", "seal 0000000000000002");
	tamper(world, TABLE_SEALS, "0000000000000002", "{}");
	broken(world, 1, "read", "seal 0000000000000002");
	tamper(world, TABLE_SEALS, "0000000000000002", text[1]);
	holds(world, 3, 9, 1);
	tamper(world, TABLE_SEALS, "0000000000000001",
	    arena_printf(world->arena, " %s", text[0]));
	broken(world, 1, "follow", "seal 0000000000000002");
	tamper(world, TABLE_SEALS, "0000000000000001", NULL);
	broken(world, 0, "missing", "seal 0000000000000001");
	tamper(world, TABLE_SEALS, "0000000000000001", text[0]);
	/* On top of what is no seal, none is set. */
	tamper(world, TABLE_SEALS, "0000000000000003", "[]");
	assert_int_equal(
	    chain_seal(world->store, (int64_t)time(NULL) + 60, &sealed),
	    STORED_UNABLE);
	assert_int_equal(sealed, 0);
	/* Cut off at the end, only the text kept elsewhere tells. */
	tamper(world, TABLE_SEALS, "0000000000000003", NULL);
	holds(world, 2, 6, 4);
	tamper(world, TABLE_SEALS, "ffffffffffffffff", text[2]);
	broken(world, 2, "missing", "seal 0000000000000003");
	assert_int_equal(
	    chain_seal(world->store, (int64_t)time(NULL) + 60, &sealed),
	    STORED_UNABLE);
}

/* A record too many at the very end of a batch is not a waiting one. */
static void
test_forged_seal(void **state)
{
	static const char *const forged[] = {"\"count\":2", "\"count\":4",
	    "\"count\":0", "\"count\":-1", "\"count\":9223372036854775807",
	    "\"count\":\"3\""};
	struct world *world = *state;
	const char *text, *at;

	audit(world, 3);
	assert_int_equal(seal(world), 3);
	text = record_at(world, TABLE_SEALS, 0).text;
	at = strstr(text, "\"count\":3");
	assert_non_null(at);
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		tamper(world, TABLE_SEALS, "0000000000000001",
		    arena_printf(world->arena, "%.*s%s%s", (int)(at - text),
			text, forged[i], at + strlen("\"count\":3")));
		broken(world, 0, "", "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BOTH(test_records),
	    BOTH(test_seals),
	    BOTH(test_forged_seal),
	};

	return cmocka_run_group_tests_name(
	    "store tampering", tests, NULL, NULL);
}
