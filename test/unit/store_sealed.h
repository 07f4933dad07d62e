/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_SEALED_H
#define TEST_UNIT_STORE_SEALED_H

#include "test/unit/store_world.h"

#include <time.h>

#include "store/lib/chain.h"

/* The n-th record of a journal; its strings are the world's. */
struct nth {
	struct arena *arena;
	size_t skip;
	struct stored_record record;
};

static inline bool
take_nth(void *context, const struct stored_record *record)
{
	struct nth *nth = context;

	if (nth->skip-- > 0)
		return true;
	nth->record.key = arena_strdup(nth->arena, record->key);
	nth->record.text = arena_strdup(nth->arena, record->text);
	return false;
}

static inline struct stored_record
record_at(struct world *world, enum stored_table journal, size_t index)
{
	struct nth nth = {world->arena, index, {NULL, NULL}};

	assert_int_equal(
	    rows_records(world->store, journal, NULL, take_nth, &nth),
	    STORED_OK);
	assert_non_null(nth.record.key);
	return nth.record;
}

static inline void
audit(struct world *world, int count)
{
	for (int i = 0; i < count; i++)
		assert_int_equal(note(world->store, "x", 1000000), STORED_OK);
}

static inline size_t
seal_at(struct world *world, int64_t now)
{
	size_t sealed = 99;

	assert_int_equal(chain_seal(world->store, now, &sealed), STORED_OK);
	return sealed;
}

static inline size_t
seal(struct world *world)
{
	return seal_at(world, (int64_t)time(NULL) + CHAIN_SETTLE_SECONDS + 2);
}

static inline struct chain_report
verify(struct world *world)
{
	struct chain_report report;

	assert_int_equal(
	    chain_verify(world->store, world->arena, &report), STORED_OK);
	return report;
}

static inline void
holds(struct world *world, size_t seals, size_t records, size_t waiting)
{
	const struct chain_report report = verify(world);

	if (report.broken != NULL)
		fail_msg("%s", report.broken);
	assert_int_equal(report.seals, seals);
	assert_int_equal(report.records, records);
	assert_int_equal(report.waiting, waiting);
}

#endif
