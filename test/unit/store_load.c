/* SPDX-License-Identifier: ISC */
/* Rows that are loaded as they are, and what is spent, in order. */
#include "test/unit/store_children.h"

static struct stored_row
client_row(const char *client_id, uint64_t version)
{
	struct stored_row row = {
	    .table = TABLE_CLIENTS, .client = sample(client_id, "s0")};

	row.client.version = version;
	return row;
}

static struct stored_row
spent_row(const char *issuer, const char *jti, int64_t expires)
{
	return (struct stored_row){
	    .table = TABLE_SPENT, .spent = {issuer, jti, expires}};
}

static struct stored_row
record_row(enum stored_table table, const char *key, const char *text)
{
	return (struct stored_row){.table = table, .record = {key, text}};
}

static enum stored
load(struct world *world, const struct stored_row *rows, size_t count)
{
	size_t at = 99;
	const enum stored stored =
	    world->store->ops->load(world->store, rows, count, &at);

	assert_int_equal(at, stored == STORED_CONFLICT ? count - 1 : 99);
	return stored;
}

static bool
list_row(void *context, const struct stored_row *row)
{
	char *text = context;
	const size_t end = strlen(text);

	if (row->table == TABLE_CLIENTS)
		(void)snprintf(text + end, 4096 - end, "%s.%d ",
		    row->client.client_id, (int)row->client.version);
	else if (row->table == TABLE_SPENT)
		(void)snprintf(text + end, 4096 - end, "%s/%s=%d ",
		    row->spent.issuer, row->spent.jti, (int)row->spent.expires);
	else
		(void)snprintf(text + end, 4096 - end, "%s ", row->record.text);
	return true;
}

static void
holds(struct store *store, enum stored_table table, const char *expected)
{
	char text[4096] = "";

	assert_int_equal(rows_all(store, table, list_row, text), STORED_OK);
	assert_string_equal(text, expected);
}

static void
test_load(void **state)
{
	struct world *world = *state;
	struct stored_row rows[] = {
	    client_row("b", 7),
	    client_row("a", INT64_MAX),
	    spent_row("iss", "j", 2000),
	    spent_row("", "", 5),
	    record_row(TABLE_AUDIT, "0000000000000002", "two"),
	    record_row(TABLE_AUDIT, "0000000000000001", "one"),
	    record_row(TABLE_SEALS, "0000000000000001", "seal"),
	};
	const uint64_t before = world->store->ops->generation(world->store);
	struct client got;

	rows[0].client.state = CLIENT_SUSPENDED;
	rows[0].client.state_why = "why";
	rows[0].client.token = "abcd";
	rows[1].client.certificate = "";
	rows[1].client.software = "";
	for (int i = 0; i < 2; i++) { /* the second time they are there */
		assert_int_equal(load(world, rows, 7), STORED_OK);
		holds(world->store, TABLE_CLIENTS, "a.-1 b.7 ");
		holds(world->store, TABLE_SPENT, "/=5 iss/j=2000 ");
		holds(world->store, TABLE_AUDIT, "one two ");
		holds(world->store, TABLE_SEALS, "seal ");
	}
	if (before != 0)
		assert_true(
		    world->store->ops->generation(world->store) > before);
	assert_int_equal(
	    world->store->ops->get(world->store, "b", world->arena, &got),
	    STORED_OK);
	assert_true(rows_same_client(&got, &rows[0].client));
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_true(rows_same_client(&got, &rows[1].client));
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s0"), 1);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, ""), 1);
	/* What comes later is behind what was loaded. */
	assert_int_equal(note(world->store, "x", 1), STORED_OK);
	holds(world->store, TABLE_AUDIT, "one two {} ");
}

static void
test_all_or_none(void **state)
{
	struct world *world = *state;
	struct stored_row rows[] = {
	    client_row("c", 1), client_row("b", 1), client_row("b", 2)};

	assert_int_equal(load(world, rows, 3), STORED_CONFLICT);
	holds(world->store, TABLE_CLIENTS, "");
	assert_int_equal(load(world, rows, 2), STORED_OK);
	rows[0] = client_row("d", 1);
	rows[1] = client_row("c", 1);
	rows[1].client.metadata = "{}";
	assert_int_equal(load(world, rows, 2), STORED_CONFLICT);
	holds(world->store, TABLE_CLIENTS, "b.1 c.1 ");
	rows[1] = record_row(TABLE_AUDIT, "000000000000000a", "one");
	assert_int_equal(load(world, rows + 1, 1), STORED_OK);
	rows[1].record.text = "none";
	assert_int_equal(load(world, rows, 2), STORED_CONFLICT);
	rows[1] = record_row(TABLE_SEALS, "000000000000000a", "one");
	assert_int_equal(load(world, rows + 1, 1), STORED_OK);
	rows[1].record.text = "none";
	assert_int_equal(load(world, rows, 2), STORED_CONFLICT);
	holds(world->store, TABLE_CLIENTS, "b.1 c.1 ");
}

/* Until the later of both times, however often. */
static void
test_spent(void **state)
{
	struct world *world = *state;
	struct stored_row rows[] = {spent_row("b", "a", 3),
	    spent_row("a", "c", 3), spent_row("a", "b", 3),
	    spent_row("ab", "a", 3), spent_row("a", "c", 9),
	    spent_row("a", "c", 4)};

	assert_int_equal(load(world, rows, 6), STORED_OK);
	holds(world->store, TABLE_SPENT, "a/b=3 a/c=9 ab/a=3 b/a=3 ");
	rows[0].spent.expires = 2;
	assert_int_equal(load(world, rows, 1), STORED_OK);
	/* The row by which the sweep finds its way is none of them. */
	put(world->store, "x", "s0");
	holds(world->store, TABLE_SPENT, "a/b=3 a/c=9 ab/a=3 b/a=3 ");
}

/* A record without a key is of the row before it. */
static void
test_followers(void **state)
{
	struct world *world = *state;
	const struct stored_row rows[] = {client_row("a", 1),
	    record_row(TABLE_AUDIT, NULL, "a"), client_row("b", 1),
	    record_row(TABLE_AUDIT, NULL, "b"), spent_row("i", "j", 1),
	    record_row(TABLE_AUDIT, NULL, "j")};

	assert_int_equal(load(world, rows, 2), STORED_OK);
	holds(world->store, TABLE_AUDIT, "a ");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(load(world, rows, 6), STORED_OK);
		holds(world->store, TABLE_AUDIT, "a b j ");
	}
}

static void
test_unsound(void **state)
{
	struct world *world = *state;
	struct stored_row rows[] = {client_row("a", 1), client_row("b", 0)};

	assert_int_equal(load(world, rows, 2), STORED_UNABLE);
	rows[1] = client_row("", 1);
	assert_int_equal(load(world, rows, 2), STORED_UNABLE);
	rows[1] = record_row(TABLE_AUDIT, "1", "text");
	assert_int_equal(load(world, rows, 2), STORED_UNABLE);
	rows[1] = record_row(TABLE_SEALS, NULL, "text");
	assert_int_equal(load(world, rows, 2), STORED_UNABLE);
	rows[1] = record_row(TABLE_AUDIT, NULL, "two\nlines");
	assert_int_equal(load(world, rows, 2), STORED_UNABLE);
	rows[1] = record_row(TABLE_AUDIT, NULL, "line");
	assert_int_equal(load(world, rows + 1, 1), STORED_UNABLE);
	holds(world->store, TABLE_CLIENTS, "");
	holds(world->store, TABLE_AUDIT, "");
}

/* As many as one load may bring, with keys all over the place, into a store
 * that is larger than its cache. */
static void
test_many(void **state)
{
	enum { LOADS = 12, ROWS = 256 };
	struct world *world = *state;
	struct stored_row rows[2 * ROWS];

	for (unsigned i = 0; i < LOADS; i++) {
		for (unsigned j = 0; j < ROWS; j++) {
			const unsigned number = (i * ROWS + j) * 2654435761U;
			const char *id =
			    arena_printf(world->arena, "%08x", number);

			rows[2 * j] = client_row(id, 1);
			rows[2 * j].client.software = id;
			rows[2 * j].client.certificate = id;
			rows[2 * j].client.metadata = arena_printf(
			    world->arena, "{\"x\":\"%0900u\"}", number);
			rows[2 * j + 1] = record_row(TABLE_AUDIT, NULL, id);
		}
		assert_int_equal(load(world, rows, 2 * ROWS), STORED_OK);
	}
	assert_int_equal(
	    count(world->store, INDEX_SOFTWARE, NULL), LOADS * ROWS);
	audited(world->store);
}

int
main(void)
{
	struct CMUnitTest tests[] = {
	    EACH_KIND(test_load),
	    EACH_KIND(test_all_or_none),
	    EACH_KIND(test_spent),
	    EACH_KIND(test_followers),
	    EACH_KIND(test_unsound),
	    {"test_many bdb", test_many, setup_bdb, teardown, NULL},
	};

	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store load", tests, NULL, NULL);
}
