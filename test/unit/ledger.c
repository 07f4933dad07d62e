/* SPDX-License-Identifier: ISC */
/* The rows of deliveries: each text is read as what it was written of. */
#include <string.h>

#include "deliver/ledger.h"
#include "test/unit/arena_setup.h"

#define KEY "0006615933212daa"

static void
test_receiver(void **state)
{
	const struct ledger_receiver row = {.cursor = KEY,
	    .lease = "host/1:2:3",
	    .until = 17,
	    .sweep = "",
	    .started = 5,
	    .failing_since = 6,
	    .last_error = "status 503",
	    .asked = "ab"};
	struct ledger_receiver read;
	const char *text = ledger_receiver_text(arena, &row);

	(void)state;
	assert_true(ledger_receiver_read(arena, text, &read));
	assert_string_equal(read.cursor, KEY);
	assert_string_equal(read.lease, row.lease);
	assert_int_equal(read.until, 17);
	assert_string_equal(read.sweep, "");
	assert_null(read.deletions);
	assert_int_equal(read.started, 5);
	assert_int_equal(read.failing_since, 6);
	assert_string_equal(read.last_error, "status 503");
	assert_string_equal(read.asked, "ab");
	assert_string_equal(ledger_receiver_text(arena, &read), text);
}

/* What is no row is none, and no crash. */
static void
test_broken(void **state)
{
	static const char *const texts[] = {"", "{", "[]", "{}", "7", "null",
	    "{\"cursor\":1}", "{\"cursor\":\"\"}",
	    "{\"cursor\":\"000661593321\"}",
	    "{\"cursor\":\"000661593321XXXX\"}"};
	struct ledger_receiver row;
	struct ledger_lane lane;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const struct stored_record record = {"as a", texts[i]};

		assert_false(ledger_receiver_read(arena, texts[i], &row));
		assert_false(ledger_lane_read(arena, &record, &lane));
	}
}

static void
same_lane(const char *client_id, bool by_digest)
{
	const struct ledger_lane lane = {.key = KEY,
	    .event = "suspended",
	    .answer = "status 400: \"no\"",
	    .since = 1,
	    .attempts = 2,
	    .next = 3,
	    .parked = true,
	    .client_id = client_id};
	const char *key = ledger_key(arena, "as", client_id);
	const struct stored_record record = {
	    key, ledger_lane_text(arena, "as", &lane)};
	struct ledger_lane read;

	assert_true(strlen(key) <= DELIVERY_KEY_MOST);
	assert_int_equal(key[3] == '#', by_digest);
	assert_true(ledger_lane_read(arena, &record, &read));
	assert_string_equal(read.client_id, client_id);
	assert_string_equal(read.key, KEY);
	assert_string_equal(read.event, "suspended");
	assert_string_equal(read.answer, "status 400: \"no\"");
	assert_int_equal(read.since, 1);
	assert_int_equal(read.attempts, 2);
	assert_int_equal(read.next, 3);
	assert_true(read.parked);
}

/* A client_id of another server may be anything. */
static void
test_lane(void **state)
{
	char *longest = arena_alloc(arena, DELIVERY_KEY_MOST + 1);

	(void)state;
	same_lane("0123456789abcdef", false);
	same_lane("with blanks in it", false);
	same_lane("#0123", true);
	same_lane("na\xc3\xafve", true);
	memset(longest, 'a', DELIVERY_KEY_MOST);
	same_lane(longest, true);
	longest[DELIVERY_KEY_MOST - 3] = '\0';
	same_lane(longest, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_receiver),
	    TEST(test_broken),
	    TEST(test_lane),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
