/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_EACH_H
#define TEST_CONTRACT_EACH_H

#include "test/contract/world.h"

struct list {
	char text[4096];
	size_t count, most;
};

static bool
collect_id(void *context, const struct client *client)
{
	struct list *list = context;

	if (list->count < 40) {
		const size_t end = strlen(list->text);

		(void)snprintf(list->text + end, sizeof list->text - end, "%s ",
		    client->client_id);
	}
	return ++list->count < list->most;
}

static void
lists(struct store *store, enum stored_index index, const char *key,
    size_t most, const char *expected)
{
	struct list list = {.most = most};

	assert_int_equal(
	    rows_clients(store, index, key, collect_id, &list), STORED_OK);
	assert_string_equal(list.text, expected);
}

static void
test_each(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("b", "t");

	lists(store, INDEX_SOFTWARE, NULL, 99, "");
	lists(store, INDEX_SOFTWARE, "s", 99, "");
	client.certificate = "ab";
	assert_int_equal(
	    add_jti(store, &client, NULL, false, CLASH_NONE), STORED_OK);
	put(store, "c", "s");
	put(store, "a", "s");
	put(store, "aa", "s");
	put(store, "\xc3\xa9", "ss");
	lists(store, INDEX_SOFTWARE, NULL, 99, "a aa b c \xc3\xa9 ");
	lists(store, INDEX_SOFTWARE, NULL, 2, "a aa ");
	lists(store, INDEX_SOFTWARE, "s", 99, "a aa c ");
	lists(store, INDEX_SOFTWARE, "s", 1, "a ");
	lists(store, INDEX_SOFTWARE, "t", 99, "b ");
	lists(store, INDEX_SOFTWARE, "", 99, "");
	lists(store, INDEX_CERTIFICATE, "00ff", 99, "a aa c \xc3\xa9 ");
	lists(store, INDEX_CERTIFICATE, "ab", 99, "b ");
	lists(store, INDEX_CERTIFICATE, "s", 99, "");
}

static void
test_indexes_follow(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("a", "t");

	put(store, "a", "s");
	put(store, "b", "s");
	client.version = 1;
	client.certificate = "ab";
	assert_int_equal(replace(store, &client), STORED_OK);
	lists(store, INDEX_SOFTWARE, "s", 99, "b ");
	lists(store, INDEX_SOFTWARE, "t", 99, "a ");
	lists(store, INDEX_CERTIFICATE, "ab", 99, "a ");
	assert_int_equal(drop(store, "a", 1), STORED_CONFLICT);
	assert_int_equal(drop(store, "a", 2), STORED_OK);
	assert_int_equal(drop(store, "a", 2), STORED_MISSING);
	lists(store, INDEX_SOFTWARE, "t", 99, "");
	lists(store, INDEX_CERTIFICATE, "ab", 99, "");
	lists(store, INDEX_SOFTWARE, NULL, 99, "b ");
	/* What is gone claims its software no longer. */
	assert_int_equal(
	    add_jti(store, &client, NULL, true, CLASH_NONE), STORED_OK);
}

/* More than any back end reads at a time, and exactly that many. */
static void
test_each_many(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct list all = {.most = 999}, some = {.most = 999};
	char id[16];

	for (int i = 0; i < 101; i++) {
		(void)snprintf(id, sizeof id, "%03d", i * 37 % 101);
		put(store, id, i * 37 % 101 < 64 ? "s" : "t");
	}
	assert_int_equal(
	    rows_clients(store, INDEX_SOFTWARE, NULL, collect_id, &all),
	    STORED_OK);
	assert_int_equal(all.count, 101);
	assert_int_equal(
	    rows_clients(store, INDEX_SOFTWARE, "s", collect_id, &some),
	    STORED_OK);
	assert_int_equal(some.count, 64);
	assert_memory_equal(some.text, "000 001 002 003 ", 16);
	assert_string_equal(some.text, all.text);
	assert_non_null(strstr(some.text, "031 032 033 "));
}

#endif
