/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_SPEND_H
#define TEST_CONTRACT_SPEND_H

#include "test/contract/world.h"
#include "test/unit/store_spending.h"

/* What is spent alone: the jti of an assertion, once; and that of an access
 * token which is revoked, as often as anybody likes. */

static void
test_once(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "j", 9000, 2000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	/* After that it may be forgotten. */
	assert_int_equal(spend_jti(store, "j", 3000, 2001), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 3000, 2001), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "j", 3000, 3000), STORED_CONFLICT);
}

static void
test_spent(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(spent(store, "j", 0), STORED_MISSING);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 0), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(spent(store, "j", 2001), STORED_MISSING);
	assert_int_equal(spent(store, "", 1000), STORED_MISSING);
	assert_int_equal(spent(store, "j ", 1000), STORED_MISSING);
	assert_int_equal(spent(store, "J", 1000), STORED_MISSING);
}

/* Issuer and jti are not one string. */
static void
test_per_issuer(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_change change = {.kind = CHANGE_SPEND,
	    .jti = "cd",
	    .jti_issuer = "ab",
	    .jti_expires = 2000};

	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->spent(store, "ab", "cd", 0), STORED_OK);
	assert_int_equal(
	    store->ops->spent(store, "abc", "d", 0), STORED_MISSING);
	assert_int_equal(
	    store->ops->spent(store, "cd", "ab", 0), STORED_MISSING);
	change.jti_issuer = "abc";
	change.jti = "d";
	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_CONFLICT);
}

/* A registration's jti and an assertion's are of one kind. */
static void
test_with_adds(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct client a = sample("a", "s"), b = sample("b", "s");

	assert_int_equal(add_jti(store, &a, "j", false, CLASH_NONE), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(
	    add_jti(store, &b, "k", false, CLASH_JTI), STORED_CONFLICT);
}

static void
test_revoke(void **state)
{
	struct store *store = ((struct world *)*state)->store;

	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_CONFLICT);
	/* Nobody makes it shorter, not even when it is over. */
	assert_int_equal(revoke_jti(store, "j", 1500, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 1500, 2500), STORED_OK);
	assert_int_equal(spent(store, "j", 2000), STORED_OK);
	assert_int_equal(revoke_jti(store, "j", 2500, 1000), STORED_OK);
	assert_int_equal(spent(store, "j", 2500), STORED_OK);
	assert_int_equal(spent(store, "j", 2501), STORED_MISSING);
	assert_int_equal(spend_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(spent(store, "k", 2000), STORED_OK);
}

static bool
no_record(void *context, const struct stored_record *record)
{
	(void)context;
	fail_msg("%s", record->text);
	return false;
}

static bool
is_text(void *context, const struct stored_record *record)
{
	assert_string_equal(record->text, "told");
	++*(size_t *)context;
	return true;
}

/* On record when that is asked for, and only if it happened. */
static void
test_record(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	size_t records = 0;
	struct stored_change change = {.kind = CHANGE_SPEND,
	    .jti = "x",
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .audit = "told"};

	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(revoke_jti(store, "k", 2000, 1000), STORED_OK);
	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, no_record, NULL), STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_OK);
	assert_int_equal(store->ops->change(store, &change), STORED_CONFLICT);
	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, is_text, &records),
	    STORED_OK);
	assert_int_equal(records, 1);
}

static void
refused_spend(struct store *store, struct stored_change change)
{
	for (int i = 0; i < 2; i++) {
		change.kind = i == 0 ? CHANGE_SPEND : CHANGE_REVOKE;
		change.clash = CLASH_JTI;
		assert_int_equal(
		    store->ops->change(store, &change), STORED_UNABLE);
		assert_int_equal(change.clash, CLASH_NONE);
	}
}

static void
test_unsound_spend(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct stored_change change = {.jti_issuer = "iss", .jti_expires = 9};

	refused_spend(store, change);
	change = (struct stored_change){.jti = "j", .jti_expires = 9};
	refused_spend(store, change);
	change.jti_issuer = "iss";
	change.audit = "two\nlines";
	refused_spend(store, change);
	change.audit = NULL;
	change.kind = CHANGE_REVOKE + 1;
	assert_int_equal(store->ops->change(store, &change), STORED_UNABLE);
	assert_int_equal(spent(store, "j", 0), STORED_MISSING);
}

static enum stored
get_unspent(struct world *world, const char *id, const char *jti, int64_t now)
{
	const struct stored_spent spent = {.issuer = "iss", .jti = jti};
	struct client got = {.client_id = "none"};
	const enum stored stored = store_get_unspent(
	    world->store, id, &spent, now, world->arena, &got);

	assert_string_equal(got.client_id, stored == STORED_OK ? id : "none");
	return stored;
}

/* A client and a jti, asked about together. */
static void
test_get_unspent(void **state)
{
	struct world *world = *state;

	assert_int_equal(get_unspent(world, "a", "j", 1000), STORED_MISSING);
	put(world->store, "a", "s");
	assert_int_equal(get_unspent(world, "a", "j", 1000), STORED_OK);
	assert_int_equal(revoke_jti(world->store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(get_unspent(world, "a", "j", 2000), STORED_CONFLICT);
	assert_int_equal(get_unspent(world, "b", "j", 2000), STORED_CONFLICT);
	assert_int_equal(get_unspent(world, "a", "j", 2001), STORED_OK);
	assert_int_equal(get_unspent(world, "a", "k", 1000), STORED_OK);
	assert_int_equal(get_unspent(world, "b", "k", 1000), STORED_MISSING);
}

#endif
