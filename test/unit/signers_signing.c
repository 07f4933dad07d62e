/* SPDX-License-Identifier: ISC */
/* Which key signs, and which keys are published, at any time. */
#include "kit/issue/issue.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "test/unit/signers_folder.h"

#define UNTIL (NOW + SIGNERS_OLD_SECONDS)

static struct signing *signing;

static void
start(const char *algorithm)
{
	make(algorithm);
	signing = signing_open(arena, folder, &why);
	if (signing == NULL)
		fail_msg("%s", why);
}

static const char *
token(void)
{
	struct json *claims = json_new_object(arena);
	const char *text;

	json_set_string(claims, "sub", "a");
	text = signing_token(signing, arena, "at+jwt", claims, &why);
	if (text == NULL)
		fail_msg("%s", why);
	return text;
}

static struct jws
parsed(const char *text)
{
	struct jws jws;

	assert_int_equal(
	    jws_parse_access_token(arena, text, strlen(text), &jws), JWS_OK);
	return jws;
}

static enum keys_answer
verify(const char *text, int64_t now)
{
	const struct keys *keys = signing_keys(signing, arena, now, &why);
	const struct jws jws = parsed(text);

	if (keys == NULL)
		fail_msg("%s", why);
	return keys_verify(keys, &jws);
}

static size_t
published(int64_t now)
{
	const struct json *set = signing_jwks(signing, arena, now, &why);

	if (set == NULL)
		fail_msg("%s", why);
	assert_int_equal(json_length(set), 1);
	return json_length(json_get(set, "keys"));
}

static void
assert_unfit(const char *words)
{
	const struct json *claims = json_new_object(arena);

	assert_null(signing_token(signing, arena, "at+jwt", claims, &why));
	assert_says(words);
	assert_null(signing_jwks(signing, arena, NOW, &why));
	assert_says(words);
	assert_null(signing_keys(signing, arena, NOW, &why));
	assert_says(words);
}

static void
test_open(void **state)
{
	(void)state;
	assert_null(signing_open(arena, folder, &why));
	assert_says("no key signs yet (dcr keys new makes one)");
	make("ES256");
	assert_int_equal(chmod(folder, 0750), 0);
	assert_null(signing_open(arena, folder, &why));
	assert_says("chmod 700");
	assert_null(signing_open(arena, at("none"), &why));
	assert_says("/none: No such file");
}

static void
test_token(void **state)
{
	static const char *const algorithms[] = {"ES256", "PS256"};

	(void)state;
	for (size_t i = 0; i < LENGTH(algorithms); i++) {
		const char *text;
		struct jws jws;

		start(algorithms[i]);
		text = token();
		jws = parsed(text);
		assert_string_equal(jws.algorithm, algorithms[i]);
		assert_string_equal(jws.kid, signing_kid());
		assert_string_equal(
		    json_string(json_get(jws.header, "typ")), "at+jwt");
		assert_int_equal(json_length(jws.header), 3);
		assert_string_equal(
		    json_string(json_get(jws.payload, "sub")), "a");
		assert_int_equal(verify(text, NOW), KEYS_VERIFIED);
		assert_int_equal(
		    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
		assert_int_equal(mkdir(folder, 0700), 0);
	}
}

/* A rotation holds at once; what the old key has signed lives on, to the
 * second. */
static void
test_rotation(void **state)
{
	const struct json *before;
	const char *old, *fresh;

	(void)state;
	start("ES256");
	old = token();
	before = signing_jwks(signing, arena, NOW, &why);
	assert_int_equal(published(NOW), 1);
	make("PS256");
	assert_int_equal(published(NOW), 2);
	assert_string_equal(parsed(token()).kid, parsed(old).kid);
	rotate(NOW);
	fresh = token();
	assert_string_equal(parsed(fresh).algorithm, "PS256");
	assert_string_equal(parsed(fresh).kid, list()[1].kid);
	assert_int_equal(published(UNTIL - 1), 2);
	assert_int_equal(verify(old, UNTIL - 1), KEYS_VERIFIED);
	assert_int_equal(published(UNTIL), 1);
	assert_int_equal(verify(old, UNTIL), KEYS_UNKNOWN);
	assert_int_equal(verify(fresh, UNTIL), KEYS_VERIFIED);
	assert_int_equal(verify(old, UNTIL - 1), KEYS_VERIFIED);
	assert_true(
	    signers_retire(arena, folder, parsed(old).kid, true, NOW, &why));
	assert_int_equal(verify(old, NOW), KEYS_UNKNOWN);
	/* What was told is the caller's, whatever became of the folder. */
	assert_int_equal(json_length(json_get(before, "keys")), 1);
}

/* However fast they follow each other: not even an inode is mistaken. */
static void
test_fast_changes(void **state)
{
	(void)state;
	start("ES256");
	for (int i = 0; i < 40; i++) {
		make("ES256");
		assert_int_equal(published(NOW), 2);
		assert_string_equal(
		    json_string(json_get(json_at(json_get(signing_jwks(signing,
							      arena, NOW, &why),
						     "keys"),
					     1),
			"kid")),
		    list()[1].kid);
		assert_true(signers_retire(
		    arena, folder, list()[1].kid, false, NOW, &why));
	}
	assert_int_equal(published(NOW), 1);
}

static void
test_kept(void **state)
{
	const struct keys *keys;

	(void)state;
	start("ES256");
	rotate(NOW);
	keys = signing_keys(signing, arena, NOW, &why);
	assert_ptr_equal(signing_keys(signing, arena, NOW + 1, &why), keys);
	assert_int_equal(chmod(at("lock"), 0640), 0);
	assert_ptr_equal(signing_keys(signing, arena, NOW + 1, &why), keys);
}

/* Nobody gets the private parts. */
static void
test_public(void **state)
{
	const char *text;

	(void)state;
	start("ES256");
	make("PS256");
	text = json_text(arena, signing_jwks(signing, arena, NOW, &why));
	for (size_t i = 0; i < 6; i++) {
		static const char *const names[] = {
		    "\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\""};
		assert_null(strstr(text, names[i]));
	}
	assert_non_null(strstr(text, "\"x\""));
	assert_non_null(strstr(text, "\"n\""));
}

static void
assert_closes(const char *path, mode_t right, mode_t wrong)
{
	assert_int_equal(chmod(path, wrong), 0);
	assert_unfit(strrchr(path, '/') + 1);
	assert_int_equal(chmod(path, right), 0);
	assert_int_equal(verify(token(), NOW), KEYS_VERIFIED);
}

/* Unfit in the middle of its life, and mended. */
static void
test_unfit(void **state)
{
	const char *pem, *text, *away = arena_printf(arena, "%s/away", root);

	(void)state;
	start("ES256");
	make("ES256");
	assert_closes(folder, 0700, 0701);
	assert_closes(at("keys.json"), 0600, 0604);
	assert_closes(pem_of(list()[0].kid), 0600, 0640);
	assert_closes(pem_of(list()[1].kid), 0600, 0602);
	pem = pem_of(signing_kid());
	assert_int_equal(rename(pem, away), 0);
	assert_unfit("is missing");
	assert_int_equal(symlink(away, pem), 0);
	assert_unfit("must not be a symbolic link");
	put(pem, issue_key(arena, ISSUE_EC_P256, &why));
	assert_unfit("is not the private key");
	assert_int_equal(rename(away, pem), 0);
	token();
	text = slurp(at("keys.json"));
	put(at("keys.json"), "{");
	assert_unfit("is broken");
	assert_int_equal(unlink(at("keys.json")), 0);
	assert_unfit("no key signs yet");
	put(at("keys.json"), text);
	token();
	assert_int_equal(rename(folder, away), 0);
	assert_unfit("No such file");
	assert_int_equal(symlink(away, folder), 0);
	assert_unfit("not a link to one");
	assert_int_equal(unlink(folder), 0);
	assert_int_equal(rename(away, folder), 0);
	token();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_open),
	    TEST(test_token), TEST(test_rotation), TEST(test_fast_changes),
	    TEST(test_kept), TEST(test_public), TEST(test_unfit)};

	return cmocka_run_group_tests_name(
	    "signers_signing", tests, NULL, NULL);
}
