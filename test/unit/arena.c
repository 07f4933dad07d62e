/* SPDX-License-Identifier: ISC */
/* Memory that is freed at once, and what is closed with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/arena.h"

static void
is_zeroed_and_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t size = 0; size < 5000; size += 37) {
		unsigned char *memory = arena_alloc(arena, size);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xa5, size);
	}
	arena_free(arena);
}

static void
keeps_things_apart(void **state)
{
	static const size_t sizes[] = {1, 0, 15, 16, 17, 2048, 2049, 100000};
	enum { ROUNDS = 40, KINDS = sizeof sizes / sizeof sizes[0] };
	struct arena *arena = arena_new();
	unsigned char *made[ROUNDS * KINDS];

	(void)state;
	for (int i = 0; i < ROUNDS * KINDS; i++) {
		made[i] = arena_alloc(arena, sizes[i % KINDS]);
		memset(made[i], i & 0xff, sizes[i % KINDS]);
		for (int j = 0; j < i; j++)
			assert_ptr_not_equal(made[i], made[j]);
	}
	for (int i = 0; i < ROUNDS * KINDS; i++)
		for (size_t j = 0; j < sizes[i % KINDS]; j++)
			if (made[i][j] != (i & 0xff))
				fail_msg("thing %d was overwritten", i);
	arena_free(arena);
}

static void
copies_strings(void **state)
{
	struct arena *arena = arena_new();
	char original[] = "abc";
	char *copy = arena_strdup(arena, original);

	(void)state;
	original[0] = 'x';
	assert_string_equal(copy, "abc");
	assert_null(arena_strdup(arena, NULL));
	assert_string_equal(arena_strdup(arena, ""), "");
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, NULL, 0), "");
	assert_memory_equal(arena_strndup(arena, "a\0b", 3), "a\0b", 4);
	arena_free(arena);
}

static void
prints(void **state)
{
	struct arena *arena = arena_new();
	char *text = arena_printf(arena, "%s-%d", "a", 42);

	(void)state;
	assert_string_equal(text, "a-42");
	text = arena_printf(arena, "%100000d", 7);
	assert_int_equal(strlen(text), 100000);
	assert_int_equal(text[99999], '7');
	assert_string_equal(arena_printf(arena, "%s", ""), "");
	arena_free(arena);
}

/* At each length about the end of a block, and where it takes several. */
static void
prints_wherever_a_block_ends(void **state)
{
	struct arena *arena = arena_new();
	const char *texts[4000];

	(void)state;
	for (int i = 0; i < 4000; i++)
		texts[i] = arena_printf(arena, "%d%*s", i, i % 997, "x");
	for (int i = 0; i < 4000; i++) {
		char wanted[1100];

		sprintf(wanted, "%d%*s", i, i % 997, "x");
		assert_string_equal(texts[i], wanted);
	}
	arena_free(arena);
}

/* What was used for something else is zeroed again. */
static void
zeroes_what_a_text_did_not_fit_into(void **state)
{
	struct arena *arena = arena_new();
	unsigned char *memory;

	(void)state;
	(void)arena_printf(arena, "%15000d", 1);
	(void)arena_printf(arena, "%20000d", 1);
	memory = arena_alloc(arena, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(memory[i], 0);
	arena_free(arena);
}

static char closed[8];

static void
note(void *thing)
{
	strncat(closed, thing, sizeof closed - strlen(closed) - 1);
}

static void
closes_last_first(void **state)
{
	struct arena *arena = arena_new();
	char *inside = arena_strdup(arena, "c");

	(void)state;
	closed[0] = '\0';
	arena_defer(arena, note, arena_strdup(arena, "a"));
	arena_defer(arena, note, arena_strdup(arena, "b"));
	arena_defer(arena, note, inside);
	assert_string_equal(closed, "");
	arena_free(arena);
	assert_string_equal(closed, "cba");
	arena_free(NULL);
}

static struct arena *late;

static void
defer_again(void *thing)
{
	arena_defer(late, note, thing);
}

static void
closes_what_a_closer_defers(void **state)
{
	(void)state;
	late = arena_new();
	closed[0] = '\0';
	arena_defer(late, note, arena_strdup(late, "1"));
	arena_defer(late, defer_again, arena_strdup(late, "2"));
	arena_free(late);
	assert_string_equal(closed, "21");
}

/* How the process ends that asks for this much. */
static int
fate(size_t size)
{
	struct arena *arena;
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(99);
		arena = arena_new();
		arena_alloc(arena, size);
		arena_free(arena);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
ends_the_process_without_memory(void **state)
{
	(void)state;
	assert_int_equal(fate(10), 0);
	assert_int_not_equal(fate(SIZE_MAX), 0);
	assert_int_not_equal(fate(SIZE_MAX - 8), 0);
	assert_int_not_equal(fate(SIZE_MAX / 2), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_zeroed_and_aligned),
	    cmocka_unit_test(keeps_things_apart),
	    cmocka_unit_test(copies_strings),
	    cmocka_unit_test(prints),
	    cmocka_unit_test(prints_wherever_a_block_ends),
	    cmocka_unit_test(zeroes_what_a_text_did_not_fit_into),
	    cmocka_unit_test(closes_last_first),
	    cmocka_unit_test(closes_what_a_closer_defers),
	    cmocka_unit_test(ends_the_process_without_memory),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
