/* SPDX-License-Identifier: ISC */
/* Keys that other machines sign with. */
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "test/unit/signers_folder.h"

#define UNTIL (NOW + 100)

/* The kids that are told at `now`, in order. */
static const char *
told(struct signing *signing, int64_t now)
{
	const struct json *set = signing_jwks(signing, arena, now, &why);
	const struct json *keys = json_get(set, "keys");
	const char *all = "";

	assert_non_null(set);
	assert_non_null(signing_keys(signing, arena, now, &why));
	for (size_t i = 0; i < json_length(keys); i++)
		all = arena_printf(arena, "%s %s", all,
		    json_string(json_get(json_at(keys, i), "kid")));
	return all;
}

/* A key of a folder that is gone by then. */
static struct signer
strange(const char *algorithm)
{
	const struct signer *signers;
	struct signer other;

	make(algorithm);
	signers = list();
	while (signers[1].kid != NULL)
		signers++;
	assert_true(signers_other(arena, signers->kid,
	    json_text(arena, signers->jwk), UNTIL, &other));
	assert_int_equal(other.state, SIGNER_OTHER);
	assert_string_equal(other.algorithm, algorithm);
	assert_int_equal(system(arena_printf(arena, "rm %s/*", folder)), 0);
	return other;
}

static void
test_told(void **state)
{
	const struct signer one = strange("ES256"), two = strange("PS256");
	struct signer others[4] = {one, two, {.kid = NULL}};
	struct signing *signing;
	const char *own;
	uint64_t edition;

	(void)state;
	make("ES256");
	own = list()[0].kid;
	signing = signing_open(arena, folder, &why);
	assert_non_null(signing);
	assert_string_equal(
	    told(signing, NOW), arena_printf(arena, " %s", own));
	edition = signing_edition(signing, arena, &why);
	signing_tell(signing, others);
	assert_true(signing_edition(signing, arena, &why) != edition);
	assert_string_equal(told(signing, NOW),
	    arena_printf(arena, " %s %s %s", own, one.kid, two.kid));
	edition = signing_edition(signing, arena, &why);
	signing_tell(signing, others);
	assert_true(signing_edition(signing, arena, &why) == edition);
	/* In their time, and not any longer. */
	assert_string_equal(told(signing, UNTIL - 1), told(signing, NOW));
	assert_string_equal(
	    told(signing, UNTIL), arena_printf(arena, " %s", own));
	/* A machine's own key comes back to it, and is told once. */
	others[1] = list()[0];
	others[1].until = UNTIL;
	signing_tell(signing, others);
	assert_string_equal(
	    told(signing, NOW), arena_printf(arena, " %s %s", own, one.kid));
}

/* A process that begins when nobody can tell knows what the last one knew. */
static void
test_remembered(void **state)
{
	const struct signer one = strange("ES256");
	const struct signer others[2] = {one, {.kid = NULL}};
	struct signing *signing;

	(void)state;
	make("ES256");
	signing = signing_open(arena, folder, &why);
	signing_tell(signing, others);
	signing = signing_open(arena, folder, &why);
	assert_non_null(strstr(told(signing, NOW), one.kid));
	assert_string_equal(signing_others(signing)->kid, one.kid);
	assert_int_equal(signing_others(signing)->until, UNTIL);
	for (size_t i = 0; i < 3; i++) {
		static const char *const texts[] = {
		    "", "{\"keys\":[1,{}]}", "["};

		put(at("others.json"), texts[i]);
		signing = signing_open(arena, folder, &why);
		assert_non_null(signing);
		assert_null(strstr(told(signing, NOW), one.kid));
	}
}

static void
test_no_key(void **state)
{
	const struct signer one = strange("ES256");
	struct json *jwk = json_copy(arena, one.jwk);
	struct signer out;

	(void)state;
	assert_false(signers_other(arena, one.kid, "", UNTIL, &out));
	assert_false(signers_other(arena, one.kid, "{}", UNTIL, &out));
	assert_false(
	    signers_other(arena, "x", json_text(arena, one.jwk), UNTIL, &out));
	json_set_string(jwk, "d", "AQ");
	assert_false(
	    signers_other(arena, one.kid, json_text(arena, jwk), UNTIL, &out));
	jwk = json_copy(arena, one.jwk);
	json_set_string(jwk, "alg", "HS256");
	assert_false(
	    signers_other(arena, one.kid, json_text(arena, jwk), UNTIL, &out));
	jwk = json_copy(arena, one.jwk);
	json_set_string(jwk, "x", json_string(json_get(jwk, "y")));
	assert_false(
	    signers_other(arena, one.kid, json_text(arena, jwk), UNTIL, &out));
}

/* Two who rotate to one key have rotated once. */
static void
test_rotate_to(void **state)
{
	const char *next;

	(void)state;
	make("ES256");
	make("ES256");
	next = list()[1].kid;
	assert_false(signers_rotate(arena, folder, "x", NOW, &why));
	assert_true(signers_rotate(arena, folder, next, NOW, &why));
	assert_true(signers_rotate(arena, folder, next, NOW, &why));
	assert_string_equal(states(), "old, signing");
	assert_string_equal(list()[1].kid, next);
	assert_int_equal(signers_until(&list()[0], NOW), list()[0].until);
	assert_int_equal(
	    signers_until(&list()[1], NOW), NOW + SIGNERS_LEASE_SECONDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_told),
	    TEST(test_remembered),
	    TEST(test_no_key),
	    TEST(test_rotate_to),
	};

	return cmocka_run_group_tests_name("signers others", tests, NULL, NULL);
}
