/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_ADD_H
#define TEST_CONTRACT_ADD_H

#include "test/contract/world.h"

static void
test_round_trip(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client client = sample("c1", "s 1"), got;

	put(store, "c1", "s 1");
	memset(&got, 0, sizeof got);
	assert_int_equal(
	    store->ops->get(store, "c1", world->arena, &got), STORED_OK);
	assert_string_equal(got.client_id, client.client_id);
	assert_string_equal(got.software, client.software);
	assert_string_equal(got.certificate, client.certificate);
	assert_string_equal(got.metadata, client.metadata);
	assert_int_equal(got.registered, 1000);
	assert_int_equal(got.changed, 1001);
	assert_int_equal(got.version, 1);
	assert_int_equal(
	    store->ops->get(store, "c", world->arena, &got), STORED_MISSING);
	assert_int_equal(
	    store->ops->get(store, "c11", world->arena, &got), STORED_MISSING);
	assert_int_equal(
	    store->ops->get(store, "", world->arena, &got), STORED_MISSING);
}

static void
same_metadata(struct world *world, const char *id, const char *metadata)
{
	struct store *store = world->store;
	struct client client = sample(id, "s"), got;

	client.metadata = metadata;
	assert_int_equal(
	    add_jti(store, &client, NULL, false, CLASH_NONE), STORED_OK);
	assert_int_equal(
	    store->ops->get(store, id, world->arena, &got), STORED_OK);
	assert_string_equal(got.metadata, metadata);
}

static void
test_metadata_is_bytes(void **state)
{
	struct world *world = *state;
	char *large = arena_alloc(world->arena, 65536 + 1);

	for (size_t i = 0; i < 65536; i++)
		large[i] = (char)(i % 255 + 1);
	same_metadata(world, "large", large);
	same_metadata(world, "empty", "");
	same_metadata(world, "lines", "\n\nclient_id other\n\n{\r\n\"'\\\n");
	same_metadata(world, "utf8", "{\"n\":\"\xc3\xa9\xe2\x82\xac\"}");
}

static void
test_clashes(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client one = sample("one", "s"), two = sample("two", "s"), got;
	struct client same = sample("one", "t"), three = sample("three", "t");

	assert_int_equal(
	    add_jti(store, &one, "j1", true, CLASH_NONE), STORED_OK);
	/* The jti is asked first, the client_id last. */
	assert_int_equal(
	    add_jti(store, &one, "j1", true, CLASH_JTI), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &one, "j2", true, CLASH_SOFTWARE), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &two, "j2", true, CLASH_SOFTWARE), STORED_CONFLICT);
	assert_int_equal(add_jti(store, &same, "j2", true, CLASH_CLIENT_ID),
	    STORED_CONFLICT);
	/* Nothing of that has happened: not the client, not the jti, and not
	 * the claim on the software. */
	assert_int_equal(
	    store->ops->get(store, "two", world->arena, &got), STORED_MISSING);
	assert_int_equal(
	    add_jti(store, &three, "j2", true, CLASH_NONE), STORED_OK);
	/* Once is what this request asks, not what the first one did. */
	assert_int_equal(
	    add_jti(store, &two, "j3", false, CLASH_NONE), STORED_OK);
	assert_int_equal(
	    store->ops->get(store, "one", world->arena, &got), STORED_OK);
	assert_string_equal(got.software, "s");
}

static void
test_jti_per_issuer(void **state)
{
	struct world *world = *state;
	struct client a = sample("a", "s"), b = sample("b", "s");
	struct client c = sample("c", "s");
	struct stored_change add = {
	    .client = &a, .jti = "cd", .jti_issuer = "ab", .jti_expires = 2000};
	struct store *store = world->store;

	assert_int_equal(store->ops->change(store, &add), STORED_OK);
	add.client = &b;
	add.jti_issuer = "abc";
	add.jti = "d";
	assert_int_equal(store->ops->change(store, &add), STORED_OK);
	add.client = &c;
	assert_int_equal(store->ops->change(store, &add), STORED_CONFLICT);
	assert_int_equal(add.clash, CLASH_JTI);
	add.jti_issuer = NULL;
	assert_int_equal(store->ops->change(store, &add), STORED_UNABLE);
}

static void
test_expired_jti(void **state)
{
	struct world *world = *state;
	struct client a = sample("a", "s"), b = sample("b", "s");
	struct store *store = world->store;

	assert_int_equal(add_jti(store, &a, "j", false, CLASH_NONE), STORED_OK);
	b.registered = 2000;
	assert_int_equal(
	    add_jti(store, &b, "j", false, CLASH_JTI), STORED_CONFLICT);
	b.registered = 2001;
	assert_int_equal(add_jti(store, &b, "j", false, CLASH_NONE), STORED_OK);
}

static void
test_replace(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client client = sample("c", "s"), got;

	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_NONE), STORED_OK);
	client.metadata = "new";
	client.changed = 1500;
	client.version = 2;
	assert_int_equal(replace(store, &client), STORED_CONFLICT);
	client.version = 1;
	assert_int_equal(replace(store, &client), STORED_OK);
	assert_int_equal(replace(store, &client), STORED_CONFLICT);
	assert_int_equal(
	    store->ops->get(store, "c", world->arena, &got), STORED_OK);
	assert_int_equal(got.version, 2);
	assert_int_equal(got.changed, 1500);
	assert_string_equal(got.metadata, "new");
	assert_int_equal(replace(store, &got), STORED_OK);
	client = sample("d", "s");
	assert_int_equal(replace(store, &client), STORED_MISSING);
	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_JTI), STORED_CONFLICT);
}

static void
refused_client(struct store *store, struct client client)
{
	client.version = 1;
	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(replace(store, &client), STORED_UNABLE);
}

static void
test_unsound_client(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client;

	refused_client(store, sample("", "s"));
	refused_client(store, sample(NULL, "s"));
	refused_client(store, sample("a\nversion 9", "s"));
	refused_client(store, sample("a", NULL));
	refused_client(store, sample("a", "s\x7f"));
	client = sample("a", "s");
	client.certificate = "\t";
	refused_client(store, client);
	client = sample("a", "s");
	client.metadata = NULL;
	refused_client(store, client);
	assert_int_equal(drop(store, "a", 1), STORED_MISSING);
}

#endif
