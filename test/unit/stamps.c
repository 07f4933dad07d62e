/* SPDX-License-Identifier: ISC */
/* A change of a file that something was made from is seen, and no sooner than
 * the file is whole. */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "arena_setup.h"
#include "kit/file.h"
#include "kit/stamps.h"

static char folder[] = "/tmp/dcr-stamps-XXXXXX";
static const char *path;

static void
write_text(const char *text)
{
	assert_true(file_replace(path, text, strlen(text), 0600));
}

/* Stamps of one file that is read, with what stands in it. */
static struct stamps *
made_from(const char *text)
{
	struct stamps *stamps = stamps_new(arena);
	size_t length;

	path = arena_printf(arena, "%s/file", folder);
	(void)unlink(path);
	if (text != NULL)
		write_text(text);
	stamps_begin(stamps);
	(void)file_read(arena, path, 100, &length);
	stamps_end();
	return stamps;
}

/* So many milliseconds after the last change of the file. */
static struct timespec
after(int64_t milliseconds)
{
	struct stat status;
	int64_t total;

	assert_int_equal(stat(path, &status), 0);
	total = (int64_t)status.st_ctim.tv_nsec + milliseconds * 1000000;
	return (struct timespec){
	    status.st_ctim.tv_sec + total / 1000000000, total % 1000000000};
}

static void
test_same(void **state)
{
	struct stamps *stamps = made_from("one");

	(void)state;
	assert_int_equal(stamps_compare(stamps, after(0)), STAMPS_SAME);
	assert_int_equal(stamps_compare(stamps, after(999999)), STAMPS_SAME);
}

static void
test_changed(void **state)
{
	struct stamps *stamps = made_from("one");

	(void)state;
	write_text("two");
	assert_int_equal(stamps_compare(stamps, after(0)), STAMPS_SETTLING);
	assert_int_equal(stamps_compare(stamps, after(900)), STAMPS_SETTLING);
	assert_int_equal(stamps_compare(stamps, after(1001)), STAMPS_CHANGED);
	assert_int_equal(stamps_compare(stamps, after(-5000)), STAMPS_CHANGED);
}

static void
test_mode(void **state)
{
	struct stamps *stamps = made_from("one");

	(void)state;
	usleep(20000); /* past the tick of the kernel's clock */
	assert_int_equal(chmod(path, 0400), 0);
	assert_int_equal(stamps_compare(stamps, after(1001)), STAMPS_CHANGED);
}

static void
test_gone(void **state)
{
	struct stamps *stamps = made_from("one");
	const struct timespec now = {1000000000, 0};

	(void)state;
	assert_int_equal(unlink(path), 0);
	assert_int_equal(stamps_compare(stamps, now), STAMPS_SETTLING);
	assert_int_equal(stamps_compare(stamps, now), STAMPS_CHANGED);
}

/* An editor may take the file away before it writes the new one. */
static void
test_gone_for_a_moment(void **state)
{
	struct stamps *stamps = made_from("one");

	(void)state;
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
	    stamps_compare(stamps, (struct timespec){1, 0}), STAMPS_SETTLING);
	write_text("two");
	assert_int_equal(stamps_compare(stamps, after(10)), STAMPS_SETTLING);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
	    stamps_compare(stamps, (struct timespec){1, 0}), STAMPS_SETTLING);
}

static void
test_missing(void **state)
{
	struct stamps *stamps = made_from(NULL);

	(void)state;
	assert_int_equal(
	    stamps_compare(stamps, (struct timespec){1, 0}), STAMPS_SAME);
	assert_int_equal(
	    stamps_compare(stamps, (struct timespec){9, 0}), STAMPS_SAME);
	write_text("one");
	assert_int_equal(stamps_compare(stamps, after(1001)), STAMPS_CHANGED);
}

/* One that is still being written holds the others up: they may belong
 * together. */
static void
test_together(void **state)
{
	struct stamps *stamps = made_from("one");
	const char *first = path;
	struct timespec settled;

	(void)state;
	usleep(20000);
	write_text("two");
	settled = after(1001);
	path = arena_printf(arena, "%s/other", folder);
	(void)unlink(path);
	stamps_begin(stamps);
	stamps_note(path);
	stamps_end();
	assert_int_equal(stamps_compare(stamps, settled), STAMPS_CHANGED);
	usleep(1100000); /* so that the first file alone is settled */
	write_text("three");
	settled = after(10);
	assert_int_equal(stamps_compare(stamps, settled), STAMPS_SETTLING);
	(void)unlink(path);
	(void)unlink(first);
}

/* What nobody wants to know is not noted. */
static void
test_outside(void **state)
{
	struct stamps *stamps = stamps_new(arena);
	size_t length;

	(void)state;
	path = arena_printf(arena, "%s/file", folder);
	(void)unlink(path);
	stamps_begin(stamps);
	stamps_end();
	(void)file_read(arena, path, 100, &length);
	write_text("one");
	assert_int_equal(stamps_compare(stamps, after(1001)), STAMPS_SAME);
	(void)unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_same),
	    TEST(test_changed),
	    TEST(test_mode),
	    TEST(test_gone),
	    TEST(test_gone_for_a_moment),
	    TEST(test_missing),
	    TEST(test_together),
	    TEST(test_outside),
	};
	int failed;

	if (mkdtemp(folder) == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)rmdir(folder);
	return failed;
}
