/* SPDX-License-Identifier: ISC */
/*
 * What is counted in one table by several at once, by one that is killed in the
 * middle, under names that nobody expects, and in a table in any state: nothing
 * crashes, and nothing is lost that can be had.
 */
#include <sys/mman.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/metrics/private.h"
#include "test/unit/arena_setup.h"

static struct tallies *table;

static int
set_up_table(void **state)
{
	(void)set_up(state);
	table = mmap(NULL, sizeof(*table), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return table == MAP_FAILED;
}

static int
tear_down_table(void **state)
{
	(void)munmap(table, sizeof(*table));
	return tear_down(state);
}

#define TABLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up_table, tear_down_table)

static void
count_rule(const char *rule)
{
	tally_add(
	    &tally_slot(table, SLOT_RULE, rule, "", 0)->histogram.counts[0], 1);
}

/* How often it was counted, and in how many lines. */
static uint64_t
counted(const char *rule, size_t *lines)
{
	uint64_t count = 0;

	*lines = 0;
	for (const struct counted *at = tally_list(table, arena);
	     at->first != NULL; at++)
		if (at->kind == SLOT_RULE && strcmp(at->first, rule) == 0) {
			count += at->counts[0];
			++*lines;
		}
	return count;
}

static void
count_is(const char *rule, uint64_t wanted)
{
	size_t lines;

	assert_int_equal(counted(rule, &lines), wanted);
	assert_int_equal(lines, 1);
}

static void
test_names(void **state)
{
	struct slot *slot = tally_slot(table, SLOT_REQUESTS, "a", "b", 200);

	(void)state;
	assert_ptr_equal(tally_slot(table, SLOT_REQUESTS, "a", "b", 200), slot);
	assert_ptr_not_equal(
	    tally_slot(table, SLOT_REQUESTS, "a", "b", 201), slot);
	assert_ptr_not_equal(
	    tally_slot(table, SLOT_REQUESTS, "ab", "", 200), slot);
	assert_ptr_not_equal(
	    tally_slot(table, SLOT_REQUESTS, "a", "bc", 200), slot);
	assert_ptr_not_equal(tally_slot(table, SLOT_RULE, "a", "b", 200), slot);
	for (int i = 0; i < 7; i++)
		count_rule("redirect_uris.local");
	count_is("redirect_uris.local", 7);
}

static void
test_times(void **state)
{
	struct histogram histogram = {.microseconds = 0};
	struct counted read = {.first = ""};

	(void)state;
	tally_time(&histogram, -5);
	tally_time(&histogram, 100);
	tally_time(&histogram, 101);
	tally_time(&histogram, 10000000);
	tally_time(&histogram, INT64_C(3600000000));
	tally_read(&histogram, &read);
	assert_int_equal(read.counts[0], 2);
	assert_int_equal(read.counts[1], 1);
	assert_int_equal(read.counts[TALLY_BOUNDS - 1], 1);
	assert_int_equal(read.counts[TALLY_BOUNDS], 1);
	assert_int_equal(read.microseconds, 100 + 101 + 10000000 + 3600000000);
}

/* Names that are too long, or would be a line of their own: all in one. */
static void
test_hostile(void **state)
{
	char name[TALLY_FIRST + 1];

	(void)state;
	memset(name, 'x', sizeof(name));
	name[TALLY_FIRST - 1] = '\0';
	count_rule(name);
	count_is(name, 1);
	name[TALLY_FIRST - 1] = 'x';
	name[TALLY_FIRST] = '\0';
	count_rule(name);
	count_rule("a\nb 1");
	count_rule("\x7f");
	count_rule("caf\xc3\xa9");
	count_is("other", 4);
}

/* However many names there are, the table takes no more room. */
static void
test_full(void **state)
{
	char name[32];
	size_t lines = 0;
	uint64_t all = 0;

	(void)state;
	for (int i = 0; i < 3 * TALLY_SLOTS; i++) {
		(void)snprintf(name, sizeof(name), "rule.%d", i);
		count_rule(name);
	}
	for (const struct counted *at = tally_list(table, arena);
	     at->first != NULL; at++) {
		all += at->counts[0];
		lines++;
	}
	assert_int_equal(all, 3 * TALLY_SLOTS);
	assert_true(lines > TALLY_SLOTS / 2);
	assert_true(lines <= TALLY_SLOTS + 2);
	assert_true(counted("other", &lines) >= 2 * TALLY_SLOTS);
	count_is("rule.0", 1);
}

/* Whoever was killed while it wrote a name leaves a slot that nobody waits
 * for. */
static void
test_killed(void **state)
{
	struct slot *slot = tally_slot(table, SLOT_RULE, "a.b", "", 0);

	(void)state;
	memset(slot, 0, sizeof(*slot));
	slot->state = SLOT_TAKEN;
	count_rule("a.b");
	count_rule("a.b");
	count_is("a.b", 2);
	assert_int_equal(slot->state, SLOT_TAKEN);
	for (size_t i = 0; i < TALLY_SLOTS; i++)
		table->slots[i].state = SLOT_TAKEN;
	count_rule("a.b");
	count_is("other", 1);
}

/* Two that began at once have a slot each. */
static void
test_merged(void **state)
{
	struct slot *first = tally_slot(table, SLOT_RULE, "a.b", "", 0), *next;

	(void)state;
	count_rule("a.b");
	first->state = SLOT_TAKEN;
	next = tally_slot(table, SLOT_RULE, "a.b", "", 0);
	assert_ptr_not_equal(next, first);
	count_rule("a.b");
	first->state = SLOT_READY;
	count_rule("a.b");
	count_is("a.b", 3);
}

static void
count_much(const char *own)
{
	for (int i = 0; i < 20000; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "shared.%d", i % 50);
		count_rule(name);
		count_rule(own);
	}
	_exit(0);
}

static void
test_processes(void **state)
{
	enum { PROCESSES = 4 };
	char name[32];
	int status;

	(void)state;
	for (int i = 0; i < PROCESSES; i++) {
		pid_t pid = fork();

		(void)snprintf(name, sizeof(name), "own.%d", i);
		if (pid == 0)
			count_much(name);
		assert_true(pid > 0);
	}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	for (int i = 0; i < PROCESSES; i++) {
		(void)snprintf(name, sizeof(name), "own.%d", i);
		count_is(name, 20000);
	}
	for (int i = 0; i < 50; i++) {
		(void)snprintf(name, sizeof(name), "shared.%d", i);
		count_is(name, (uint64_t)PROCESSES * 20000 / 50);
	}
}

/* A table of bytes that are chance's, or whose names have no end. */
static void
test_damaged(void **state)
{
	unsigned char *bytes = (unsigned char *)table;

	(void)state;
	srand(16);
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(*table); i++)
			bytes[i] = (unsigned char)(rand() >> 7);
		for (size_t i = 0; i < TALLY_SLOTS; i++)
			table->slots[i].state =
			    (uint32_t)(round % 2 == 0 ? SLOT_READY
						      : rand() % 4);
		count_rule("a.b");
		(void)tally_slot(table, SLOT_REQUESTS, "register", "x", 1);
		for (const struct counted *at = tally_list(table, arena);
		     at->first != NULL; at++)
			assert_true(strcmp(at->first, "other") == 0 ||
				    strcmp(at->first, "a.b") == 0 ||
				    strcmp(at->first, "register") == 0);
	}
	memset(table, 0xff, sizeof(*table));
	count_rule("a.b");
	memset(table, 'x', sizeof(*table));
	for (size_t i = 0; i < TALLY_SLOTS; i++)
		table->slots[i].state = SLOT_READY;
	count_rule("a.b");
	assert_non_null(tally_list(table, arena));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TABLE_TEST(test_names),
	    TABLE_TEST(test_times), TABLE_TEST(test_hostile),
	    TABLE_TEST(test_full), TABLE_TEST(test_killed),
	    TABLE_TEST(test_merged), TABLE_TEST(test_processes),
	    TABLE_TEST(test_damaged)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
