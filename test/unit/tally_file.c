/* SPDX-License-Identifier: ISC */
/*
 * The file that processes count in, in every state that it may be found in:
 * what is not ours is left as it is, what is damaged begins anew, and what goes
 * wrong while it is mapped ends nobody.
 */
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/metrics/metrics.h"
#include "front/metrics/private.h"
#include "test/unit/arena_setup.h"

static char folder[64];
static char path[96];

static int
set_up_folder(void **state)
{
	(void)set_up(state);
	(void)snprintf(folder, sizeof(folder), "/tmp/dcr-tally.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return 1;
	(void)snprintf(path, sizeof(path), "%s/" METRICS_FILE, folder);
	return 0;
}

static int
tear_down_folder(void **state)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return tear_down(state) + system(command);
}

#define FOLDER_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up_folder, tear_down_folder)

static void
put(const char *text, size_t length, mode_t mode)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), length);
	assert_int_equal(fchmod(fd, mode), 0);
	(void)close(fd);
}

static void
count(struct tally_file *file, uint64_t wanted)
{
	tally_add(&file->tallies->fetches, 1);
	assert_int_equal(file->tallies->fetches, wanted);
}

static void
expect(bool shared)
{
	struct tally_file file;

	tally_file_open(&file, folder, arena);
	assert_int_equal(file.shared, shared);
	assert_int_equal(tally_file_stands(&file), shared);
	assert_memory_equal(file.tallies->magic, TALLY_MAGIC, 8);
	count(&file, 1);
	tally_file_close(&file);
}

/* What is counted stays when the last process has gone. */
static void
test_shared(void **state)
{
	struct tally_file a, b;
	struct stat status;

	(void)state;
	tally_file_open(&a, folder, arena);
	tally_file_open(&b, folder, arena);
	assert_true(a.shared && b.shared);
	count(&a, 1);
	count(&b, 2);
	tally_file_close(&a);
	tally_file_close(&b);
	tally_file_open(&a, folder, arena);
	count(&a, 3);
	assert_true(a.tallies->since > 0);
	tally_file_close(&a);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_true(status.st_blocks * 512 >= (blkcnt_t)sizeof(struct tallies));
}

/* At once, and there is one file in the end that has all. */
static void
test_race(void **state)
{
	enum { PROCESSES = 8 };
	struct tally_file file;
	int status;

	(void)state;
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			tally_file_open(&file, folder, arena);
			tally_add(&file.tallies->fetches, 1);
			_exit(!file.shared);
		}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	tally_file_open(&file, folder, arena);
	count(&file, PROCESSES + 1);
	tally_file_close(&file);
}

static void
test_damaged(void **state)
{
	static char bytes[sizeof(struct tallies) + 1];
	struct tallies *head = (struct tallies *)bytes;
	char fresh[128];

	(void)state;
	put("", 0, 0600);
	expect(true);
	put("x", 1, 0600);
	expect(true);
	put(bytes, sizeof(struct tallies), 0600);
	expect(true);
	put(bytes, sizeof(struct tallies) + 1, 0600);
	expect(true);
	memcpy(head->magic, TALLY_MAGIC, 8);
	head->size = sizeof(struct tallies);
	put(bytes, sizeof(struct tallies), 0600); /* version 0 */
	expect(true);
	head->version = TALLY_VERSION;
	head->size--;
	put(bytes, sizeof(struct tallies), 0600);
	expect(true);
	(void)snprintf(fresh, sizeof(fresh), "%s.new", path);
	assert_int_equal(rename(path, fresh), 0); /* of a process killed */
	expect(true);
	assert_int_equal(access(fresh, F_OK), -1);
}

static void
test_foreign(void **state)
{
	static char bytes[sizeof(struct tallies)];
	struct tallies *head = (struct tallies *)bytes;
	char other[96];
	struct stat status;

	(void)state;
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	put("x", 1, 0644);
	expect(false);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	expect(false);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(link(other, path), 0);
	assert_int_equal(chmod(other, 0600), 0);
	expect(false);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	expect(false);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	expect(false);
	assert_int_equal(unlink(path), 0);
	memcpy(head->magic, TALLY_MAGIC, 8);
	head->version = TALLY_VERSION + 1;
	put(bytes, sizeof(bytes), 0600);
	expect(false);
	assert_int_equal(stat(other, &status), 0);
	assert_int_equal(status.st_size, 1);
}

/* No room: neither in the folder nor, as it were, on the disk. */
static void
test_no_room(void **state)
{
	(void)state;
	assert_int_equal(rmdir(folder), 0);
	expect(false);
	assert_int_equal(mkdir(folder, 0700), 0);
}

/* What a process has mapped is cut short, is removed, is another's: it goes on
 * counting, and sees that. */
static void
test_cut(void **state)
{
	struct tally_file file, next;

	(void)state;
	tally_file_open(&file, folder, arena);
	count(&file, 1);
	assert_int_equal(truncate(path, 0), 0);
	assert_false(tally_file_stands(&file));
	count(&file, 1);
	tally_add(&tally_slot(file.tallies, SLOT_RULE, "a.b", "", 0)
		       ->histogram.counts[0],
	    1);
	assert_true(tally_guard_cut(file.guard));
	assert_non_null(tally_list(file.tallies, arena));
	tally_file_open(&next, folder, arena);
	count(&next, 1);
	assert_true(tally_file_stands(&next));
	assert_int_equal(unlink(path), 0);
	assert_false(tally_file_stands(&next));
	count(&next, 2);
	tally_file_close(&file);
	tally_file_close(&next);
}

/* Of each mapping that is left no guard is left: there is room for the next. */
static void
test_again(void **state)
{
	(void)state;
	for (int i = 0; i < 3 * TALLY_GUARDS; i++) {
		struct tally_file file;

		tally_file_open(&file, folder, arena);
		assert_true(file.guard < TALLY_GUARDS);
		count(&file, (uint64_t)i + 1);
		tally_file_close(&file);
	}
}

/* Anybody else's fault ends the process, as it did before. */
static void
test_fault(void **state)
{
	struct tally_file file;
	int status = 0;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0) {
		(void)signal(SIGBUS, SIG_DFL);
		tally_file_open(&file, folder, arena);
		(void)raise(SIGBUS);
		(void)raise(SIGBUS);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGBUS);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {FOLDER_TEST(test_shared),
	    FOLDER_TEST(test_race), FOLDER_TEST(test_damaged),
	    FOLDER_TEST(test_foreign), FOLDER_TEST(test_no_room),
	    FOLDER_TEST(test_cut), FOLDER_TEST(test_again),
	    FOLDER_TEST(test_fault)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
