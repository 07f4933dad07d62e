/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_COPY_H
#define TEST_CONTRACT_COPY_H

#include "test/contract/world.h"
#include "test/unit/store_spending.h"

/* What a store holds, to be put into another one.  A back end that has no such
 * operation is passed over. */

#define HAS(store, op)                        \
	do {                                  \
		if ((store)->ops->op == NULL) \
			skip();               \
	} while (0)

struct rows_told {
	char text[4096];
};

static void
tell_row(struct rows_told *told, const char *format, ...)
{
	const size_t end = strlen(told->text);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(told->text + end, sizeof told->text - end, format, ap);
	va_end(ap);
}

static bool
tell_spent(void *context, const struct stored_spent *spent)
{
	tell_row(context, "%s|%s|%lld ", spent->issuer, spent->jti,
	    (long long)spent->expires);
	return true;
}

static bool
tell_any(void *context, const struct stored_row *row)
{
	switch (row->table) {
	case TABLE_CLIENTS:
		tell_row(context, "%s|%s|%s|%d|%s ", row->client.client_id,
		    row->client.software, row->client.certificate,
		    (int)row->client.version, row->client.metadata);
		break;
	case TABLE_SPENT:
		return tell_spent(context, &row->spent);
	case TABLE_AUDIT:
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		tell_row(context, "%s|%s ", row->record.key, row->record.text);
	}
	return true;
}

static struct rows_told
all_rows(struct store *store)
{
	struct rows_told told = {""};

	for (int table = 0; table < TABLES; table++)
		assert_int_equal(
		    rows_all(store, (enum stored_table)table, tell_any, &told),
		    STORED_OK);
	return told;
}

static void
spent_are(struct store *store, const char *expected)
{
	struct rows_told told = {""};

	assert_int_equal(rows_spent(store, tell_spent, &told), STORED_OK);
	assert_string_equal(told.text, expected);
}

static bool
end_at_second(void *context, const struct stored_spent *spent)
{
	(void)spent;
	return ++*(int *)context < 2;
}

/* Ordered by bytes, issuer before jti; those that are over, too. */
static void
test_each_spent(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_change change = {
	    .kind = CHANGE_SPEND, .jti_expires = 2000, .now = 1000};
	static const char *const pairs[][2] = {{"b", "a"}, {"a", "z"},
	    {"a", "\xc3\xa9"}, {"a", "A"}, {"ab", "a"}, {"", "x"}};
	int seen = 0;

	spent_are(store, "");
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		change.jti_issuer = pairs[i][0];
		change.jti = pairs[i][1];
		assert_int_equal(store->ops->change(store, &change), STORED_OK);
	}
	assert_int_equal(revoke_jti(store, "k", 3000, 1000), STORED_OK);
	spent_are(store,
	    "|x|2000 a|A|2000 a|z|2000 a|\xc3\xa9|2000 ab|a|2000 b|a|2000 "
	    "iss|k|3000 ");
	assert_int_equal(rows_spent(store, end_at_second, &seen), STORED_OK);
	assert_int_equal(seen, 2);
}

#define OLD 400

/* Rows do not pile up: what went over more than a day ago goes, within as many
 * changes as there are rows, and nothing else does. */
static void
test_forgets(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const int64_t now = 1000000000;
	struct rows_told told = {""};
	char jti[16];

	for (int i = 0; i < OLD; i++) {
		(void)snprintf(jti, sizeof jti, "o%04d", i * 37 % OLD);
		assert_int_equal(
		    spend_jti(store, jti, now + 60, now), STORED_OK);
	}
	assert_int_equal(
	    spend_jti(store, "stays", now + 3 * 86400, now), STORED_OK);
	for (int i = 0; i <= OLD; i++)
		assert_int_equal(
		    revoke_jti(store, "r", now + 3 * 86400, now + 86400 + 61),
		    STORED_OK);
	assert_int_equal(rows_spent(store, tell_spent, &told), STORED_OK);
	assert_string_equal(
	    told.text, "iss|r|1000259200 iss|stays|1000259200 ");
}

static struct stored_row
client_row(const char *id, const char *software, uint64_t version)
{
	struct stored_row row = {
	    .table = TABLE_CLIENTS, .client = sample(id, software)};

	row.client.version = version;
	return row;
}

static struct stored_row
spent_row(const char *jti, int64_t expires)
{
	const struct stored_row row = {.table = TABLE_SPENT,
	    .spent = {.issuer = "iss", .jti = jti, .expires = expires}};

	return row;
}

static struct stored_row
record_row(enum stored_table table, const char *key, const char *text)
{
	const struct stored_row row = {
	    .table = table, .record = {.key = key, .text = text}};

	return row;
}

static const char *const loaded =
    "a|s|00ff|7|{\"client_name\":\"x\"} b|s|00ff|1|{\"client_name\":\"x\"} "
    "iss|j|2000 0000000000000005|told 0000000000000001|sealed ";

static void
load_some(struct store *store)
{
	const struct stored_row rows[] = {client_row("b", "s", 1),
	    spent_row("j", 2000), client_row("a", "s", 7),
	    record_row(TABLE_AUDIT, "0000000000000005", "told"),
	    record_row(TABLE_SEALS, "0000000000000001", "sealed")};
	size_t at = 99;

	assert_int_equal(
	    store->ops->load(store, rows, sizeof rows / sizeof *rows, &at),
	    STORED_OK);
}

/* As they are, and once; and it is the store that any change goes on with. */
static void
test_load(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client got;
	uint64_t number;
	size_t at = 99;

	HAS(store, load);
	number = store->ops->generation(store);
	load_some(store);
	if (number != 0)
		assert_true(store->ops->generation(store) != number);
	assert_string_equal(all_rows(store).text, loaded);
	load_some(store);
	assert_string_equal(all_rows(store).text, loaded);
	assert_int_equal(store->ops->load(store, NULL, 0, &at), STORED_OK);
	assert_int_equal(count(store, INDEX_SOFTWARE, "s"), 2);
	assert_int_equal(count(store, INDEX_CERTIFICATE, "00ff"), 2);
	assert_int_equal(spend_jti(store, "j", 9000, 1000), STORED_CONFLICT);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(replace(store, &got), STORED_OK);
	assert_int_equal(drop(store, "a", 8), STORED_OK);
	got = sample("c", "s");
	assert_int_equal(
	    add_jti(store, &got, NULL, true, CLASH_SOFTWARE), STORED_CONFLICT);
	assert_int_equal(note(store, "x", 9), STORED_OK);
	assert_int_equal(records(store), 2);
}

/* One that is another one, and so none of them. */
static void
test_load_conflicts(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_row others[] = {client_row("a", "s", 8),
	    client_row("b", "t", 1),
	    record_row(TABLE_AUDIT, "0000000000000005", "other"),
	    record_row(TABLE_SEALS, "0000000000000001", "")};

	HAS(store, load);
	load_some(store);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const struct stored_row rows[] = {client_row("new", "s", 1),
		    spent_row("new", 2000), others[i],
		    spent_row("newer", 2000)};
		size_t at = 99;

		assert_int_equal(
		    store->ops->load(store, rows, 4, &at), STORED_CONFLICT);
		assert_int_equal(at, 2);
		assert_string_equal(all_rows(store).text, loaded);
	}
}

/* A jti is kept until the later of both times. */
static void
test_load_spent(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_row rows[] = {
	    spent_row("j", 1500), spent_row("k", 2500), spent_row("l", -1)};
	size_t at;

	HAS(store, load);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(store->ops->load(store, rows, 3, &at), STORED_OK);
	spent_are(store, "iss|j|2000 iss|k|2500 iss|l|-1 ");
}

static void
is_read_only(struct store *store)
{
	const struct stored_record seal = {"0000000000000009", "x"};
	const struct stored_delivery delivery = {"as", "x"};
	const struct stored_row row = client_row("new", "s", 1);
	const struct client client = sample("new", "s");
	size_t at;

	assert_int_equal(
	    add_jti(store, &client, NULL, false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(drop(store, "a", 7), STORED_UNABLE);
	assert_int_equal(note(store, "x", 9), STORED_UNABLE);
	assert_int_equal(revoke_jti(store, "n", 2000, 1000), STORED_UNABLE);
	assert_int_equal(store->ops->seal(store, &seal), STORED_UNABLE);
	assert_int_equal(
	    store->ops->deliver(store, NULL, &delivery, 1), STORED_UNABLE);
	assert_int_equal(store->ops->load(store, &row, 1, &at), STORED_UNABLE);
}

/* Of this moment, whatever comes after it. */
static void
test_snapshot(void **state)
{
	struct world *world = *state;
	struct store *store = world->store, *copy;
	const char *why = NULL;
	struct client got;

	HAS(store, snapshot);
	load_some(store);
	copy = store->ops->snapshot(store, world->arena, &why);
	if (copy == NULL)
		fail_msg("%s", why);
	put(store, "c", "s");
	assert_int_equal(drop(store, "b", 1), STORED_OK);
	assert_int_equal(spend_jti(store, "n", 2000, 1000), STORED_OK);
	assert_int_equal(note(store, "x", 9), STORED_OK);
	is_read_only(copy);
	assert_string_equal(all_rows(copy).text, loaded);
	assert_int_equal(
	    copy->ops->get(copy, "c", world->arena, &got), STORED_MISSING);
	assert_int_equal(
	    copy->ops->get(copy, "b", world->arena, &got), STORED_OK);
	assert_int_equal(
	    copy->ops->spent(copy, "iss", "n", 1000), STORED_MISSING);
	assert_int_equal(count(copy, INDEX_SOFTWARE, "s"), 2);
	store_close(copy);
	assert_int_equal(count(store, INDEX_SOFTWARE, "s"), 2);
	assert_int_equal(
	    store->ops->get(store, "b", world->arena, &got), STORED_MISSING);
}

#endif
