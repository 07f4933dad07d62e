/* SPDX-License-Identifier: ISC */
/* Signing keys when the disk is full, or the process is killed. */
#include <sys/resource.h>
#include <sys/wait.h>

#include <signal.h>
#include <time.h>

#include "test/unit/signers_folder.h"

static void
test_full(void **state)
{
	(void)state;
	make("ES256");
	for (int i = 1; i < LIMIT_KEYS; i++)
		rotate(NOW);
	assert_int_equal(count(list()), LIMIT_KEYS);
	assert_false(signers_rotate(arena, folder, NULL, NOW, &why));
	assert_says("has as many keys as it may");
	assert_int_equal(count(list()), LIMIT_KEYS);
	assert_int_equal(files(), 3);
	rotate(NOW + SIGNERS_OLD_SECONDS);
	assert_string_equal(states(), "old, signing");
}

/* Runs in a child: no file may be larger than that. */
static void
try_with_limit(rlim_t most)
{
	const struct rlimit limit = {most, most};
	bool done;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) == -1)
		_exit(2);
	done = signers_rotate(arena, folder, NULL, NOW, &why);
	_exit(done || strstr(why, "cannot be written: File too large") == NULL);
}

/* Neither the private key nor, when that one fits, the list can be written:
 * nothing has changed and nothing is left behind. */
static void
test_full_disk(void **state)
{
	static const rlim_t limits[] = {0, 300};
	const char *before;
	int status;

	(void)state;
	make("ES256");
	before = slurp(at("keys.json"));
	for (size_t i = 0; i < LENGTH(limits); i++) {
		pid_t child = fork();

		assert_int_not_equal(child, -1);
		if (child == 0)
			try_with_limit(limits[i]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		assert_string_equal(slurp(at("keys.json")), before);
		assert_int_equal(files(), 3);
		assert_string_equal(states(), "signing");
	}
}

static void
rotate_for_ever(int64_t now)
{
	for (;; now += SIGNERS_OLD_SECONDS / 3)
		if (!signers_rotate(arena, folder, NULL, now, &why))
			_exit(1);
}

/* Two at once, killed wherever they are: the folder is fit at every moment,
 * and the next change leaves no private key that is not needed. */
static void
test_death(void **state)
{
	enum { CHILDREN = 2 };
	pid_t children[CHILDREN];
	int status, longer = 0;

	(void)state;
	make("ES256");
	for (int round = 0; round < 15;) {
		const int64_t now = NOW + 100000000L * round;
		const struct timespec while_they_work = {
		    .tv_nsec =
			10000000L + 700000L * round + 20000000L * longer};

		for (int i = 0; i < CHILDREN; i++) {
			children[i] = fork();
			if (children[i] == 0)
				rotate_for_ever(now);
		}
		nanosleep(&while_they_work, NULL);
		for (int i = 0; i < CHILDREN; i++) {
			kill(children[i], SIGKILL);
			waitpid(children[i], &status, 0);
			assert_true(WIFSIGNALED(status));
		}
		assert_non_null(signing_kid());
		/* A busy machine may not have let them begin. */
		if (round > 0 || count(list()) > 1)
			round++;
		else if (longer < 40)
			longer++;
	}
	assert_true(count(list()) > 1);
	rotate(NOW);
	assert_int_equal(files(), 3);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_full), TEST(test_full_disk), TEST(test_death)};

	return cmocka_run_group_tests_name("signers_death", tests, NULL, NULL);
}
