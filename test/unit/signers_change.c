/* SPDX-License-Identifier: ISC */
/* Making, rotating and retiring signing keys. */
#include <sys/wait.h>

#include "kit/json.h"
#include "test/unit/signers_folder.h"

#define UNTIL (NOW + SIGNERS_OLD_SECONDS)

static bool
retire(const char *kid, bool at_once, int64_t now)
{
	return signers_retire(arena, folder, kid, at_once, now, &why);
}

static bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void
test_new(void **state)
{
	const struct signer *signers;

	(void)state;
	assert_false(signers_new(arena, folder, "RS256", NOW, &why));
	assert_says("no algorithm 'RS256'");
	make("ES256");
	assert_string_equal(states(), "signing");
	make("PS256");
	signers = list();
	assert_string_equal(states(), "signing, next");
	assert_string_equal(signers[0].algorithm, "ES256");
	assert_string_equal(signers[1].algorithm, "PS256");
	assert_int_equal(signers[1].since, NOW);
	assert_int_equal(signers[1].until, 0);
	assert_false(signers_new(arena, folder, "ES256", NOW, &why));
	assert_says(signers[1].kid);
	assert_says("is the next key already");
	assert_int_equal(count(list()), 2);
	assert_int_equal(files(), 4);
}

/* Private halves are where they belong, and closed whatever the umask. */
static void
test_files(void **state)
{
	const struct signer *signers;
	mode_t mask = umask(0);
	const char *text;
	struct stat stamp;

	(void)state;
	make("ES256");
	make("PS256");
	umask(mask);
	signers = list();
	text = slurp(at("keys.json"));
	assert_null(strstr(text, "PRIVATE"));
	for (size_t i = 0; i < 2; i++) {
		assert_null(json_get(signers[i].jwk, "d"));
		assert_string_equal(
		    json_string(json_get(signers[i].jwk, "use")), "sig");
		assert_memory_equal(slurp(pem_of(signers[i].kid)),
		    "-----BEGIN PRIVATE KEY-----\n", 28);
		assert_int_equal(stat(pem_of(signers[i].kid), &stamp), 0);
		assert_int_equal(stamp.st_mode & 07777, 0600);
	}
	assert_int_equal(stat(at("keys.json"), &stamp), 0);
	assert_int_equal(stamp.st_mode & 07777, 0600);
	assert_int_equal(stat(at("lock"), &stamp), 0);
	assert_int_equal(stamp.st_mode & 07777, 0600);
}

static void
test_rotate(void **state)
{
	const struct signer *signers;

	(void)state;
	assert_false(signers_rotate(arena, folder, NULL, NOW, &why));
	assert_says("no key signs yet");
	make("PS256");
	rotate(NOW);
	signers = list();
	assert_string_equal(states(), "old, signing");
	assert_string_equal(signers[1].algorithm, "PS256");
	assert_int_equal(signers[0].until, UNTIL);
	assert_false(is_there(pem_of(signers[0].kid)));
	assert_true(is_there(pem_of(signers[1].kid)));
	assert_int_equal(files(), 3);
	make("ES256");
	assert_string_equal(states(), "old, signing, next");
	signers = list();
	rotate(NOW + 5);
	assert_string_equal(states(), "old, old, signing");
	assert_string_equal(signing_kid(), signers[2].kid);
	assert_int_equal(list()[2].since, NOW + 5);
	assert_int_equal(list()[1].since, NOW + 5);
	assert_int_equal(list()[1].until, UNTIL + 5);
	assert_int_equal(files(), 3);
}

/* Rotation is the way out when the signing key is gone, and no way into a next
 * one that is. */
static void
test_lost(void **state)
{
	const char *before, *kid;

	(void)state;
	make("ES256");
	assert_int_equal(unlink(pem_of(signing_kid())), 0);
	rotate(NOW);
	assert_string_equal(states(), "old, signing");
	make("ES256");
	before = slurp(at("keys.json"));
	kid = list()[2].kid;
	assert_int_equal(chmod(pem_of(kid), 0644), 0);
	assert_false(signers_rotate(arena, folder, NULL, NOW, &why));
	assert_says("chmod 600");
	assert_int_equal(unlink(pem_of(kid)), 0);
	assert_false(signers_rotate(arena, folder, NULL, NOW, &why));
	assert_says("(dcr keys retire)");
	assert_string_equal(slurp(at("keys.json")), before);
	assert_true(retire(kid, false, NOW));
	rotate(NOW);
}

static void
test_retire(void **state)
{
	const struct signer *signers;

	(void)state;
	assert_false(retire("nobody", true, NOW));
	assert_says("no key 'nobody'");
	make("ES256");
	assert_false(retire(signing_kid(), true, NOW));
	assert_says("signs: dcr keys rotate");
	make("ES256");
	signers = list();
	assert_true(retire(signers[1].kid, false, NOW));
	assert_false(is_there(pem_of(signers[1].kid)));
	assert_string_equal(states(), "signing");
	rotate(NOW);
	assert_false(retire(signers[0].kid, false, UNTIL - 1));
	assert_says("may be alive until 2027-01-15T09:01:00Z");
	assert_string_equal(states(), "old, signing");
	assert_true(retire(signers[0].kid, true, UNTIL - 1));
	assert_string_equal(states(), "signing");
	signers = list();
	rotate(NOW);
	assert_true(retire(signers[0].kid, false, UNTIL));
	assert_string_equal(states(), "signing");
	assert_false(retire(signers[0].kid, false, UNTIL));
}

static void
test_forget(void **state)
{
	(void)state;
	make("ES256");
	rotate(NOW);
	rotate(NOW + 1);
	rotate(UNTIL - 1);
	assert_string_equal(states(), "old, old, old, signing");
	assert_true(signers_new(arena, folder, "ES256", UNTIL, &why));
	assert_string_equal(states(), "old, old, signing, next");
	assert_false(signers_new(arena, folder, "ES256", UNTIL + 1, &why));
	assert_string_equal(states(), "old, old, signing, next");
	rotate(UNTIL + 1);
	assert_string_equal(states(), "old, old, signing");
}

/* What a change that was killed may leave, and what is not ours. */
static void
test_strays(void **state)
{
	static const char *const strays[] = {
	    "A-_45678901234567890123456789012345678901bc.pem",
	    "A-_45678901234567890123456789012345678901bc.pem.0123456789abcdef",
	    "keys.json.0123456789abcdef"};
	static const char *const others[] = {"notes", "keys.json.bak", "x.pem",
	    "keys.json.0123456789abcdeF", "keys.json.0123456789abcdef0",
	    "A-_45678901234567890123456789012345678901b.pem",
	    "A-_45678901234567890123456789012345678901bcd.pem",
	    "A-_4567890123456789012345678901234567890.bc.pem",
	    "A-_45678901234567890123456789012345678901bc.pem.bak",
	    "A-_45678901234567890123456789012345678901bc"};
	const char *tagged;

	(void)state;
	make("ES256");
	make("ES256");
	tagged =
	    arena_printf(arena, "%s.00112233aabbccdd", pem_of(signing_kid()));
	put(tagged, "");
	for (size_t i = 0; i < LENGTH(strays); i++)
		put(at(strays[i]), "");
	for (size_t i = 0; i < LENGTH(others); i++)
		put(at(others[i]), "");
	assert_string_equal(states(), "signing, next");
	rotate(NOW);
	assert_false(is_there(tagged));
	for (size_t i = 0; i < LENGTH(strays); i++)
		if (is_there(at(strays[i])))
			fail_msg("%s is still there", strays[i]);
	for (size_t i = 0; i < LENGTH(others); i++)
		if (!is_there(at(others[i])))
			fail_msg("%s was removed", others[i]);
	assert_int_equal(files(), 3 + LENGTH(others));
}

/* The folder can be listed while another process rotates its keys, and takes
 * away the private half of one between the list and the look at it. */
static void
test_race(void **state)
{
	pid_t rotating;
	int status = 0;

	(void)state;
	make("ES256");
	if ((rotating = fork()) == 0) {
		bool done = true;

		for (int i = 0; i < 60 && done; i++)
			done = signers_rotate(arena, folder, NULL,
			    NOW + i * (SIGNERS_OLD_SECONDS + 1), &why);
		_exit(!done);
	}
	assert_true(rotating > 0);
	/* A list holds the folder open until the end of its arena. */
	while (waitpid(rotating, &status, WNOHANG) == 0) {
		struct arena *const world = arena;

		arena = arena_new();
		(void)list();
		arena_free(arena);
		arena = world;
	}
	assert_int_equal(status, 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_new),
	    TEST(test_files), TEST(test_rotate), TEST(test_lost),
	    TEST(test_retire), TEST(test_forget), TEST(test_strays),
	    TEST(test_race)};

	return cmocka_run_group_tests_name("signers_change", tests, NULL, NULL);
}
