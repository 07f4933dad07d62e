/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_BROKEN_H
#define TEST_CONTRACT_BROKEN_H

#include "test/contract/world.h"

/* UNABLE is the answer to everything, no clash, and what the caller would be
 * told is as it was before. */

static bool
no_client(void *context, const struct client *client)
{
	(void)context;
	fail_msg("%s", client->client_id);
	return false;
}

static bool
no_line(void *context, const struct stored_record *record)
{
	(void)context;
	fail_msg("%s", record->text);
	return false;
}

static bool
no_spent(void *context, const struct stored_spent *spent)
{
	(void)context;
	fail_msg("%s", spent->jti);
	return false;
}

static void
no_figure(void *context, const char *name, int64_t value)
{
	(void)context;
	fail_msg("%s %d", name, (int)value);
}

static void
no_finding(void *context, const struct store_finding *finding)
{
	(void)context;
	fail_msg("%s", finding->detail);
}

static void
no_step(void *context, const char *step)
{
	(void)context;
	fail_msg("%s", step);
}

static int
setup_broken(void **state)
{
	return setup(state, "broken");
}

static void
test_broken_changes(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct client client = sample("a", "s");
	const struct stored_record record = {"0000000000000001", "x"};
	const struct stored_delivery delivery = {"as", "x"};
	size_t removed = 9;

	for (int kind = CHANGE_ADD; kind <= CHANGE_REVOKE; kind++) {
		struct stored_change change = {.kind = (enum change_kind)kind,
		    .client = &client,
		    .jti = "j",
		    .jti_issuer = "iss",
		    .audit = "{}",
		    .note_source = "x",
		    .note_most = 9,
		    .clash = CLASH_JTI};

		assert_int_equal(
		    store->ops->change(store, &change), STORED_UNABLE);
		assert_int_equal(change.clash, CLASH_NONE);
	}
	assert_int_equal(store->ops->seal(store, &record), STORED_UNABLE);
	assert_int_equal(
	    store->ops->deliver(store, NULL, &delivery, 1), STORED_UNABLE);
	assert_int_equal(
	    store->ops->prune(store, record.key, &removed), STORED_UNABLE);
	assert_int_equal(removed, 0);
}

static void
test_broken_reads(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	const struct stored_spent spent = {.issuer = "iss", .jti = "j"};
	struct client got, before;

	memset(&got, 0x55, sizeof got);
	before = got;
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_UNABLE);
	assert_memory_equal(&got, &before, sizeof got);
	assert_int_equal(
	    store->ops->spent(store, "iss", "j", 0), STORED_UNABLE);
	assert_int_equal(
	    store_get_unspent(store, "a", &spent, 0, world->arena, &got),
	    STORED_UNABLE);
	assert_memory_equal(&got, &before, sizeof got);
	assert_true(store->ops->generation(store) == 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(rows_clients(store, (enum stored_index)(i % 2),
				     i < 2 ? "s" : NULL, no_client, NULL),
		    STORED_UNABLE);
		assert_int_equal(
		    rows_records(store, i % 2 == 0 ? TABLE_AUDIT : TABLE_SEALS,
			i < 2 ? "0000000000000001" : NULL, no_line, NULL),
		    STORED_UNABLE);
	}
}

static void
test_broken_copies(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	const struct stored_row row = {
	    .table = TABLE_CLIENTS, .client = sample("a", "s")};
	const char *why = NULL;
	size_t at = 77;

	assert_int_equal(rows_spent(store, no_spent, NULL), STORED_UNABLE);
	assert_int_equal(store->ops->load(store, &row, 1, &at), STORED_UNABLE);
	assert_int_equal(at, 77);
	assert_null(store->ops->snapshot(store, world->arena, &why));
	assert_non_null(why);
	assert_int_equal(
	    store->ops->figures(store, no_figure, NULL), STORED_UNABLE);
	assert_true(
	    store->ops->glance == NULL ||
	    store->ops->glance(store, no_figure, NULL) == STORED_UNABLE);
	for (int repair = 0; repair < 2; repair++)
		assert_int_equal(
		    store->ops->examine(store, repair != 0, no_finding, NULL),
		    STORED_UNABLE);
	assert_int_equal(
	    store->ops->migrate(store, no_step, NULL), STORED_UNABLE);
}

#endif
