/* SPDX-License-Identifier: ISC */
/* Files are read and replaced as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/file.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

static struct arena *arena;
static char folder[] = "/tmp/dcr-file-XXXXXX";

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

/* Removes what is left, and tells how many files that were. */
static int
sweep(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.') {
			assert_int_equal(
			    unlinkat(dirfd(dir), entry->d_name, 0), 0);
			count++;
		}
	closedir(dir);
	return count;
}

static int
end(void **state)
{
	(void)state;
	sweep();
	arena_free(arena);
	return rmdir(folder);
}

static const char *
at(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name);
}

static void
holds(const char *path, const char *text)
{
	size_t length = 77;
	char *is = file_read(arena, path, 1000, &length);

	assert_non_null(is);
	assert_string_equal(is, text);
	assert_int_equal(length, strlen(text));
}

static void
writes_and_reads(void **state)
{
	static const char bytes[] = "a\0b\xff";
	size_t length;
	char *is;

	(void)state;
	assert_true(file_replace(at("f"), bytes, sizeof bytes, 0600));
	is = file_read(arena, at("f"), sizeof bytes, &length);
	assert_non_null(is);
	assert_int_equal(length, sizeof bytes);
	assert_memory_equal(is, bytes, sizeof bytes);
	assert_int_equal(is[length], 0);
	assert_true(file_replace(at("f"), "", 0, 0600));
	holds(at("f"), "");
	assert_int_equal(sweep(), 1);
}

static void
reads_large_files(void **state)
{
	enum { SIZE = 300000 };
	char *large = arena_alloc(arena, SIZE);
	size_t length;
	char *is;

	(void)state;
	for (int i = 0; i < SIZE; i++)
		large[i] = (char)(i * 7 % 251);
	assert_true(file_replace(at("f"), large, SIZE, 0600));
	is = file_read(arena, at("f"), SIZE, &length);
	assert_non_null(is);
	assert_int_equal(length, SIZE);
	assert_memory_equal(is, large, SIZE);
	errno = 0;
	assert_null(file_read(arena, at("f"), SIZE - 1, &length));
	assert_int_equal(errno, EFBIG);
}

static void
refuses_what_is_no_file(void **state)
{
	size_t length;

	(void)state;
	assert_null(file_read(arena, at("none"), 10, &length));
	assert_int_equal(errno, ENOENT);
	assert_null(file_read(arena, folder, 10, &length));
	assert_int_equal(errno, EINVAL);
	assert_null(file_read(arena, "/dev/null", 10, &length));
	assert_int_equal(errno, EINVAL);
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_null(file_read(arena, at("pipe"), 10, &length));
	assert_int_equal(errno, EINVAL);
}

/* What is said to have no bytes is read all the same. */
static void
reads_past_the_stated_size(void **state)
{
	size_t length = 0;
	char *is;

	(void)state;
	is = file_read(arena, "/proc/self/status", 100000, &length);
	assert_non_null(is);
	assert_true(length > 100);
	assert_int_equal(strlen(is), length);
	assert_null(file_read(arena, "/proc/self/status", 100, &length));
	assert_int_equal(errno, EFBIG);
}

static char *
read_from_pipe(size_t bytes, size_t limit, size_t *length)
{
	int ends[2], saved = dup(STDIN_FILENO), fault;
	char *text;

	assert_int_equal(pipe(ends), 0);
	for (size_t i = 0; i < bytes; i++)
		assert_int_equal(write(ends[1], "z", 1), 1);
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	text = file_read(arena, "-", limit, length);
	fault = errno;
	if (saved >= 0) {
		dup2(saved, STDIN_FILENO);
		close(saved);
	}
	errno = fault;
	return text;
}

static void
reads_standard_input(void **state)
{
	size_t length = 0;
	char *is = read_from_pipe(10000, 10000, &length);

	(void)state;
	assert_non_null(is);
	assert_int_equal(length, 10000);
	assert_int_equal(strspn(is, "z"), 10000);
	assert_non_null(read_from_pipe(0, 0, &length));
	assert_int_equal(length, 0);
	assert_null(read_from_pipe(11, 10, &length));
	assert_int_equal(errno, EFBIG);
}

static void
gives_the_mode(void **state)
{
	mode_t mask = umask(027);
	struct stat st;

	(void)state;
	assert_true(file_replace(at("f"), "a", 1, 0666));
	umask(mask);
	assert_int_equal(stat(at("f"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_true(file_replace(at("f"), "b", 1, 0400));
	assert_int_equal(stat(at("f"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
}

/* The old file stays what it was for who has it open. */
static void
replaces_and_does_not_rewrite(void **state)
{
	char old[4] = "";
	int fd;

	(void)state;
	assert_true(file_replace(at("f"), "old", 3, 0600));
	assert_int_equal(symlink("f", at("link")), 0);
	fd = open(at("f"), O_RDONLY);
	assert_true(file_replace(at("f"), "new", 3, 0600));
	assert_int_equal(read(fd, old, 3), 3);
	close(fd);
	assert_string_equal(old, "old");
	holds(at("f"), "new");
	assert_true(file_replace(at("link"), "own", 3, 0600));
	holds(at("f"), "new");
	holds(at("link"), "own");
	assert_int_equal(sweep(), 2);
}

static void
leaves_nothing_after_a_failure(void **state)
{
	(void)state;
	errno = 0;
	assert_false(file_replace(at("no/f"), "a", 1, 0600));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(mkdir(at("d"), 0700), 0);
	assert_false(file_replace(at("d"), "a", 1, 0600));
	assert_int_equal(errno, EISDIR);
	assert_int_equal(rmdir(at("d")), 0);
	assert_int_equal(sweep(), 0);
}

/* RLIMIT_FSIZE serves as a full disk. */
static void
keeps_the_old_file_when_the_disk_is_full(void **state)
{
	const struct rlimit full = {1000, 1000};
	char *large = arena_alloc(arena, 5000);
	int status;
	pid_t child;

	(void)state;
	assert_true(file_replace(at("f"), "old", 3, 0600));
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGXFSZ, SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &full) < 0)
			_exit(2);
		_exit(file_replace(at("f"), large, 5000, 0600) ? 3
		      : errno == EFBIG			       ? 0
							       : 4);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	holds(at("f"), "old");
	assert_int_equal(sweep(), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(writes_and_reads),
	    TEST(reads_large_files),
	    TEST(refuses_what_is_no_file),
	    TEST(reads_past_the_stated_size),
	    TEST(reads_standard_input),
	    TEST(gives_the_mode),
	    TEST(replaces_and_does_not_rewrite),
	    TEST(leaves_nothing_after_a_failure),
	    TEST(keeps_the_old_file_when_the_disk_is_full),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
