/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_SUSPENDED_H
#define TEST_CONTRACT_SUSPENDED_H

#include "test/contract/world.h"

/* Who is suspended, and what that means for others of the same software. */

static void
test_states(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client client = sample("a", "s"), got;

	put(store, "a", "s");
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(got.state, CLIENT_ACTIVE);
	assert_int_equal(got.state_since, 1000);
	assert_string_equal(got.state_why, "");
	assert_string_equal(got.state_by, "");
	assert_string_equal(got.subject, "");
	assert_string_equal(got.issuer, "");
	assert_null(got.token);
	assert_int_equal(got.withdrawn, 0);
	assert_int_equal(got.expires, 0);
	assert_string_equal(got.profile, "");
	client.version = 1;
	client.state = CLIENT_SUSPENDED;
	client.state_since = 1234;
	client.withdrawn = 1795849034123456;
	client.state_why = "state active";
	client.state_by = "operator";
	client.subject = "CN=x,2.5.4.97=#0c0141";
	client.issuer = "CN=\xff issuer";
	client.token = "00aa";
	client.profile = "uk@\xff";
	client.expires = INT64_MAX;
	client.metadata = "state active\ntoken none\n\n";
	assert_int_equal(replace(store, &client), STORED_OK);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(got.state, CLIENT_SUSPENDED);
	assert_int_equal(got.state_since, 1234);
	assert_int_equal(got.withdrawn, 1795849034123456);
	assert_string_equal(got.state_why, "state active");
	assert_string_equal(got.state_by, "operator");
	assert_string_equal(got.subject, "CN=x,2.5.4.97=#0c0141");
	assert_string_equal(got.issuer, "CN=\xff issuer");
	assert_string_equal(got.token, "00aa");
	assert_string_equal(got.profile, "uk@\xff");
	assert_true(got.expires == INT64_MAX);
	assert_string_equal(got.metadata, client.metadata);
	assert_int_equal(got.version, 2);
	client.version = 2;
	client.state = CLIENT_PENDING;
	client.expires = 1;
	assert_int_equal(replace(store, &client), STORED_OK);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(got.state, CLIENT_PENDING);
	assert_int_equal(got.expires, 1);
}

/* What is stored, and what a client is at a time. */
static void
test_state_at(void **state)
{
	static const enum client_state stored[] = {
	    CLIENT_ACTIVE, CLIENT_SUSPENDED, CLIENT_PENDING};
	struct client client = sample("a", "s");
	enum client_state read;

	(void)state;
	for (size_t i = 0; i < sizeof(stored) / sizeof(stored[0]); i++) {
		client.state = stored[i];
		client.expires = 0;
		assert_int_equal(
		    client_state_at(&client, INT64_MAX), stored[i]);
		client.expires = 1000;
		assert_int_equal(client_state_at(&client, 999), stored[i]);
		assert_int_equal(
		    client_state_at(&client, 1000), CLIENT_EXPIRED);
	}
	for (int i = 0; i < CLIENT_STATES; i++) {
		assert_true(client_state_named(
		    client_state_name((enum client_state)i), &read));
		assert_int_equal(read, i);
	}
	assert_false(client_state_named("Active", &read));
}

/* One that has expired is in nobody's way, unless it was suspended: nobody gets
 * out of a ban by waiting for his end.  A pending one is there. */
static void
test_expired(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client a = sample("a", "s"), b = sample("b", "s");
	struct client c = sample("c", "s");
	struct stored_change add = {.kind = CHANGE_ADD,
	    .client = &b,
	    .software_once = true,
	    .now = 999};

	a.expires = 1000;
	put(store, "z", "other");
	assert_int_equal(add_jti(store, &a, NULL, true, CLASH_NONE), STORED_OK);
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	assert_int_equal(add.clash, CLASH_SOFTWARE);
	add.now = 1000;
	assert_int_equal(store->ops->change(store, &add), STORED_OK);
	/* Of two, one has not expired. */
	add.client = &c;
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	assert_int_equal(add.clash, CLASH_SOFTWARE);
	assert_int_equal(drop(store, "b", 1), STORED_OK);
	a.version = 1;
	a.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	assert_int_equal(add.clash, CLASH_SUSPENDED);
	a.version = 2;
	a.state = CLIENT_PENDING;
	a.expires = 0;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	assert_int_equal(add.clash, CLASH_SOFTWARE);
	add.software_once = false;
	assert_int_equal(store->ops->change(store, &add), STORED_OK);
}

/* Two withdrawals of one microsecond are two. */
static void
test_withdraw(void **state)
{
	struct client client = sample("a", "s");
	uint64_t last = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		change_withdraw(&client);
		assert_true(client.withdrawn > last);
		last = client.withdrawn;
	}
	client.withdrawn = last = (uint64_t)1 << 60; /* the clock went back */
	change_withdraw(&client);
	assert_true(client.withdrawn == last + 1);
}

static bool
must_be_a(void *context, const struct client *client)
{
	++*(size_t *)context;
	assert_string_equal(client->client_id, "a");
	return true;
}

static size_t
listed(struct store *store, const char *software)
{
	size_t count = 0;

	assert_int_equal(
	    rows_clients(store, INDEX_SOFTWARE, software, must_be_a, &count),
	    STORED_OK);
	return count;
}

/* As long as one is suspended, no other one of its software comes in. */
static void
test_suspended(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client a = sample("a", "s"), b = sample("b", "s");
	struct client other = sample("other", "s2");

	a.version = 1;
	put(store, "a", "s");
	a.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(listed(store, "s"), 1);
	assert_int_equal(
	    add_jti(store, &b, NULL, false, CLASH_SUSPENDED), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &b, NULL, true, CLASH_SUSPENDED), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &other, NULL, true, CLASH_NONE), STORED_OK);
	/* A replacement while suspended leaves it so; of another software,
	 * it takes the ban along. */
	a.version = 2;
	a.software = "t";
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(listed(store, "s"), 0);
	assert_int_equal(listed(store, "t"), 1);
	assert_int_equal(add_jti(store, &b, NULL, true, CLASH_NONE), STORED_OK);
	b = sample("c", "t");
	assert_int_equal(
	    add_jti(store, &b, NULL, false, CLASH_SUSPENDED), STORED_CONFLICT);
	a.version = 3;
	a.state = CLIENT_ACTIVE;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(listed(store, "t"), 1);
	assert_int_equal(
	    add_jti(store, &b, NULL, true, CLASH_SOFTWARE), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &b, NULL, false, CLASH_NONE), STORED_OK);
}

/* Of two that are suspended, both must go. */
static void
test_two_suspended(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client a = sample("a", "s"), b = sample("b", "s");
	struct client c = sample("c", "s");

	put(store, "a", "s");
	put(store, "b", "s");
	a.state = b.state = CLIENT_SUSPENDED;
	a.version = b.version = 1;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(replace(store, &b), STORED_OK);
	assert_int_equal(drop(store, "a", 2), STORED_OK);
	assert_int_equal(
	    add_jti(store, &c, NULL, false, CLASH_SUSPENDED), STORED_CONFLICT);
	assert_int_equal(drop(store, "b", 2), STORED_OK);
	assert_int_equal(add_jti(store, &c, NULL, true, CLASH_NONE), STORED_OK);
}

#endif
