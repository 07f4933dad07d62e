/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/base64.h"
#include "test/unit/one_key.h"

/* Is the key that signs, of two in the set, revoked by this list? */
static bool
revoked_in(const char *list, const char *active, const char *pem)
{
	const char *algorithm = pem == rsa ? "PS256" : "ES256", *why;
	const char *text = issue_jws(arena,
	    arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", algorithm),
	    "{}", algorithm, pem, &why);
	struct keys *revoked = parse(list), *keys = parse(active);
	struct jws jws;
	bool answer;

	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	answer = keys_signer_revoked(revoked, keys, &jws);
	keys_free(revoked);
	keys_free(keys);
	return answer;
}

static const char *
both(void)
{
	return arena_printf(arena, "%s,%s",
	    json_text(arena, jwk(rsa, "sig", NULL)),
	    json_text(arena, jwk(ec, "sig", NULL)));
}

static bool
revoked_by(const struct json *key, const char *pem)
{
	return revoked_in(json_text(arena, key), both(), pem);
}

static void
test_same_key(void **state)
{
	(void)state;
	assert_true(revoked_by(jwk(rsa, "sig", NULL), rsa));
	assert_true(revoked_by(jwk(ec, "sig", NULL), ec));
	assert_false(revoked_by(jwk(rsa, "sig", NULL), ec));
	assert_false(revoked_by(jwk(ec, "sig", NULL), rsa));
	/* Of the same name, and another one. */
	assert_false(revoked_by(jwk(ec2, "sig", NULL), ec));
	assert_false(revoked_in("", both(), rsa));
	assert_true(revoked_in(both(), both(), ec));
}

/* What it is called, what it is for, and who certifies it do not matter. */
static void
test_other_members(void **state)
{
	static const char *const names[] = {"kid", "use", "alg", "key_ops"};
	struct json *key = jwk(rsa, "tls", NULL);

	(void)state;
	assert_true(revoked_by(key, rsa));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_set_string(key, names[i], "other");
	json_set(key, "x5c", json_new_array(arena));
	assert_true(revoked_by(key, rsa));
}

/* Some libraries write the byte of a sign before the number. */
static void
test_zeros(void **state)
{
	static const char *const names[] = {"n", "x"};
	const char *pem[] = {rsa, ec};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct json *key = jwk(pem[i], "sig", NULL);
		const char *text = json_string(json_get(key, names[i]));
		struct bytes bytes;
		unsigned char longer[600] = {0};

		assert_true(
		    base64url_decode(arena, text, strlen(text), &bytes));
		memcpy(longer + 2, bytes.data, bytes.length);
		json_set_string(key, names[i],
		    base64url_encode(arena, longer, bytes.length + 2));
		json_set_string(key, "kid", "other");
		assert_true(revoked_by(key, pem[i]));
	}
}

/* Then its name is all that there is. */
static void
test_without_numbers(void **state)
{
	static const char *const lists[] = {"{\"kty\":\"EC\",\"kid\":\"%s\"}",
	    "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"*\",\"x\":\"\"}",
	    "{\"kty\":\"x\",\"kid\":\"%s\",\"n\":1,\"x\":\"AA\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const char *before = strstr(lists[i], "%s");
		const char *named = arena_printf(arena, "%.*sk%s",
		    (int)(before - lists[i]), lists[i], before + 2);
		const char *other = arena_printf(arena, "%.*sx%s",
		    (int)(before - lists[i]), lists[i], before + 2);

		assert_true(revoked_in(named, both(), rsa));
		assert_true(revoked_in(named, both(), ec));
		assert_false(revoked_in(other, both(), rsa));
		assert_false(revoked_in(other, both(), ec));
	}
	assert_false(revoked_in("{\"kty\":\"EC\"}", both(), ec));
}

/* The key has gone meanwhile: it is not one of the active ones any more. */
static void
test_no_signer(void **state)
{
	(void)state;
	assert_true(
	    revoked_in("", json_text(arena, jwk(rsa, "sig", NULL)), ec));
	assert_true(
	    revoked_in("", json_text(arena, jwk(ec2, "sig", NULL)), ec));
}

int
main(void)
{
	const struct CMUnitTest keys_revoked[] = {
	    TEST(test_same_key),
	    TEST(test_other_members),
	    TEST(test_zeros),
	    TEST(test_without_numbers),
	    TEST(test_no_signer),
	};

	return cmocka_run_group_tests(keys_revoked, make_three_keys, free_keys);
}
