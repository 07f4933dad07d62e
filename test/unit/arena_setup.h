/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_ARENA_SETUP_H
#define TEST_UNIT_ARENA_SETUP_H

/* An arena of its own for each TEST. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/arena.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static struct arena *arena;

static inline int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static inline int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif
