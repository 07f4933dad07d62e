/* SPDX-License-Identifier: ISC */
/* Damaged records in the files of a store. */
#include "test/unit/store_world.h"

#include <errno.h>

#include <db.h>

#include "store/bdb/private.h"

struct raw {
	DB **table;
	const char *key, *data;
	size_t length;
};

static int
write_raw(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct raw *raw = job->argument;
	DBT key = bdb_text(raw->key), data = bdb_bytes(raw->data, raw->length);

	(void)bdb;
	return (*raw->table)->put(*raw->table, txn, &key, &data, 0);
}

static enum stored
put_raw(struct world *world, DB **table, const char *key, const char *data,
    size_t length)
{
	struct raw raw = {table, key, data, length};
	struct bdb *bdb = (struct bdb *)world->store;
	struct bdb_job job = {.work = write_raw,
	    .argument = &raw,
	    .name = "raw",
	    .needs =
		table == &bdb->notes || table == &bdb->seals ? table : NULL,
	    .writes = true};

	return bdb_run(bdb, &job);
}

static int
read_text(struct world *world, const char *text, struct client *out)
{
	const DBT record = bdb_text(text);

	return bdb_record_read(&record, world->arena, out);
}

static void
edited(struct world *world, const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct client got;

	assert_non_null(at);
	text = arena_printf(world->arena, "%.*s%s%s", (int)(at - text), text,
	    to, at + strlen(from));
	assert_int_equal(read_text(world, text, &got), EBADMSG);
}

/* A client whose state cannot be read is not thereby active. */
static void
test_damaged_client(void **state)
{
	struct world *world = *state;
	struct client client = sample("a", "s"), got;
	const char *text;

	client.token = "ab";
	text = bdb_record_write(world->arena, &client);
	assert_int_equal(read_text(world, text, &got), 0);
	assert_string_equal(got.token, "ab");
	assert_int_equal(got.withdrawn, 0);
	client.withdrawn = 12;
	text = bdb_record_write(world->arena, &client);
	assert_int_equal(read_text(world, text, &got), 0);
	assert_int_equal(got.withdrawn, 12);
	/* As an older program wrote it. */
	assert_null(strstr(text, "subject"));
	assert_null(strstr(text, "issuer"));
	assert_null(strstr(text, "state_by"));
	assert_string_equal(got.subject, "");
	assert_string_equal(got.issuer, "");
	assert_string_equal(got.state_by, "");
	assert_null(strstr(text, "profile"));
	assert_null(strstr(text, "expires"));
	assert_string_equal(got.profile, "");
	assert_int_equal(got.expires, 0);
	client.profile = "uk@3.4";
	client.expires = 13;
	text = bdb_record_write(world->arena, &client);
	assert_int_equal(read_text(world, text, &got), 0);
	assert_string_equal(got.profile, "uk@3.4");
	assert_int_equal(got.expires, 13);
	edited(world, text, "expires 13\n", "expires \n");
	edited(world, text, "expires 13\n", "expires 0\n");
	edited(world, text, "expires 13\n", "expires -1\n");
	edited(world, text, "expires 13\n", "expires soon\n");
	edited(world, text, "withdrawn 12\n", "withdrawn \n");
	edited(world, text, "withdrawn 12\n", "withdrawn 0\n");
	edited(world, text, "withdrawn 12\n", "withdrawn -1\n");
	edited(world, text, "withdrawn 12\n", "withdrawn 1x\n");
	edited(world, text, "format 1", "format 2");
	edited(world, text, "format 1", "format");
	edited(world, text, "state active\n", "");
	edited(world, text, "state active\n", "state\n");
	edited(world, text, "state active\n", "state activ\n");
	edited(world, text, "state active\n", "state suspende\n");
	edited(world, text, "state active\n", "state actively\n");
	edited(world, text, "state_since 1000\n", "");
	edited(world, text, "state_since 1000\n", "state_since 1x\n");
	edited(world, text, "state_why \n", "");
	edited(world, text, "version 77\n", "version 0\n");
	edited(world, text, "\n\n", "\n");
	assert_int_equal(read_text(world, "", &got), EBADMSG);
	assert_int_equal(read_text(world, "format 1\n", &got), EBADMSG);
}

/* Each byte at each place of a text of each length. */
static void
test_lines(void **state)
{
	char text[100];

	(void)state;
	memset(text, 'x', sizeof text);
	for (size_t length = 0; length <= sizeof text; length++) {
		assert_true(journal_line(text, length));
		for (size_t at = 0; at < length; at++)
			for (int byte = 0; byte < 256; byte++) {
				text[at] = (char)byte;
				assert_int_equal(journal_line(text, length),
				    byte >= ' ' && byte != 0x7f);
				text[at] = 'x';
			}
		/* What is behind the text is not asked. */
		if (length < sizeof text) {
			text[length] = '\n';
			assert_true(journal_line(text, length));
			text[length] = 'x';
		}
	}
}

static bool
count_record(void *context, const struct stored_record *record)
{
	(void)record;
	++*(size_t *)context;
	return true;
}

static void
damaged_journal(
    struct world *world, const char *key, const char *data, size_t length)
{
	struct bdb *bdb = (struct bdb *)world->store;
	size_t count = 0;

	assert_int_equal(
	    put_raw(world, &bdb->seals, key, data, length), STORED_OK);
	assert_int_equal(
	    rows_records(world->store, TABLE_SEALS, NULL, count_record, &count),
	    STORED_UNABLE);
	assert_int_equal(count, 0);
	assert_int_equal(put_raw(world, &bdb->seals, key, "x", 1), STORED_OK);
}

/* Bytes that a reader would not see must not pass for a record. */
static void
test_damaged_journals(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	size_t count = 0;

	damaged_journal(world, "0000000000000001", "a\0b", 3);
	damaged_journal(world, "0000000000000001", "a\nb", 3);
	assert_int_equal(
	    rows_records(world->store, TABLE_SEALS, NULL, count_record, &count),
	    STORED_OK);
	assert_int_equal(count, 1);
	assert_int_equal(note(world->store, "x", 9), STORED_OK);
	assert_int_equal(
	    put_raw(world, &bdb->audit, "ffffffffffffffff", "a", 1), STORED_OK);
	assert_int_equal(note(world->store, "x", 9), STORED_UNABLE);
	assert_int_equal(put_raw(world, &bdb->audit, "zz", "a", 1), STORED_OK);
	assert_int_equal(note(world->store, "x", 9), STORED_UNABLE);
	assert_int_equal(
	    rows_records(world->store, TABLE_AUDIT, NULL, count_record, &count),
	    STORED_UNABLE);
}

static void
test_damaged_notes(void **state)
{
	static const char *const texts[] = {
	    "", " ", "0", "0 ", " 1", "0 x", "0 -1", "0 1 "};
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(put_raw(world, &bdb->notes, "x", texts[i],
				     strlen(texts[i])),
		    STORED_OK);
		if (note(world->store, "x", 9) != STORED_UNABLE)
			fail_msg("\"%s\" passed for a note", texts[i]);
	}
	assert_int_equal(put_raw(world, &bdb->notes, "x", "0 8", 3), STORED_OK);
	assert_int_equal(note(world->store, "x", 9), STORED_OK);
	assert_int_equal(note(world->store, "x", 9), STORED_CONFLICT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_damaged_client, setup_bdb, teardown),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test_setup_teardown(
		test_damaged_journals, setup_bdb, teardown),
	    cmocka_unit_test_setup_teardown(
		test_damaged_notes, setup_bdb, teardown),
	};

	return cmocka_run_group_tests_name("store record", tests, NULL, NULL);
}
