/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_MOVING_H
#define TEST_UNIT_STORE_MOVING_H

#include "test/unit/store_world.h"

static inline uint64_t
generation(struct store *store)
{
	return store->ops->generation(store);
}

/* The generation is another number now, and was never this one before. */
static inline void
moved(struct store *store, uint64_t *number)
{
	const uint64_t now = generation(store);

	assert_true(now > *number);
	*number = now;
}

#endif
