/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_DELIVER_H
#define TEST_CONTRACT_DELIVER_H

#include "test/contract/copy.h"
#include "test/contract/race.h"

/* What is left to deliver: rows that change only if one of them is as it was. */

static enum stored
deliver_if(struct store *store, const char *key, const char *was,
    const char *other, const char *text)
{
	const struct stored_delivery is = {key, was},
				     rows[] = {{key, text}, {other, text}};

	return store->ops->deliver(store, &is, rows, other == NULL ? 1 : 2);
}

static enum stored
deliver_one(struct store *store, const char *key, const char *text)
{
	const struct stored_delivery row = {key, text};

	return store->ops->deliver(store, NULL, &row, 1);
}

static bool
tell_delivery(void *context, const struct stored_record *record)
{
	tell_row(context, "%s=%s ", record->key, record->text);
	return true;
}

static void
deliveries_are(struct store *store, const char *after, const char *expected)
{
	struct rows_told told = {""};

	assert_int_equal(
	    rows_records(store, TABLE_DELIVERIES, after, tell_delivery, &told),
	    STORED_OK);
	assert_string_equal(told.text, expected);
}

static void
test_deliver(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const uint64_t number = store->ops->generation(store);

	deliveries_are(store, NULL, "");
	assert_int_equal(deliver_if(store, "as", NULL, NULL, "1"), STORED_OK);
	assert_int_equal(
	    deliver_if(store, "as", NULL, NULL, "2"), STORED_CONFLICT);
	assert_int_equal(
	    deliver_if(store, "as", "2", "as a", "3"), STORED_CONFLICT);
	deliveries_are(store, NULL, "as=1 ");
	assert_int_equal(
	    deliver_if(store, "as", "1", "as \xc3\xa9", "2"), STORED_OK);
	assert_int_equal(deliver_one(store, "as a", "{\"n\":1}"), STORED_OK);
	assert_int_equal(deliver_one(store, "b", "4"), STORED_OK);
	deliveries_are(store, NULL, "as=2 as a={\"n\":1} as \xc3\xa9=2 b=4 ");
	deliveries_are(store, "", "as=2 as a={\"n\":1} as \xc3\xa9=2 b=4 ");
	deliveries_are(store, "as a", "as \xc3\xa9=2 b=4 ");
	deliveries_are(store, "b", "");
	/* Removed: together, and what is not there. */
	assert_int_equal(
	    deliver_if(store, "as", "1", "as a", NULL), STORED_CONFLICT);
	assert_int_equal(deliver_if(store, "as", "2", "as a", NULL), STORED_OK);
	assert_int_equal(deliver_one(store, "as", NULL), STORED_OK);
	assert_int_equal(
	    deliver_if(store, "as", "2", NULL, NULL), STORED_CONFLICT);
	assert_int_equal(deliver_if(store, "as", NULL, "c", NULL), STORED_OK);
	deliveries_are(store, NULL, "as \xc3\xa9=2 b=4 ");
	assert_true(store->ops->generation(store) == number);
}

/* The row that was asked about need not be one that is written. */
static void
test_deliver_others(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_delivery none = {"none", NULL}, b = {"b", "1"},
				     rows[] = {{"c", "1"}, {"c", "2"}};

	assert_int_equal(deliver_one(store, "b", "1"), STORED_OK);
	assert_int_equal(store->ops->deliver(store, &none, rows, 2), STORED_OK);
	deliveries_are(store, NULL, "b=1 c=2 ");
	assert_int_equal(store->ops->deliver(store, &b, rows, 1), STORED_OK);
	deliveries_are(store, NULL, "b=1 c=1 ");
	assert_int_equal(store->ops->deliver(store, &b, NULL, 0), STORED_OK);
	assert_int_equal(store->ops->deliver(store, &none, NULL, 0), STORED_OK);
	assert_int_equal(store->ops->deliver(store, NULL, NULL, 0), STORED_OK);
	deliveries_are(store, NULL, "b=1 c=1 ");
}

/* As many as there may be, and one more. */
static void
test_deliver_many(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct stored_delivery rows[DELIVERIES_MOST + 1], was = {"000", NULL};
	size_t number;

	for (int i = 0; i <= DELIVERIES_MOST; i++)
		rows[i] = (struct stored_delivery){
		    arena_printf(world->arena, "%03d", i), "x"};
	assert_int_equal(
	    store->ops->deliver(store, &was, rows, DELIVERIES_MOST + 1),
	    STORED_UNABLE);
	for (int i = 14; i < 18; i++) {
		was.key = arena_printf(world->arena, "%03d", i);
		assert_int_equal(
		    store->ops->deliver(store, &was, rows, (size_t)i),
		    STORED_OK);
		assert_int_equal(
		    rows_count(store, TABLE_DELIVERIES, NULL, &number),
		    STORED_OK);
		assert_int_equal(number, i);
	}
	was.text = "x";
	was.key = "003";
	assert_int_equal(
	    store->ops->deliver(store, &was, rows, DELIVERIES_MOST), STORED_OK);
	was.text = "y";
	for (int i = 0; i < DELIVERIES_MOST; i++)
		rows[i].text = NULL;
	assert_int_equal(
	    store->ops->deliver(store, &was, rows, DELIVERIES_MOST),
	    STORED_CONFLICT);
	assert_int_equal(
	    rows_count(store, TABLE_DELIVERIES, NULL, &number), STORED_OK);
	assert_int_equal(number, DELIVERIES_MOST);
	was.text = "x";
	assert_int_equal(
	    store->ops->deliver(store, &was, rows, DELIVERIES_MOST), STORED_OK);
	deliveries_are(store, NULL, "");
}

/* A row that is put and taken away at once: the later of both holds. */
static void
test_deliver_twice(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_delivery gone[] = {{"a", "x"}, {"a", NULL}},
				     there[] = {{"a", NULL}, {"a", "y"}};

	assert_int_equal(store->ops->deliver(store, NULL, gone, 2), STORED_OK);
	deliveries_are(store, NULL, "");
	assert_int_equal(store->ops->deliver(store, NULL, there, 2), STORED_OK);
	deliveries_are(store, NULL, "a=y ");
	assert_int_equal(store->ops->deliver(store, NULL, gone, 2), STORED_OK);
	deliveries_are(store, NULL, "");
}

#define SPREAD 6000

/* Rows that are far from each other, of a table of many. */
static void
test_deliver_spread(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct stored_delivery rows[DELIVERIES_MOST], was = {"as 00000", "x"};
	size_t number;

	for (int i = 0; i < SPREAD;) {
		size_t count = 0;

		for (; count < DELIVERIES_MOST && i < SPREAD; i++)
			rows[count++] = (struct stored_delivery){
			    arena_printf(world->arena, "as %05d", i), "x"};
		assert_int_equal(
		    store->ops->deliver(store, NULL, rows, count), STORED_OK);
	}
	for (int i = 0; i < DELIVERIES_MOST; i++)
		rows[i] = (struct stored_delivery){
		    arena_printf(world->arena, "as %05d",
			i * (SPREAD / DELIVERIES_MOST)),
		    i % 2 == 0 ? "a longer text than it was" : NULL};
	assert_int_equal(
	    store->ops->deliver(store, &was, rows, DELIVERIES_MOST), STORED_OK);
	assert_int_equal(
	    rows_count(store, TABLE_DELIVERIES, NULL, &number), STORED_OK);
	assert_int_equal(number, SPREAD - DELIVERIES_MOST / 2);
}

static void
test_unsound_delivery(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	const struct stored_delivery bad = {"a\x7f", NULL}, row = {"a", "x"};
	char *longest = arena_alloc(world->arena, DELIVERY_KEY_MOST + 2);

	assert_int_equal(deliver_one(store, NULL, "x"), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "", "x"), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "", NULL), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "a\nb", "x"), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "a", ""), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "a", "x\n"), STORED_UNABLE);
	assert_int_equal(
	    store->ops->deliver(store, &bad, &row, 1), STORED_UNABLE);
	memset(longest, 'k', DELIVERY_KEY_MOST + 1);
	longest[DELIVERY_KEY_MOST + 1] = '\0';
	assert_int_equal(deliver_one(store, longest, "x"), STORED_UNABLE);
	deliveries_are(store, NULL, "");
	longest[DELIVERY_KEY_MOST] = '\0';
	assert_int_equal(deliver_one(store, longest, "x"), STORED_OK);
	assert_int_equal(deliver_if(store, longest, "x", "a", "y"), STORED_OK);
	assert_int_equal(deliver_one(store, longest, NULL), STORED_OK);
	deliveries_are(store, NULL, "a=y ");
}

/* A snapshot has them, of its moment, and changes none; a copy has none. */
static void
test_deliveries_in_copies(void **state)
{
	struct world *world = *state;
	struct store *store = world->store, *copy;
	const struct stored_row row = record_row(TABLE_DELIVERIES, "as", "x");
	const char *why = NULL;
	size_t at = 0;

	HAS(store, snapshot);
	assert_int_equal(store->ops->load(store, &row, 1, &at), STORED_UNABLE);
	assert_int_equal(deliver_one(store, "as", "1"), STORED_OK);
	copy = store->ops->snapshot(store, world->arena, &why);
	if (copy == NULL)
		fail_msg("%s", why);
	assert_int_equal(deliver_if(store, "as", "1", NULL, "2"), STORED_OK);
	assert_int_equal(deliver_if(copy, "as", "1", NULL, "3"), STORED_UNABLE);
	store_close(copy);
	deliveries_are(store, NULL, "as=2 ");
}

static void
race_deliver(struct world *world, int number, int gate)
{
	const char *text = arena_printf(world->arena, "%d", number);
	enum stored stored;
	char byte;

	(void)!read(gate, &byte, 1);
	stored = deliver_if(world->store, "as", NULL, text, "mine");
	store_close(world->store);
	_exit((int)stored);
}

static void
test_deliver_race(void **state)
{
	struct world *world = *state;
	size_t number;

	so_many_win(world, race_deliver, 1);
	assert_int_equal(
	    rows_count(world->store, TABLE_DELIVERIES, NULL, &number),
	    STORED_OK);
	/* Who lost has left no row. */
	assert_int_equal(number, 2);
}

#define COUNTED 60

static bool
take_number(void *context, const struct stored_record *record)
{
	(void)snprintf(context, 32, "%s", record->text);
	return false;
}

/* Reads the number and writes the next one, if it still is that one; and now
 * and then there is no row in between. */
static void
race_number(struct world *world, int number, int gate)
{
	struct store *store = world->store;
	char was[32], text[32], byte;
	const struct stored_delivery is = {"as", was}, none = {"gap", NULL};
	const struct stored_delivery rows[] = {{"as", text}, {"gap", NULL}};
	enum stored stored;

	(void)number;
	(void)!read(gate, &byte, 1);
	for (int won = 0; won < COUNTED;) {
		*was = '\0';
		stored = rows_records(
		    store, TABLE_DELIVERIES, NULL, take_number, was);
		if (stored != STORED_OK || *was == '\0')
			_exit(97);
		(void)snprintf(text, sizeof text, "%d", atoi(was) + 1);
		stored = store->ops->deliver(store, &is, rows, 2);
		if (stored == STORED_UNABLE)
			_exit(96);
		won += stored == STORED_OK;
		stored = store->ops->deliver(store, &none, &rows[1], 1);
		if (stored != STORED_OK)
			_exit(95);
	}
	store_close(store);
	_exit(STORED_OK);
}

/* No step of the number is lost or made twice. */
static void
test_deliver_numbers(void **state)
{
	struct world *world = *state;

	assert_int_equal(deliver_one(world->store, "as", "0"), STORED_OK);
	so_many_win(world, race_number, RACERS);
	deliveries_are(world->store, NULL,
	    arena_printf(world->arena, "as=%d ", RACERS * COUNTED));
}

static bool
tell_id(void *context, const struct stored_row *row)
{
	tell_row(context, "%s|", row->client.client_id);
	return true;
}

/* Of all clients, those behind a client_id. */
static void
test_clients_after(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_range range = {.table = TABLE_CLIENTS};
	static const char *const expected[][2] = {{"", "a|b|c|"},
	    {"Z", "a|b|c|"}, {"a", "b|c|"}, {"aa", "b|c|"}, {"c", ""}};
	struct rows_told told;
	char id[16];

	for (int i = 0; i < 3; i++) {
		(void)snprintf(id, sizeof id, "%c", "cab"[i]);
		put(store, id, "s");
	}
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		range.after = expected[i][0];
		told = (struct rows_told){""};
		assert_int_equal(
		    store->ops->rows(store, &range, tell_id, &told), STORED_OK);
		assert_string_equal(told.text, expected[i][1]);
	}
	for (int i = 0; i < 150; i++) {
		(void)snprintf(id, sizeof id, "%03d", i);
		put(store, id, "s");
	}
	for (int i = 0; i < 150; i += 37) {
		size_t number = 0;

		(void)snprintf(id, sizeof id, "%03d", i);
		assert_int_equal(
		    rows_count(store, TABLE_CLIENTS, id, &number), STORED_OK);
		assert_int_equal(number, 152 - i);
	}
}

#endif
