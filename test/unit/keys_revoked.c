/* SPDX-License-Identifier: ISC */
/* Keys that a directory has revoked, however they are spelt. */
#include <string.h>

#include "kit/base64.h"
#include "test/unit/one_key.h"

/* Is the key that signs, of two in the set, revoked by this list? */
static enum keys_revocation
looked_up(const char *list, const char *active, const char *pem)
{
	const char *algorithm = pem == rsa ? "PS256" : "ES256", *why;
	const char *text = issue_jws(arena,
	    arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", algorithm),
	    "{}", algorithm, pem, &why);
	struct keys *revoked = parse(list), *keys = parse(active);
	enum keys_revocation answer;
	struct jws jws;

	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	answer = keys_revoked_signer(revoked, keys, &jws);
	keys_free(revoked);
	keys_free(keys);
	return answer;
}

/* Never unsure. */
static bool
revoked_in(const char *list, const char *active, const char *pem)
{
	enum keys_revocation answer = looked_up(list, active, pem);

	assert_int_not_equal(answer, KEYS_REVOKED_UNREADABLE);
	return answer == KEYS_REVOKED;
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

/* Then its name is all that there is; a number that is there and cannot be
 * read might have said more. */
static void
test_without_numbers(void **state)
{
	static const struct {
		const char *list;
		enum keys_revocation other;
	} lists[] = {
	    {"{\"kid\":\"%s\"}", KEYS_NOT_REVOKED},
	    {"{\"kty\":\"EC\",\"kid\":\"%s\"}", KEYS_NOT_REVOKED},
	    {"{\"kid\":\"%s\",\"status\":\"Revoked\",\"n\":null}",
		KEYS_NOT_REVOKED},
	    {"{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"*\",\"x\":\"\"}",
		KEYS_REVOKED_UNREADABLE},
	    {"{\"kty\":\"x\",\"kid\":\"%s\",\"n\":1,\"x\":\"AA\"}",
		KEYS_REVOKED_UNREADABLE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const char *list = lists[i].list, *before = strstr(list, "%s");
		const char *named = arena_printf(
		    arena, "%.*sk%s", (int)(before - list), list, before + 2);
		const char *other = arena_printf(
		    arena, "%.*sx%s", (int)(before - list), list, before + 2);

		assert_true(revoked_in(named, both(), rsa));
		assert_true(revoked_in(named, both(), ec));
		assert_int_equal(looked_up(other, both(), rsa), lists[i].other);
		assert_int_equal(looked_up(other, both(), ec), lists[i].other);
	}
}

/* An entry may be anything, and does not hide what is beside it. */
static void
test_riddles(void **state)
{
	static const char *const riddles[] = {"{}", "null", "1", "\"k\"", "[]",
	    "{\"kty\":\"EC\"}", "{\"kid\":\"\"}", "{\"kid\":7}",
	    "{\"kid\":null,\"n\":null}", "{\"x5c\":[]}", "{\"x5c\":[\"AAAA\"]}",
	    "{\"kid\":\"x\",\"x5c\":[1]}",
	    "{\"kid\":\"x\",\"x5t#S256\":\"AA\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(riddles) / sizeof(riddles[0]); i++) {
		const char *before = arena_printf(arena, "%s,%s", riddles[i],
		    json_text(arena, jwk(rsa, "sig", NULL)));
		const char *after = arena_printf(arena, "%s,%s",
		    json_text(arena, jwk(rsa, "sig", NULL)), riddles[i]);

		assert_int_equal(looked_up(riddles[i], both(), rsa),
		    KEYS_REVOKED_UNREADABLE);
		assert_int_equal(
		    looked_up(before, both(), ec), KEYS_REVOKED_UNREADABLE);
		assert_int_equal(looked_up(before, both(), rsa), KEYS_REVOKED);
		assert_int_equal(looked_up(after, both(), rsa), KEYS_REVOKED);
	}
}

static struct json *
with(const char *pem, const char *name, const struct json *value)
{
	struct json *key = jwk(pem, "sig", NULL);

	json_set_string(key, "kid", "other");
	if (value != NULL)
		json_set(key, name, value);
	else
		json_remove(key, name);
	return key;
}

/* No signature can be verified by such entries, and they count. */
static void
test_odd_entries(void **state)
{
	static const char *const names[] = {
	    "kty", "alg", "use", "kid", "crv", "e", "y", "d"};
	const struct json *null =
	    json_at(json_parse(arena, "[null]", 6, NULL), 0);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_true(revoked_by(with(rsa, names[i], null), rsa));
		assert_true(revoked_by(with(ec, names[i], null), ec));
		assert_true(revoked_by(with(rsa, names[i], NULL), rsa));
		assert_true(revoked_by(with(ec, names[i], NULL), ec));
		assert_false(revoked_by(with(rsa, names[i], NULL), ec));
		assert_false(revoked_by(with(ec2, names[i], NULL), ec));
	}
	assert_true(
	    revoked_by(with(rsa, "d", json_new_string(arena, "AQAB")), rsa));
}

/* Padded, of the other alphabet, with blanks and line ends. */
static void
test_spellings(void **state)
{
	static const char *const names[] = {"n", "x"};
	const char *pem[] = {rsa, ec};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct json *key = with(pem[i], "alg", NULL);
		const char *text =
		    arena_strdup(arena, json_string(json_get(key, names[i])));
		struct bytes bytes;

		assert_true(
		    base64url_decode(arena, text, strlen(text), &bytes));
		json_set_string(key, names[i],
		    base64_encode(arena, bytes.data, bytes.length));
		assert_true(revoked_by(key, pem[i]));
		json_set_string(key, names[i],
		    arena_printf(arena, " %.20s\r\n%s==\n", text, text + 20));
		assert_true(revoked_by(key, pem[i]));
	}
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

/* Are all keys of the set revoked by the two lists together? */
static enum keys_revocation
all_by(const char *one, const char *other, const char *active)
{
	struct keys *lists[] = {parse(one), parse(other)};
	struct keys *keys = parse(active);
	const struct keys *const revoked[] = {lists[0], lists[1]};
	enum keys_revocation answer = keys_revoked_all(revoked, 2, keys, NULL);

	keys_free(lists[0]);
	keys_free(lists[1]);
	keys_free(keys);
	return answer;
}

/* One key that is left will do; keys for something else are none. */
static void
test_all(void **state)
{
	const char *one = json_text(arena, jwk(rsa, "sig", NULL));
	const char *other = json_text(arena, jwk(ec, "sig", NULL));
	const char *tls = json_text(arena, jwk(rsa, "tls", NULL));

	(void)state;
	assert_int_equal(all_by("", "", both()), KEYS_NOT_REVOKED);
	assert_int_equal(all_by(one, "", both()), KEYS_NOT_REVOKED);
	assert_int_equal(all_by(one, one, both()), KEYS_NOT_REVOKED);
	assert_int_equal(all_by(one, other, both()), KEYS_REVOKED);
	assert_int_equal(all_by(both(), "", both()), KEYS_REVOKED);
	assert_int_equal(all_by(one, "{}", both()), KEYS_REVOKED_UNREADABLE);
	assert_int_equal(all_by("", "", ""), KEYS_REVOKED);
	assert_int_equal(all_by("", "", tls), KEYS_REVOKED);
	assert_int_equal(
	    all_by(other, "", arena_printf(arena, "%s,%s", tls, other)),
	    KEYS_REVOKED);
}

int
main(void)
{
	const struct CMUnitTest keys_revoked[] = {
	    TEST(test_same_key),
	    TEST(test_other_members),
	    TEST(test_zeros),
	    TEST(test_without_numbers),
	    TEST(test_riddles),
	    TEST(test_odd_entries),
	    TEST(test_spellings),
	    TEST(test_no_signer),
	    TEST(test_all),
	};

	return cmocka_run_group_tests(keys_revoked, make_three_keys, free_keys);
}
