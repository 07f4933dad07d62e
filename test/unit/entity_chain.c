/* SPDX-License-Identifier: ISC */
/* Trust chains (OpenID Federation 1.0, sections 3.2, 4, 6.2 and 10.2): what
 * makes one, and everything that does not. */
#include "test/unit/federation.h"

static const char *const others[] = {"https://rp.example.com/app?x=1",
    "https://rp.example.com/app#x", "https://user@rp.example.com/app",
    "http://rp.example.com/app", "rp.example.com", "https://", "",
    "https://rp.example.com/a b"};

/* The claims of a chain of four statements and the trust anchor's own. */
struct world {
	struct json *claims[5];
	enum who signer[5];
	const char *text[5]; /* instead of claims, if not NULL */
	size_t count;
};

static struct world
world(void)
{
	return (struct world){
	    .claims = {claims_of(LEAF, LEAF), claims_of(LOW, LEAF),
		claims_of(HIGH, LOW), claims_of(ANCHOR, HIGH),
		claims_of(ANCHOR, ANCHOR)},
	    .signer = {LEAF, LOW, HIGH, ANCHOR, ANCHOR},
	    .count = 5,
	};
}

static struct entity_chain chain;

static enum entity_fault
read_chain(const struct world *w)
{
	const char *texts[5];

	for (size_t i = 0; i < w->count && i < 5; i++)
		texts[i] = w->text[i] != NULL
			       ? w->text[i]
			       : signed_by(w->claims[i], w->signer[i]);
	return entity_chain_read(arena, texts, w->count, &chain);
}

static enum entity_fault
verify_at(const struct world *w, int64_t now, const char *algorithms)
{
	const struct entity_terms terms = {
	    anchor_keys(), parse(algorithms), now, 30};
	enum entity_fault fault = read_chain(w);

	if (fault == ENTITY_OK)
		fault = entity_chain_verify(arena, &terms, &chain);
	assert_true((fault == ENTITY_OK) == (chain.why == NULL));
	return fault;
}

static enum entity_fault
verify(const struct world *w)
{
	return verify_at(w, NOW, "[\"ES256\"]");
}

static void
test_good(void **state)
{
	struct world w = world();
	const struct json *metadata;

	(void)state;
	assert_int_equal(verify(&w), ENTITY_OK);
	assert_string_equal(chain.subject, identifiers[LEAF]);
	assert_string_equal(chain.superior, identifiers[LOW]);
	assert_string_equal(chain.anchor, identifiers[ANCHOR]);
	assert_int_equal(chain.expires, NOW + 3600 + LEAF);
	assert_int_equal(
	    entity_chain_resolve(arena, &chain, RP, &metadata), ENTITY_OK);
	assert_int_equal(json_length(metadata), 2);
	w.count = 4; /* without the trust anchor's own configuration */
	assert_int_equal(verify(&w), ENTITY_OK);
	assert_string_equal(chain.anchor, identifiers[ANCHOR]);
	/* the trust anchor is the only superior */
	w.claims[0] = claims_of(LEAF, LEAF);
	json_set(w.claims[0], "authority_hints",
	    parse("[\"https://a.example\",\"https://top.example.org\"]"));
	w.claims[1] = claims_of(ANCHOR, LEAF);
	w.signer[1] = ANCHOR;
	w.claims[2] = claims_of(ANCHOR, ANCHOR);
	w.signer[2] = ANCHOR;
	w.count = 3;
	assert_int_equal(verify(&w), ENTITY_OK);
	w.count = 2;
	assert_int_equal(verify(&w), ENTITY_OK);
}

/* The chain ends when the first of its statements does. */
static void
test_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct world w = world();

		json_set_integer(w.claims[i], "exp", NOW + 5);
		assert_int_equal(verify(&w), ENTITY_OK);
		assert_int_equal(chain.expires, NOW + 5);
		assert_int_equal(
		    verify_at(&w, NOW + 4, "[\"ES256\"]"), ENTITY_OK);
		assert_int_equal(
		    verify_at(&w, NOW + 5, "[\"ES256\"]"), ENTITY_TIMES);
		assert_int_equal(chain.at, i);
		json_set_integer(w.claims[i], "iat", NOW + 30);
		assert_int_equal(verify(&w), ENTITY_OK);
		json_set_integer(w.claims[i], "iat", NOW + 31);
		assert_int_equal(verify(&w), ENTITY_TIMES);
		assert_int_equal(chain.at, i);
	}
}

static void
test_length(void **state)
{
	struct world w = world();
	const char *texts[LIMIT_CHAIN + 1];

	(void)state;
	for (w.count = 0; w.count < 2; w.count++)
		assert_int_equal(read_chain(&w), ENTITY_LINK);
	for (size_t i = 0; i <= LIMIT_CHAIN; i++)
		texts[i] = "x";
	assert_int_equal(
	    entity_chain_read(arena, texts, LIMIT_CHAIN + 1, &chain),
	    ENTITY_LINK);
	assert_int_equal(
	    entity_chain_read(arena, texts, LIMIT_CHAIN, &chain), ENTITY_FORM);
}

/* No statement counts by another's key, whoever it is. */
static void
test_signatures(void **state)
{
	(void)state;
	for (size_t i = 0; i < 5; i++)
		for (int by = 0; by < EVERYBODY; by++) {
			struct world w = world();
			const bool right = w.signer[i] == (enum who)by;

			w.signer[i] = (enum who)by;
			assert_int_equal(
			    verify(&w), right ? ENTITY_OK : ENTITY_SIGNATURE);
			if (!right)
				assert_int_equal(chain.at, i);
			/* by the name of the right key */
			w = world();
			w.text[i] = signed_as(
			    arena_printf(arena,
				"{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":"
				"\"entity-statement+jwt\"}",
				kid_of(w.signer[i])),
			    w.claims[i], (enum who)by);
			assert_int_equal(
			    verify(&w), right ? ENTITY_OK : ENTITY_SIGNATURE);
		}
}

/* The trust anchor's keys are those that were configured, whatever the chain says;
 * and an entity signs with a key that its superior knows. */
static void
test_keys(void **state)
{
	struct world w = world();

	(void)state;
	json_set(w.claims[4], "jwks", public_keys[STRANGER]);
	assert_int_equal(verify(&w), ENTITY_OK);
	w.signer[4] = STRANGER;
	assert_int_equal(verify(&w), ENTITY_SIGNATURE);
	w.signer[3] = STRANGER;
	assert_int_equal(verify(&w), ENTITY_SIGNATURE);
	w = world();
	json_set(w.claims[0], "jwks", public_keys[STRANGER]);
	w.signer[0] = STRANGER;
	assert_int_equal(verify(&w), ENTITY_SIGNATURE);
	assert_int_equal(chain.at, 0);
	w = world();
	json_set(w.claims[1], "jwks", public_keys[STRANGER]);
	assert_int_equal(verify(&w), ENTITY_SIGNATURE);
	assert_int_equal(chain.at, 0);
	w.signer[0] = STRANGER; /* the superior's key alone */
	assert_int_equal(verify(&w), ENTITY_SIGNATURE);
}

static void
test_algorithms(void **state)
{
	struct world w = world();

	(void)state;
	assert_int_equal(
	    verify_at(&w, NOW, "[\"PS256\",\"RS256\"]"), ENTITY_ALGORITHM);
	assert_int_equal(verify_at(&w, NOW, "[]"), ENTITY_ALGORITHM);
}

static void
test_links(void **state)
{
	struct world w = world();

	(void)state;
	/* not in its hints */
	json_set(w.claims[0], "authority_hints",
	    parse("[\"https://other.example\"]"));
	assert_int_equal(verify(&w), ENTITY_LINK);
	json_remove(w.claims[0], "authority_hints");
	assert_int_equal(verify(&w), ENTITY_LINK);
	/* somebody is left out */
	for (size_t i = 0; i < 4; i++) {
		struct world gap = world();

		for (size_t j = i; j < 4; j++) {
			gap.claims[j] = gap.claims[j + 1];
			gap.signer[j] = gap.signer[j + 1];
		}
		gap.count = 4;
		assert_int_equal(verify(&gap), ENTITY_LINK);
	}
	/* the other way round */
	w = world();
	for (size_t i = 0; i < 5; i++)
		w.claims[i] = world().claims[4 - i];
	assert_int_equal(verify(&w), ENTITY_LINK);
}

/* Nobody comes twice: a ring of superiors is none. */
static void
test_rings(void **state)
{
	struct world w = world();

	(void)state;
	w.claims[3] = claims_of(LOW, HIGH);
	w.signer[3] = LOW;
	w.claims[4] = claims_of(ANCHOR, LOW);
	assert_int_equal(verify(&w), ENTITY_LINK);
	w = world();
	w.claims[2] = claims_of(LEAF, LOW);
	w.signer[2] = LEAF;
	w.claims[3] = claims_of(ANCHOR, LEAF);
	assert_int_equal(verify(&w), ENTITY_LINK);
	w = world();
	w.claims[1] = claims_of(LEAF, LEAF);
	assert_int_equal(verify(&w), ENTITY_LINK);
	w = world();
	w.claims[2] = claims_of(LOW, LOW);
	assert_int_equal(verify(&w), ENTITY_LINK);
}

/* claims[at].name = value is refused by this fault. */
static void
refused(size_t at, const char *name, const char *value, enum entity_fault fault)
{
	struct world w = world();

	if (value == NULL)
		json_remove(w.claims[at], name);
	else
		json_set(w.claims[at], name,
		    parse(value[0] != '\0' ? value : "\"\""));
	if (verify(&w) != fault || chain.at != at)
		fail_msg("%zu: %s: %s", at, name, value);
}

static void
test_claims(void **state)
{
	static const char *const required[] = {
	    "iss", "sub", "iat", "exp", "jwks"};
	static const char *const superiors[] = {"constraints",
	    "metadata_policy", "metadata_policy_crit", "source_endpoint"};
	static const char *const own[] = {"authority_hints", "trust_marks",
	    "trust_mark_issuers", "trust_mark_owners"};

	(void)state;
	for (size_t at = 0; at < 5; at++) {
		const bool configuration = at == 0 || at == 4;

		for (size_t i = 0; i < 5; i++) {
			refused(at, required[i], NULL, ENTITY_FORM);
			refused(at, required[i], "null", ENTITY_FORM);
			refused(at, required[i], "[]", ENTITY_FORM);
		}
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			refused(at, i % 2 == 0 ? "iss" : "sub",
			    arena_printf(arena, "\"%s\"", others[i]),
			    ENTITY_FORM);
		refused(
		    at, "trust_anchor", "\"https://x.example\"", ENTITY_FORM);
		for (size_t i = 0; i < 4; i++)
			refused(at, configuration ? superiors[i] : own[i], "{}",
			    ENTITY_FORM);
		refused(at, "crit", "[\"x\"]", ENTITY_CRITICAL);
		refused(at, "crit", "[]", ENTITY_CRITICAL);
		refused(at, "metadata", "[]", ENTITY_FORM);
		refused(at, "metadata", "{\"" RP "\":[]}", ENTITY_FORM);
		refused(
		    at, "metadata", "{\"" RP "\":{\"x\":null}}", ENTITY_FORM);
		refused(at, "jwks", "{\"keys\":[]}", ENTITY_FORM);
		refused(
		    at, "jwks", "{\"keys\":[{\"kty\":\"EC\"}]}", ENTITY_FORM);
		refused(at, "jwks",
		    "{\"keys\":[{\"kid\":\"a\"},{\"kid\":\"a\"}]}",
		    ENTITY_FORM);
	}
	refused(1, "metadata_policy_crit", "[\"regexp\"]", ENTITY_CRITICAL);
	refused(0, "authority_hints", "[]", ENTITY_FORM);
	refused(0, "authority_hints", "[\"http://x.example\"]", ENTITY_FORM);
	refused(
	    0, "authority_hints", "\"https://low.example.com\"", ENTITY_FORM);
}

static void
test_headers(void **state)
{
	static const char *const wrong[] = {
	    "{\"alg\":\"ES256\",\"kid\":\"%s\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"trust-mark+jwt\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":"
	    "\"explicit-registration-response+jwt\"}",
	    "{\"alg\":\"ES256\",\"typ\":\"entity-statement+jwt\",\"x\":\"%s\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"\",\"typ\":\"entity-statement+jwt\","
	    "\"x\":\"%s\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":"
	    "\"entity-statement+jwt\",\"crit\":[\"x\"]}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":"
	    "\"entity-statement+jwt\",\"trust_chain\":[]}"};

	(void)state;
	for (size_t at = 0; at < 5; at++)
		for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
			struct world w = world();
			const char *header = wrong[i];
			const char *gap = strstr(header, "%s");

			w.text[at] = signed_as(
			    arena_printf(arena, "%.*s%s%s", (int)(gap - header),
				header, kid_of(w.signer[at]), gap + 2),
			    w.claims[at], w.signer[at]);
			assert_int_equal(verify(&w), ENTITY_FORM);
			assert_int_equal(chain.at, at);
		}
}

/* Constraints of a superior at `at`, and what becomes of the chain. */
static void
constrained(size_t at, const char *constraints, enum entity_fault fault)
{
	struct world w = world();
	enum entity_fault found;

	json_set(w.claims[at], "constraints", parse(constraints));
	found = verify(&w);
	if (found != fault)
		fail_msg("%zu: %s: %d", at, constraints, found);
}

static void
test_path_length(void **state)
{
	(void)state;
	for (int at = 1; at <= 3; at++)
		for (int most = 0; most < 4; most++)
			constrained((size_t)at,
			    arena_printf(
				arena, "{\"max_path_length\":%d}", most),
			    at - 1 <= most ? ENTITY_OK : ENTITY_CONSTRAINTS);
	constrained(1, "{\"max_path_length\":-1}", ENTITY_CONSTRAINTS);
	constrained(1, "{\"max_path_length\":1.5}", ENTITY_CONSTRAINTS);
	constrained(1, "{\"max_path_length\":\"1\"}", ENTITY_CONSTRAINTS);
	constrained(1, "{\"max_path_length\":null}", ENTITY_CONSTRAINTS);
	constrained(1, "[]", ENTITY_CONSTRAINTS);
	constrained(1, "{\"unknown\":7}", ENTITY_OK);
}

static void
test_names(void **state)
{
	static const struct {
		const char *names;
		enum entity_fault at_1, at_3;
	} cases[] = {
	    {"{}", ENTITY_OK, ENTITY_OK},
	    {"{\"permitted\":[\".example.com\"]}", ENTITY_OK,
		ENTITY_CONSTRAINTS},
	    {"{\"permitted\":[\".EXAMPLE.com\",\"high.example.org\"]}",
		ENTITY_OK, ENTITY_OK},
	    {"{\"permitted\":[\"rp.example.com\"]}", ENTITY_OK,
		ENTITY_CONSTRAINTS},
	    {"{\"permitted\":[\"example.com\"]}", ENTITY_CONSTRAINTS,
		ENTITY_CONSTRAINTS},
	    {"{\"permitted\":[\".rp.example.com\"]}", ENTITY_CONSTRAINTS,
		ENTITY_CONSTRAINTS},
	    {"{\"permitted\":[]}", ENTITY_CONSTRAINTS, ENTITY_CONSTRAINTS},
	    {"{\"excluded\":[]}", ENTITY_OK, ENTITY_OK},
	    {"{\"excluded\":[\"low.example.com\"]}", ENTITY_OK,
		ENTITY_CONSTRAINTS},
	    {"{\"permitted\":[\".com\",\".org\"],\"excluded\":"
	     "[\"RP.example.com\"]}",
		ENTITY_CONSTRAINTS, ENTITY_CONSTRAINTS},
	    {"{\"excluded\":[\"https://rp.example.com\"]}", ENTITY_CONSTRAINTS,
		ENTITY_CONSTRAINTS},
	    {"{\"excluded\":[\"*.example.com\"]}", ENTITY_CONSTRAINTS,
		ENTITY_CONSTRAINTS},
	    {"{\"excluded\":[\"\"]}", ENTITY_CONSTRAINTS, ENTITY_CONSTRAINTS},
	    {"{\"excluded\":\"x.example\"}", ENTITY_CONSTRAINTS,
		ENTITY_CONSTRAINTS},
	    {"[]", ENTITY_CONSTRAINTS, ENTITY_CONSTRAINTS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = arena_printf(
		    arena, "{\"naming_constraints\":%s}", cases[i].names);

		constrained(1, text, cases[i].at_1);
		constrained(3, text, cases[i].at_3);
	}
}

static enum entity_fault
resolved(const struct world *w, const struct json **metadata)
{
	assert_int_equal(verify(w), ENTITY_OK);
	return entity_chain_resolve(arena, &chain, RP, metadata);
}

static void
test_types(void **state)
{
	struct world w = world();
	const struct json *metadata;

	(void)state;
	for (size_t at = 1; at <= 3; at++) {
		w = world();
		json_set(w.claims[at], "constraints",
		    parse("{\"allowed_entity_types\":[\"" RP "\"]}"));
		assert_int_equal(resolved(&w, &metadata), ENTITY_OK);
		json_set(w.claims[at], "constraints",
		    parse("{\"allowed_entity_types\":[\"openid_provider\"]}"));
		assert_int_equal(resolved(&w, &metadata), ENTITY_METADATA);
		json_set(w.claims[at], "constraints",
		    parse("{\"allowed_entity_types\":[]}"));
		assert_int_equal(resolved(&w, &metadata), ENTITY_METADATA);
		assert_null(metadata);
	}
	constrained(2, "{\"allowed_entity_types\":[\"federation_entity\"]}",
	    ENTITY_CONSTRAINTS);
	constrained(2, "{\"allowed_entity_types\":\"x\"}", ENTITY_CONSTRAINTS);
	w = world();
	json_set(w.claims[0], "metadata", parse("{\"openid_provider\":{}}"));
	assert_int_equal(resolved(&w, &metadata), ENTITY_METADATA);
	json_remove(w.claims[0], "metadata");
	assert_int_equal(resolved(&w, &metadata), ENTITY_METADATA);
}

/* What the immediate superior gives comes before the policies; what one further
 * up gives is about the intermediate. */
static void
test_given(void **state)
{
	struct world w = world();
	const struct json *metadata;

	(void)state;
	json_set(w.claims[1], "metadata",
	    parse("{\"" RP "\":{\"client_name\":\"given\",\"scope\":\"a b\"},"
		  "\"openid_provider\":{\"x\":1}}"));
	json_set(w.claims[2], "metadata",
	    parse("{\"" RP "\":{\"client_name\":\"not\"}}"));
	json_set(w.claims[3], "metadata_policy",
	    parse("{\"" RP "\":{\"scope\":{\"subset_of\":[\"a\",\"c\"]},"
		  "\"client_name\":{\"essential\":true},"
		  "\"grant_types\":{\"superset_of\":"
		  "[\"authorization_code\"]}}}"));
	assert_int_equal(resolved(&w, &metadata), ENTITY_OK);
	assert_string_equal(
	    json_string(json_get(metadata, "client_name")), "given");
	assert_string_equal(json_string(json_get(metadata, "scope")), "a");
	assert_int_equal(json_length(metadata), 4);
	/* a policy that is broken, or broken by what is below */
	json_set(w.claims[2], "metadata_policy",
	    parse("{\"" RP "\":{\"scope\":{\"add\":[\"z\"]}}}"));
	assert_int_equal(resolved(&w, &metadata), ENTITY_POLICY);
	assert_int_equal(chain.at, 2);
	json_set(w.claims[2], "metadata_policy", parse("[]"));
	assert_int_equal(resolved(&w, &metadata), ENTITY_POLICY);
	json_set(w.claims[2], "metadata_policy",
	    parse("{\"" RP "\":{\"logo_uri\":{\"essential\":true}}}"));
	assert_int_equal(resolved(&w, &metadata), ENTITY_POLICY);
	assert_int_equal(chain.at, 0);
	assert_null(metadata);
}

static void
test_places(void **state)
{
	struct world w = world();

	(void)state;
	assert_string_equal(entity_place(arena, identifiers[LEAF]),
	    "https://rp.example.com/app/.well-known/openid-federation");
	assert_string_equal(entity_place(arena, identifiers[HIGH]),
	    "https://high.example.org/.well-known/openid-federation");
	json_set(w.claims[4], "metadata",
	    parse("{\"federation_entity\":{\"federation_fetch_endpoint\":"
		  "\"https://top.example.org/fetch\"}}"));
	assert_int_equal(verify(&w), ENTITY_OK);
	assert_null(entity_fetch_place(arena, &chain.list[0], "x"));
	assert_string_equal(
	    entity_fetch_place(arena, &chain.list[4], identifiers[LEAF]),
	    "https://top.example.org/fetch"
	    "?sub=https%3A%2F%2Frp.example.com%2Fapp");
	json_set(w.claims[4], "metadata",
	    parse("{\"federation_entity\":{\"federation_fetch_endpoint\":"
		  "\"https://top.example.org/fetch?a=b\"}}"));
	assert_int_equal(verify(&w), ENTITY_OK);
	assert_string_equal(
	    entity_fetch_place(arena, &chain.list[4], "https://x"),
	    "https://top.example.org/fetch?a=b&sub=https%3A%2F%2Fx");
	json_set(w.claims[4], "metadata",
	    parse("{\"federation_entity\":{\"federation_fetch_endpoint\":"
		  "\"http://top.example.org/fetch\"}}"));
	assert_int_equal(verify(&w), ENTITY_OK);
	assert_null(entity_fetch_place(arena, &chain.list[4], "https://x"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_good),
	    TEST(test_end),
	    TEST(test_length),
	    TEST(test_signatures),
	    TEST(test_keys),
	    TEST(test_algorithms),
	    TEST(test_links),
	    TEST(test_rings),
	    TEST(test_claims),
	    TEST(test_headers),
	    TEST(test_path_length),
	    TEST(test_names),
	    TEST(test_types),
	    TEST(test_given),
	    TEST(test_places),
	};

	return cmocka_run_group_tests(tests, make_federation, free_federation);
}
