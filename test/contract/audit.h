/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_AUDIT_H
#define TEST_CONTRACT_AUDIT_H

#include "test/contract/world.h"

#include <inttypes.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The store's clock is ours, to turn it back. */
static time_t shift;

int
clock_gettime(clockid_t which, struct timespec *out)
{
	const int result = (int)syscall(SYS_clock_gettime, which, out);

	if (which == CLOCK_REALTIME)
		out->tv_sec += shift;
	return result;
}

struct trail {
	char keys[300][17];
	char texts[300][64];
	size_t count, most;
};

static bool
collect_record(void *context, const struct stored_record *record)
{
	struct trail *trail = context;

	assert_true(trail->count < 300);
	assert_int_equal(strlen(record->key), 16);
	(void)snprintf(trail->keys[trail->count], 17, "%s", record->key);
	(void)snprintf(trail->texts[trail->count], 64, "%s", record->text);
	return ++trail->count != trail->most;
}

static size_t
read_after(struct store *store, enum stored_table journal, const char *after,
    struct trail *trail)
{
	trail->count = 0;
	assert_int_equal(
	    rows_records(store, journal, after, collect_record, trail),
	    STORED_OK);
	return trail->count;
}

static void
tell_audit(struct store *store, const char *text)
{
	struct stored_change change = {.kind = CHANGE_NOTE,
	    .audit = text,
	    .note_source = "x",
	    .note_most = 1000000};

	assert_int_equal(store->ops->change(store, &change), STORED_OK);
}

static uint64_t
number_of(const char *key)
{
	char *end;
	uint64_t number = strtoull(key, &end, 16);

	assert_int_equal(*end, '\0');
	return number;
}

static void
test_keys(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct trail trail = {.most = 0};
	const time_t start = time(NULL);

	shift = 0;
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &trail), 0);
	tell_audit(store, "one");
	tell_audit(store, "");
	tell_audit(store, "{\"n\":\"\xc3\xa9\"}");
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &trail), 3);
	assert_string_equal(trail.texts[0], "one");
	assert_string_equal(trail.texts[1], "");
	assert_string_equal(trail.texts[2], "{\"n\":\"\xc3\xa9\"}");
	/* time() lags behind the clock of the keys, by a tick. */
	assert_in_range(
	    number_of(trail.keys[0]) / 1000000, start, time(NULL) + 1);
	assert_true(strcmp(trail.keys[0], trail.keys[1]) < 0);
	assert_true(strcmp(trail.keys[1], trail.keys[2]) < 0);
}

/* However often it is turned back, and before the epoch, too. */
static void
test_clock_goes_back(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct trail trail = {.most = 0};

	shift = 1000;
	tell_audit(store, "a");
	shift = -1000;
	tell_audit(store, "b");
	shift = -4 * (time_t)1000000000;
	tell_audit(store, "c");
	shift = 2000;
	tell_audit(store, "d");
	shift = 0;
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &trail), 4);
	assert_int_equal(
	    number_of(trail.keys[1]), number_of(trail.keys[0]) + 1);
	assert_int_equal(
	    number_of(trail.keys[2]), number_of(trail.keys[0]) + 2);
	assert_true(
	    number_of(trail.keys[3]) > number_of(trail.keys[0]) + 900000000);
	for (int i = 0; i < 4; i++)
		assert_int_equal(trail.texts[i][0], 'a' + i);
}

/* More than a back end reads at a time, from any of them on. */
static void
test_read_after(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	static struct trail all, some;
	char text[8];

	for (int i = 0; i < 200; i++) {
		(void)snprintf(text, sizeof text, "%d", i);
		tell_audit(store, text);
	}
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &all), 200);
	assert_int_equal(read_after(store, TABLE_AUDIT, "", &some), 200);
	for (int i = 0; i < 200; i++)
		assert_int_equal(atoi(all.texts[i]), i);
	for (int i = 0; i < 200; i += 9) {
		assert_int_equal(
		    read_after(store, TABLE_AUDIT, all.keys[i], &some),
		    199 - i);
		assert_int_equal(atoi(some.texts[0]), i + 1);
	}
	assert_int_equal(
	    read_after(store, TABLE_AUDIT, all.keys[199], &some), 0);
	some.most = 64;
	assert_int_equal(
	    read_after(store, TABLE_AUDIT, all.keys[0], &some), 64);
	some.most = 1;
	assert_int_equal(
	    read_after(store, TABLE_AUDIT, "00000000000000000", &some), 1);
	some.most = 0;
	assert_int_equal(
	    read_after(store, TABLE_AUDIT, "ffffffffffffffff", &some), 0);
}

/* No change, no record; and what is refused for its record's sake has not
 * happened. */
static void
test_with_the_change(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client client = sample("a", "s"), got;
	struct stored_change add = {.kind = CHANGE_ADD,
	    .client = &client,
	    .jti = "j",
	    .jti_issuer = "i",
	    .jti_expires = 10,
	    .audit = "first"};
	struct trail trail = {.most = 0};

	assert_int_equal(store->ops->change(store, &add), STORED_OK);
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	client.client_id = "b";
	add.jti = "k";
	add.audit = "two\nlines";
	assert_int_equal(store->ops->change(store, &add), STORED_UNABLE);
	assert_int_equal(
	    store->ops->get(store, "b", world->arena, &got), STORED_MISSING);
	add.audit = NULL;
	assert_int_equal(store->ops->change(store, &add), STORED_OK);
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &trail), 1);
	assert_string_equal(trail.texts[0], "first");
}

/* What a change says is the key of its record: the newest. */
static void
key_is_told(struct store *store, struct stored_change *change)
{
	struct trail trail = {.most = 0};

	(void)snprintf(change->key, sizeof change->key, "before");
	assert_int_equal(store->ops->change(store, change), STORED_OK);
	if (change->audit == NULL) {
		assert_string_equal(change->key, "");
		return;
	}
	assert_true(read_after(store, TABLE_AUDIT, NULL, &trail) > 0);
	assert_string_equal(change->key, trail.keys[trail.count - 1]);
}

static void
test_key_told(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("a", "s");
	struct stored_change change = {.kind = CHANGE_ADD,
	    .client = &client,
	    .jti = "j",
	    .jti_issuer = "i",
	    .jti_expires = 9000,
	    .now = 1000,
	    .audit = "one"};

	key_is_told(store, &change);
	assert_int_equal(store->ops->change(store, &change), STORED_CONFLICT);
	assert_string_equal(change.key, "");
	client.client_id = "b";
	change.jti = NULL;
	key_is_told(store, &change);
	change.kind = CHANGE_REPLACE;
	client.version = 1;
	change.jti = "k";
	key_is_told(store, &change);
	change.audit = NULL;
	change.jti = "l";
	client.version = 2;
	key_is_told(store, &change);
	client.version = 3;
	change.kind = CHANGE_REMOVE;
	change.jti = NULL;
	change.audit = "gone";
	key_is_told(store, &change);
	assert_int_equal(store->ops->change(store, &change), STORED_MISSING);
	assert_string_equal(change.key, "");
	change = (struct stored_change){.kind = CHANGE_NOTE,
	    .audit = "noted",
	    .note_source = "x",
	    .note_most = 1};
	key_is_told(store, &change);
}

static enum stored
seal_as(struct store *store, const char *key, const char *text)
{
	const struct stored_record record = {key, text};

	return store->ops->seal(store, &record);
}

static void
test_seals(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct trail trail = {.most = 0};

	assert_int_equal(read_after(store, TABLE_SEALS, NULL, &trail), 0);
	assert_int_equal(seal_as(store, "000000000000000a", "ten"), STORED_OK);
	assert_int_equal(
	    seal_as(store, "000000000000000a", "ten"), STORED_CONFLICT);
	assert_int_equal(
	    seal_as(store, "000000000000000a", "other"), STORED_CONFLICT);
	assert_int_equal(seal_as(store, "0000000000000010", "16"), STORED_OK);
	assert_int_equal(seal_as(store, "0000000000000009", "nine"), STORED_OK);
	assert_int_equal(seal_as(store, "9", "9"), STORED_UNABLE);
	assert_int_equal(
	    seal_as(store, "000000000000000A", "9"), STORED_UNABLE);
	assert_int_equal(
	    seal_as(store, "0x0000000000000b", "9"), STORED_UNABLE);
	assert_int_equal(
	    seal_as(store, "000000000000000b", "\n"), STORED_UNABLE);
	assert_int_equal(
	    seal_as(store, "000000000000000b", NULL), STORED_UNABLE);
	assert_int_equal(seal_as(store, NULL, "9"), STORED_UNABLE);
	assert_int_equal(read_after(store, TABLE_SEALS, NULL, &trail), 3);
	assert_string_equal(trail.texts[0], "nine");
	assert_string_equal(trail.texts[1], "ten");
	assert_string_equal(trail.keys[2], "0000000000000010");
	assert_int_equal(
	    read_after(store, TABLE_SEALS, "000000000000000a", &trail), 1);
	assert_int_equal(read_after(store, TABLE_AUDIT, NULL, &trail), 0);
}

#endif
