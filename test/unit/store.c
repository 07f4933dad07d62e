/* SPDX-License-Identifier: ISC */
#include "test/unit/store_world.h"

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
refused(struct store *store, struct client client)
{
	client.version = 1;
	assert_int_equal(
	    add_jti(store, &client, "j", false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(replace(store, &client), STORED_UNABLE);
}

static void
test_unsound(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client;

	refused(store, sample("", "s"));
	refused(store, sample(NULL, "s"));
	refused(store, sample("a\nversion 9", "s"));
	refused(store, sample("a", NULL));
	refused(store, sample("a", "s\x7f"));
	client = sample("a", "s");
	client.certificate = "\t";
	refused(store, client);
	client = sample("a", "s");
	client.metadata = NULL;
	refused(store, client);
	assert_int_equal(drop(store, "a", 1), STORED_MISSING);
}

static bool
must_not(void *context, const struct client *client)
{
	(void)context;
	fail_msg("%s", client->client_id);
	return false;
}

static void
test_broken(void **state)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct store *store = store_open("broken:", arena, &why);
	struct client client = sample("a", "s");

	(void)state;
	assert_non_null(store);
	assert_int_equal(
	    add_jti(store, &client, "j", true, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(
	    store->ops->get(store, "a", arena, &client), STORED_UNABLE);
	assert_int_equal(
	    store->ops->each(store, STORED_BY_SOFTWARE, NULL, must_not, NULL),
	    STORED_UNABLE);
	assert_int_equal(replace(store, &client), STORED_UNABLE);
	assert_int_equal(drop(store, "a", 1), STORED_UNABLE);
	store_close(store);
	arena_free(arena);
}

static void
wrong(const char *uri, const char *says)
{
	struct arena *arena = arena_new();
	const char *why = NULL;

	assert_null(store_open(uri, arena, &why));
	assert_non_null(why);
	if (strstr(why, says) == NULL)
		fail_msg("%s: %s", uri, why);
	arena_free(arena);
}

static void
test_wrong_places(void **state)
{
	(void)state;
	wrong("bdb:/nonexistent/dcr", "/nonexistent/dcr");
	wrong("bdb:/nonexistent/dcr", "No such file");
	wrong("bdb:/etc/passwd", "Not a directory");
	wrong("bdb:", "No such file");
	wrong("memory:place", "no place");
	wrong("bd:/tmp", "\"bd:\"");
	wrong("bdbx:/tmp", "\"bdbx:\"");
	wrong("bdb", "\"bdb:\"");
	wrong("", "no kind");
	store_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    EACH_KIND(test_round_trip),
	    EACH_KIND(test_metadata_is_bytes),
	    EACH_KIND(test_clashes),
	    EACH_KIND(test_jti_per_issuer),
	    EACH_KIND(test_expired_jti),
	    EACH_KIND(test_replace),
	    EACH_KIND(test_unsound),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_wrong_places),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
