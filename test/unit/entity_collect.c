/* SPDX-License-Identifier: ISC */
/* Collecting a trust chain: the way up, rings, dead ends, and every bound. */
#include <stdlib.h>

#include "kit/entity/entity_collect.h"
#include "test/unit/federation.h"

/* What is published, by its URI. */
static struct {
	const char *uri, *text; /* NULL: cannot be reached */
} web[64];
static size_t pages, fetches;
static bool forbidden; /* what is not in the list */

static enum entity_got
get(void *context, const char *uri, const char **text, const char **why)
{
	(void)context;
	fetches++;
	for (size_t i = 0; i < pages; i++)
		if (strcmp(web[i].uri, uri) == 0) {
			*text = web[i].text;
			*why = "is down";
			return *text != NULL ? ENTITY_GOT : ENTITY_UNREACHABLE;
		}
	*why = "is not there";
	return forbidden ? ENTITY_FORBIDDEN : ENTITY_UNREACHABLE;
}

static bool
is_trusted(void *context, const char *identifier)
{
	(void)context;
	return strcmp(identifier, identifiers[ANCHOR]) == 0;
}

static const struct entity_source source = {get, is_trusted, NULL};

static void
publish(const char *uri, const char *text)
{
	web[pages].uri = uri;
	web[pages++].text = text;
}

static const char *
fetch_endpoint(enum who who)
{
	return arena_printf(
	    arena, "%s%sfetch", identifiers[who], who == HIGH ? "" : "/");
}

static const char *
subordinate_at(enum who superior, enum who subject)
{
	struct entity_statement statement;
	struct json *claims = claims_of(superior, superior);
	const char *text;

	json_set(claims, "metadata",
	    parse(arena_printf(arena,
		"{\"federation_entity\":{\"federation_fetch_endpoint\":"
		"\"%s\"}}",
		fetch_endpoint(superior))));
	text = signed_by(claims, superior);
	assert_null(entity_read(arena, text, strlen(text), &statement));
	return entity_fetch_place(arena, &statement, identifiers[subject]);
}

/* Publishes an intermediate or the trust anchor, with these superiors. */
static void
publish_entity(enum who who, const char *hints)
{
	struct json *claims = claims_of(who, who);

	json_set(claims, "metadata",
	    parse(arena_printf(arena,
		"{\"federation_entity\":{\"federation_fetch_endpoint\":"
		"\"%s\"}}",
		fetch_endpoint(who))));
	if (hints != NULL)
		json_set(claims, "authority_hints", parse(hints));
	publish(entity_place(arena, identifiers[who]), signed_by(claims, who));
}

static void
publish_about(enum who superior, enum who subject)
{
	publish(subordinate_at(superior, subject),
	    signed_by(claims_of(superior, subject), superior));
}

static void
publish_all(void)
{
	pages = fetches = 0;
	forbidden = false;
	publish_entity(LOW, NULL);
	publish_about(LOW, LEAF);
	publish_entity(HIGH, NULL);
	publish_about(HIGH, LOW);
	publish_entity(ANCHOR, NULL);
	publish_about(ANCHOR, HIGH);
}

static struct entity_collected
collect(const char *hints)
{
	struct json *claims = claims_of(LEAF, LEAF);
	struct entity_statement own;
	struct entity_collected out;
	const char *text;

	if (hints != NULL)
		json_set(claims, "authority_hints", parse(hints));
	text = signed_by(claims, LEAF);
	assert_null(entity_read(arena, text, strlen(text), &own));
	entity_collect(arena, &source, &own, &out);
	assert_true(out.count > 0 || out.why != NULL);
	assert_true(fetches <= LIMIT_CHAIN_FETCHES);
	return out;
}

static void
test_way_up(void **state)
{
	const struct entity_terms terms = {
	    anchor_keys(), parse("[\"ES256\"]"), NOW, 0};
	struct entity_collected found;
	struct entity_chain chain;

	(void)state;
	publish_all();
	found = collect(NULL);
	assert_int_equal(found.count, 5);
	assert_int_equal(fetches, 6);
	assert_int_equal(
	    entity_chain_read(arena, found.texts, found.count, &chain),
	    ENTITY_OK);
	assert_int_equal(entity_chain_verify(arena, &terms, &chain), ENTITY_OK);
	assert_string_equal(chain.anchor, identifiers[ANCHOR]);
}

/* A trust anchor comes first, wherever it stands among the hints. */
static void
test_shortest(void **state)
{
	(void)state;
	publish_all();
	publish_about(ANCHOR, LEAF);
	assert_int_equal(
	    collect("[\"https://low.example.com\",\"https://top.example.org\"]")
		.count,
	    3);
	assert_int_equal(fetches, 2);
}

/* A dead end is left for the next hint. */
static void
test_dead_ends(void **state)
{
	struct entity_collected found;

	(void)state;
	publish_all();
	publish_entity(STRANGER, "[\"https://nobody.example\"]");
	publish_about(STRANGER, LEAF);
	found = collect("[\"https://gone.example\","
			"\"https://stranger.example.net\","
			"\"https://low.example.com\"]");
	assert_int_equal(found.count, 5);
	found = collect("[\"https://stranger.example.net\"]");
	assert_int_equal(found.count, 0);
	assert_true(found.unreachable);
	forbidden = true;
	found = collect("[\"https://stranger.example.net\"]");
	assert_int_equal(found.count, 0);
	assert_false(found.unreachable);
	assert_non_null(strstr(found.why, "https://nobody.example/"));
	/* nobody above, though nothing failed */
	pages = 0;
	publish_entity(ANCHOR, NULL);
	found = collect("[\"https://rp.example.com/app\"]");
	assert_int_equal(found.count, 0);
	assert_false(found.unreachable);
}

static void
test_rings(void **state)
{
	(void)state;
	publish_all();
	pages = 0;
	publish_entity(LOW, "[\"https://high.example.org/\"]");
	publish_about(LOW, LEAF);
	publish_about(LOW, HIGH);
	publish_entity(HIGH, "[\"https://low.example.com\","
			     "\"https://high.example.org/\","
			     "\"https://rp.example.com/app\"]");
	publish_about(HIGH, LOW);
	publish_about(HIGH, HIGH);
	publish_about(HIGH, LEAF);
	assert_int_equal(
	    collect("[\"https://low.example.com\",\"https://low.example.com\","
		    "\"https://high.example.org/\"]")
		.count,
	    0);
	assert_int_equal(fetches, 4);
}

/* Whoever names a hundred superiors has a few of them asked. */
static void
test_hints(void **state)
{
	const char *hints = "[\"https://a0.example\"";

	(void)state;
	pages = fetches = 0;
	for (int i = 1; i < 100; i++)
		hints =
		    arena_printf(arena, "%s,\"https://a%d.example\"", hints, i);
	assert_int_equal(collect(arena_printf(arena, "%s]", hints)).count, 0);
	assert_int_equal(fetches, LIMIT_HINTS);
}

/* An endless ladder, each of whose rungs exists. */
static enum entity_got
endless(void *context, const char *uri, const char **text, const char **why)
{
	const char *sub = strstr(uri, "?sub=https%3A%2F%2Fl");
	const int rung = atoi(strstr(uri, "https://l") + 9);
	struct json *claims = claims_of(STRANGER, STRANGER);

	(void)context, (void)why;
	fetches++;
	json_set_string(
	    claims, "iss", arena_printf(arena, "https://l%d.example", rung));
	if (sub != NULL) {
		json_remove(claims, "authority_hints");
		json_set_string(claims, "sub",
		    arena_printf(arena, "https://l%d.example",
			atoi(sub + strlen("?sub=https%3A%2F%2Fl"))));
	} else {
		json_set_string(claims, "sub",
		    arena_printf(arena, "https://l%d.example", rung));
		json_set(claims, "authority_hints",
		    parse(arena_printf(arena,
			"[\"https://l%d.example\",\"https://l%d.example\"]",
			2 * rung + 1, 2 * rung + 2)));
		json_set(claims, "metadata",
		    parse(arena_printf(arena,
			"{\"federation_entity\":{"
			"\"federation_fetch_endpoint\":"
			"\"https://l%d.example/f\"}}",
			rung)));
	}
	*text = signed_by(claims, STRANGER);
	return ENTITY_GOT;
}

static void
test_bounds(void **state)
{
	static const struct entity_source tree = {endless, is_trusted, NULL};
	struct json *claims = claims_of(LEAF, LEAF);
	struct entity_statement own;
	struct entity_collected out;
	const char *text;

	(void)state;
	fetches = 0;
	json_set_string(claims, "iss", "https://l0.example");
	json_set_string(claims, "sub", "https://l0.example");
	json_set(claims, "authority_hints", parse("[\"https://l1.example\"]"));
	text = signed_by(claims, LEAF);
	assert_null(entity_read(arena, text, strlen(text), &own));
	entity_collect(arena, &tree, &own, &out);
	assert_int_equal(out.count, 0);
	assert_int_equal(fetches, LIMIT_CHAIN_FETCHES);
}

/* A page that says something else than what was asked for. */
static void
test_other_pages(void **state)
{
	struct entity_collected found;

	(void)state;
	publish_all();
	web[0].text = "no statement";
	assert_int_equal(collect(NULL).count, 0);
	publish_all();
	web[0].text = web[2].text; /* of another entity */
	found = collect(NULL);
	assert_int_equal(found.count, 0);
	assert_false(found.unreachable);
	publish_all();
	web[1].text = web[3].text; /* about another entity */
	assert_int_equal(collect(NULL).count, 0);
	publish_all();
	web[4].text = signed_by(claims_of(ANCHOR, ANCHOR), ANCHOR);
	found = collect(NULL);
	assert_int_equal(found.count, 0);
	assert_non_null(strstr(found.why, "federation_fetch_endpoint"));
	publish_all();
	web[5].text = NULL;
	found = collect(NULL);
	assert_int_equal(found.count, 0);
	assert_true(found.unreachable);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_way_up),
	    TEST(test_shortest),
	    TEST(test_dead_ends),
	    TEST(test_rings),
	    TEST(test_hints),
	    TEST(test_bounds),
	    TEST(test_other_pages),
	};

	return cmocka_run_group_tests(tests, make_federation, free_federation);
}
