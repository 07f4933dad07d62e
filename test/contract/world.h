/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_WORLD_H
#define TEST_CONTRACT_WORLD_H

#include "test/unit/store_children.h"

static inline bool
count_record(void *context, const struct stored_record *record)
{
	(void)record;
	++*(size_t *)context;
	return true;
}

/* Of the audit trail. */
static inline size_t
records(struct store *store)
{
	size_t count = 0;

	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, count_record, &count),
	    STORED_OK);
	return count;
}

#endif
