/* SPDX-License-Identifier: ISC */
/* What is over is forgotten, in small steps; and nothing else ever is. */
#include "test/unit/store_commit.h"
#include "test/unit/store_spending.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>

#include "test/store/memory.h"

#define DAY ((int64_t)JOURNAL_DAY)
#define NOW (20000 * DAY)
#define LIFE 60

/*
 * A change adds one row at most and looks at four.  So a round over N rows,
 * and the one that a table may keep for itself, takes no more changes than
 * this: 4 k >= N + 1 + k, and 4 for the step that the table's end cuts short.
 */
#define ROUND(n) ((n) / 3 + 3)

/* As many as asked for, named "PREFIX000000" and so on. */
static void
spend_many(struct store *store, const char *prefix, int count, int64_t life,
    int64_t now)
{
	char jti[64];

	for (int i = 0; i < count; i++) {
		(void)snprintf(jti, sizeof jti, "%s%06d", prefix, i);
		assert_int_equal(
		    spend_jti(store, jti, now + life, now), STORED_OK);
	}
}

static enum stored
note_at(struct store *store, const char *source, int64_t now)
{
	struct stored_change change = {
	    .kind = CHANGE_NOTE,
	    .now = now,
	    .audit = "{}",
	    .note_source = source,
	    .note_most = 2,
	};

	return store->ops->change(store, &change);
}

/* As far as the rows of the table begin with these bytes. */
static int
count_rows(DB *table, const char *prefix, size_t length)
{
	DBT key = bdb_bytes(prefix, length), data = bdb_bytes(NULL, 0);
	DBC *cursor;
	int error, rows = 0;

	assert_int_equal(table->cursor(table, NULL, &cursor, 0), 0);
	for (error = cursor->get(cursor, &key, &data, DB_SET_RANGE);
	     error == 0 && key.size >= length &&
	     memcmp(key.data, prefix, length) == 0;
	     error = cursor->get(cursor, &key, &data, DB_NEXT))
		rows++;
	assert_int_equal(cursor->close(cursor), 0);
	return rows;
}

/* All jtis of the issuer that begin like this. */
static int
rows(struct world *world, const char *prefix)
{
	const char *key = arena_printf(world->arena, "iss.%s", prefix);
	struct bdb *bdb = (struct bdb *)world->store;
	int count = 0;

	if (strcmp(world->kind, "memory") == 0) {
		const struct spent *spent =
		    ((struct memory *)world->store)->spent;

		for (; spent != NULL; spent = spent->next)
			count +=
			    strncmp(spent->jti, prefix, strlen(prefix)) == 0;
		return count;
	}
	((char *)(uintptr_t)key)[3] = '\0';
	assert_int_equal(
	    world->store->ops->spent(world->store, "", "", 0), STORED_MISSING);
	assert_int_equal(bdb_enter(bdb), 0);
	count = count_rows(bdb->jti, key, 4 + strlen(prefix));
	bdb_leave(bdb, true);
	return count;
}

static int
noted_rows(struct world *world, const char *prefix)
{
	struct bdb *bdb = (struct bdb *)world->store;
	int count = 0;

	if (strcmp(world->kind, "memory") == 0) {
		const struct noted *noted =
		    ((struct memory *)world->store)->noted;

		for (; noted != NULL; noted = noted->next)
			count +=
			    strncmp(noted->source, prefix, strlen(prefix)) == 0;
		return count;
	}
	assert_int_equal(bdb_enter(bdb), 0);
	count = count_rows(bdb->notes, prefix, strlen(prefix));
	bdb_leave(bdb, true);
	return count;
}

#define MANY 2000

static void
test_gone(void **state)
{
	struct world *world = *state;

	spend_many(world->store, "old", MANY, LIFE, NOW);
	/* To the second: a day after the end they are all there. */
	spend_many(world->store, "a", MANY, 2 * DAY, NOW + LIFE + DAY);
	assert_int_equal(rows(world, "old"), MANY);
	spend_many(
	    world->store, "b", ROUND(2 * MANY), 2 * DAY, NOW + LIFE + DAY + 1);
	assert_int_equal(rows(world, "old"), 0);
	assert_int_equal(rows(world, ""), MANY + ROUND(2 * MANY));
}

/* In small steps: no request pays for many. */
static void
test_bounded(void **state)
{
	struct world *world = *state;
	int before = MANY, after;

	spend_many(world->store, "old", MANY, LIFE, NOW);
	for (int i = 0; i < MANY / 4; i++) {
		spend_many(world->store, arena_printf(world->arena, "n%d.", i),
		    1, LIFE, NOW + 3 * DAY);
		after = rows(world, "old");
		assert_in_range(after, before - 4, before);
		before = after;
		i += before % 7; /* counting them all is dear */
	}
	assert_true(before < MANY);
}

static void
test_kept(void **state)
{
	static const struct {
		const char *jti;
		int64_t expires;
		int kept;
	} cases[] = {
	    {"c for ever", INT64_MAX, 1},
	    {"c almost for ever", INT64_MAX - 1, 1},
	    {"c not yet", NOW + 3 * DAY, 1},
	    {"c now", NOW + 2 * DAY, 1},
	    {"c just", NOW + 2 * DAY - 1, 1},
	    {"c a day", NOW + DAY, 1},
	    {"c a day and a second", NOW + DAY - 1, 0},
	    {"c long", 1, 0},
	    {"c never", 0, 0},
	    {"c before the epoch", -1, 0},
	    {"c least", INT64_MIN, 0},
	};
	struct world *world = *state;
	const size_t count = sizeof cases / sizeof *cases;

	for (size_t i = 0; i < count; i++)
		assert_int_equal(
		    spend_jti(world->store, cases[i].jti, cases[i].expires, 0),
		    STORED_OK);
	/* A clock that says nothing sensible forgets nothing. */
	assert_int_equal(
	    spend_jti(world->store, "x", NOW, INT64_MIN), STORED_OK);
	assert_int_equal(spend_jti(world->store, "y", NOW, -1), STORED_OK);
	spend_many(world->store, "z", 30, NOW, DAY - 1);
	assert_int_equal(rows(world, "c "), count);
	spend_many(world->store, "new", 60, NOW, NOW + 2 * DAY);
	for (size_t i = 0; i < count; i++) {
		if (rows(world, cases[i].jti) != cases[i].kept)
			fail_msg("%s", cases[i].jti);
		if (cases[i].expires >= NOW + DAY)
			assert_int_equal(spend_jti(world->store, cases[i].jti,
					     NOW + 9 * DAY, NOW + DAY),
			    STORED_CONFLICT);
	}
}

/* What is over and still there is to the caller as if it were gone. */
static void
test_replay(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;

	assert_int_equal(spend_jti(store, "j", NOW, NOW), STORED_OK);
	assert_int_equal(spend_jti(store, "k", NOW, NOW), STORED_OK);
	spend_many(store, "n", 20, LIFE, NOW + DAY);
	assert_int_equal(rows(world, "j"), 1);
	assert_int_equal(
	    store->ops->spent(store, "iss", "j", NOW + 1), STORED_MISSING);
	/* A clock that was a day ahead has done no harm. */
	assert_int_equal(store->ops->spent(store, "iss", "j", NOW), STORED_OK);
	assert_int_equal(spend_jti(store, "j", NOW, NOW), STORED_CONFLICT);
	/* Used again it is as young as any. */
	assert_int_equal(
	    spend_jti(store, "j", NOW + 5 * DAY, NOW + 1), STORED_OK);
	spend_many(store, "m", 40, LIFE, NOW + 4 * DAY);
	assert_int_equal(rows(world, "j"), 1);
	assert_int_equal(rows(world, "k"), 0);
	assert_int_equal(spend_jti(store, "j", NOW + 5 * DAY, NOW + 5 * DAY),
	    STORED_CONFLICT);
	assert_int_equal(
	    spend_jti(store, "k", NOW + 5 * DAY, NOW + 5 * DAY), STORED_OK);
	/* A jti may be over as soon as it is spent: that is no failure. */
	assert_int_equal(spend_jti(store, "l", NOW, NOW + 5 * DAY), STORED_OK);
	assert_int_equal(spend_jti(store, "l", NOW, NOW + 5 * DAY), STORED_OK);
}

/* A clock that makes a jti old after so many spends of one each. */
#define YOUNG 200
#define TICK ((DAY + LIFE) / YOUNG + 1)

/* Stale are those that went over in the last round: N <= YOUNG + ROUND(N). */
#define MOST (YOUNG * 3 / 2 + 8)

static void
name_jti(char *jti, size_t size, int order, int i)
{
	const unsigned noise = (unsigned)i * 2654435761U;

	switch (order) {
	case 0: /* always ahead of who comes */
		(void)snprintf(jti, size, "a%08d", i);
		break;
	case 1: /* always behind */
		(void)snprintf(jti, size, "a%08d", 99999999 - i);
		break;
	case 2:
		(void)snprintf(jti, size, "%08x", noise);
		break;
	default: /* at both ends */
		(void)snprintf(jti, size, "%c%08d", "az"[i % 2],
		    i % 2 != 0 ? i : 99999999 - i);
	}
}

static void
steady(struct world *world, int order)
{
	char jti[32];

	for (int i = 0; i < 8 * YOUNG; i++) {
		const int64_t now = NOW + i * TICK;

		name_jti(jti, sizeof jti, order, i);
		assert_int_equal(
		    spend_jti(world->store, jti, now + LIFE, now), STORED_OK);
		if (i % 50 == 0)
			assert_in_range(
			    rows(world, ""), i < YOUNG ? i + 1 : YOUNG, MOST);
	}
}

static void
test_ascending(void **state)
{
	steady(*state, 0);
}

static void
test_descending(void **state)
{
	steady(*state, 1);
}

static void
test_random(void **state)
{
	steady(*state, 2);
}

static void
test_both_ends(void **state)
{
	steady(*state, 3);
}

/* A file does not shrink, but what was in use once is used again. */
static void
test_file(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	DB_BTREE_STAT *statistics;
	char jti[1024];

	for (int i = 0; i < 20 * YOUNG; i++) {
		const int64_t now = NOW + i * TICK;

		(void)snprintf(jti, sizeof jti, "%0*d", 900, i);
		assert_int_equal(
		    spend_jti(world->store, jti, now + LIFE, now), STORED_OK);
	}
	assert_int_equal(bdb_enter(bdb), 0);
	assert_int_equal(
	    bdb->jti->stat(bdb->jti, NULL, (void *)&statistics, 0), 0);
	bdb_leave(bdb, true);
	/* Of 4096 bytes; at the worst each leaf is half full. */
	assert_in_range(statistics->bt_pagecnt, YOUNG / 4, MOST);
	free(statistics);
}

/* Fewer than are looked at, and all of them before where it is. */
static void
test_wrap(void **state)
{
	struct world *world = *state;

	spend_many(world->store, "m", 50, INT64_MAX - NOW - 9 * DAY, NOW);
	for (int i = 0; i < 40; i++) {
		const int64_t now = NOW + (i + 1) * 3 * DAY;

		/* "b" is before, and in front of it, by turns */
		assert_int_equal(
		    spend_jti(world->store, i % 2 == 0 ? "b" : "n", now, now),
		    STORED_OK);
		for (int j = 0; j < ROUND(55); j++)
			assert_int_equal(spend_as(world->store, CHANGE_REVOKE,
					     "r", now + 9 * DAY, now + DAY + 1),
			    STORED_OK);
		assert_int_equal(rows(world, "b") + rows(world, "n"), 0);
		assert_int_equal(rows(world, "m"), 50);
	}
}

static void
test_few(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < 10; i++) {
		const int64_t now = NOW + i * 3 * DAY;

		spend_many(world->store, "x", 3, LIFE, now);
		assert_in_range(rows(world, "x"), 1, 3);
	}
	spend_many(world->store, "y", 3, LIFE, NOW + 40 * DAY);
	assert_int_equal(rows(world, "x"), 0);
}

static void
test_kinds(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client client = sample("a", "s");
	struct stored_change change = {.client = &client,
	    .jti_issuer = "iss",
	    .jti_expires = NOW + 9 * DAY,
	    .now = NOW + 3 * DAY};

	put(store, "a", "s");
	for (int i = 0; i < 4; i++) {
		static const enum change_kind kinds[] = {
		    CHANGE_ADD, CHANGE_REPLACE, CHANGE_REMOVE, CHANGE_REVOKE};

		spend_many(store, "old", 3, LIFE, NOW);
		change.kind = kinds[i];
		change.jti = arena_printf(world->arena, "x%d", i);
		client.client_id = kinds[i] == CHANGE_ADD ? "b" : "a";
		client.version = kinds[i] == CHANGE_REMOVE ? 2 : 1;
		assert_int_equal(store->ops->change(store, &change), STORED_OK);
		change.kind = CHANGE_REVOKE;
		for (int j = 0; j < ROUND(10); j++)
			assert_int_equal(
			    store->ops->change(store, &change), STORED_OK);
		assert_int_equal(rows(world, "old"), 0);
	}
	/* Neither a refused change nor one without a jti forgets any. */
	spend_many(store, "old", 3, LIFE, NOW);
	change.kind = CHANGE_SPEND;
	for (int j = 0; j < ROUND(10); j++) {
		assert_int_equal(
		    store->ops->change(store, &change), STORED_CONFLICT);
		assert_int_equal(
		    note_at(store, arena_printf(world->arena, "%d", j),
			NOW + 3 * DAY),
		    STORED_OK);
	}
	assert_int_equal(rows(world, "old"), 3);
}

static void
note_many(struct store *store, const char *prefix, int count, int64_t now)
{
	char source[32];

	for (int i = 0; i < count; i++) {
		(void)snprintf(source, sizeof source, "%s%06d", prefix, i);
		assert_int_equal(note_at(store, source, now), STORED_OK);
	}
}

static void
test_notes(void **state)
{
	struct world *world = *state;

	note_many(world->store, "old", 300, NOW + DAY - 1);
	note_many(world->store, "mid", 300, NOW + DAY);
	note_many(world->store, "a", 400, NOW + 2 * DAY - 1);
	assert_int_equal(noted_rows(world, "old"), 300);
	note_many(world->store, "b", ROUND(1000), NOW + 2 * DAY);
	assert_int_equal(noted_rows(world, "old"), 0);
	assert_int_equal(noted_rows(world, "mid"), 300);
	assert_int_equal(noted_rows(world, "a"), 400);
	/* What is still there counts. */
	assert_int_equal(
	    note_at(world->store, "a000007", NOW + DAY), STORED_OK);
	assert_int_equal(
	    note_at(world->store, "a000007", NOW + DAY), STORED_CONFLICT);
	note_many(world->store, "b", ROUND(1000), NOW + 2 * DAY);
	assert_int_equal(
	    note_at(world->store, "b000007", NOW + 2 * DAY), STORED_CONFLICT);
	/* A source of the longest name, and one of none. */
	note_many(world->store, "", 1, NOW + 9 * DAY);
	note_many(world->store, "c", ROUND(1400), NOW + 9 * DAY);
	assert_int_equal(noted_rows(world, "c"), ROUND(1400));
	assert_int_equal(noted_rows(world, "mid"), 0);
	assert_int_equal(noted_rows(world, "a"), 0);
	assert_int_equal(noted_rows(world, "b"), 0);
}

static void
put_raw(struct world *world, DB *table, DBT key, DBT data)
{
	struct bdb *bdb = (struct bdb *)world->store;

	assert_int_equal(bdb_enter(bdb), 0);
	assert_int_equal(
	    table->put(table, NULL, &key, &data, DB_AUTO_COMMIT), 0);
	bdb_leave(bdb, true);
}

/* What cannot be read is neither removed nor in anybody's way. */
static void
test_damage(void **state)
{
	static const char *const texts[] = {"", "x", "1x", " ", "\n", "1 ",
	    "99999999999999999999", "123456789012345678901234567890", "1\n"};
	const int damaged = (int)(sizeof texts / sizeof *texts);
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	const char *key;

	spend_many(world->store, "k", 100, LIFE, NOW);
	note_many(world->store, "k", 100, NOW);
	for (int i = 0; i < damaged; i++) {
		key = arena_printf(world->arena, "iss.k0000%d0x", i);
		put_raw(
		    world, bdb->notes, bdb_text(key + 4), bdb_text(texts[i]));
		((char *)(uintptr_t)key)[3] = '\0';
		put_raw(
		    world, bdb->jti, bdb_bytes(key, 12), bdb_text(texts[i]));
	}
	put_raw(world, bdb->jti, bdb_bytes("iss\0kz", 6), bdb_bytes("1\0", 2));
	spend_many(world->store, "new", 50, LIFE, NOW + 3 * DAY);
	assert_int_equal(rows(world, "k"), damaged + 1);
	note_many(world->store, "new", 50, NOW + 3 * DAY);
	assert_int_equal(noted_rows(world, "k"), damaged);
}

/* Where it left off is a hint: whatever is there, it goes on. */
static void
test_place(void **state)
{
	struct world *world = *state;
	struct bdb *bdb = (struct bdb *)world->store;
	char *long_one = arena_alloc(world->arena, 100000);
	const DBT places[] = {bdb_bytes("", 0), bdb_bytes("\0\0\0", 3),
	    bdb_text("1"), bdb_text("iss"), bdb_text("iz"), bdb_text("swept"),
	    bdb_text("zzz"), bdb_bytes(long_one, 100000)};
	const int64_t now = NOW + 3 * DAY;

	memset(long_one, 0xff, 100000);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		spend_many(world->store, "old", 30, LIFE, NOW);
		note_many(world->store, arena_printf(world->arena, "old%zu", i),
		    3, NOW);
		put_raw(world, bdb->jti, bdb_text("swept"), places[i]);
		put_raw(world, bdb->notes, bdb_bytes("\0swept", 6), places[i]);
		spend_many(world->store,
		    arena_printf(world->arena, "new%zu.", i),
		    ROUND(rows(world, "")), LIFE, now);
		note_many(world->store,
		    arena_printf(world->arena, "new%zu.", i),
		    ROUND(noted_rows(world, "")), now);
		assert_int_equal(rows(world, "old"), 0);
		assert_int_equal(noted_rows(world, "old"), 0);
	}
}

/* The longest that a body has room for, alike until the very end. */
static void
test_long(void **state)
{
	struct world *world = *state;
	char *prefix = arena_alloc(world->arena, 65001);
	char *jti;

	memset(prefix, 'x', 65000);
	for (int i = 0; i < 40; i++) {
		jti = arena_printf(world->arena, "%s%02d", prefix, i);
		assert_int_equal(
		    spend_jti(world->store, jti, NOW + LIFE, NOW), STORED_OK);
	}
	spend_many(world->store, "n", ROUND(40), LIFE, NOW + 3 * DAY);
	assert_int_equal(rows(world, "x"), 0);
	jti = arena_printf(world->arena, "%s%02d", prefix, 7);
	assert_int_equal(
	    spend_jti(world->store, jti, NOW + 9 * DAY, NOW), STORED_OK);
	spend_many(world->store, "m", 30, LIFE, NOW + 3 * DAY);
	assert_int_equal(
	    spend_jti(world->store, jti, NOW + 9 * DAY, NOW), STORED_CONFLICT);
}

static int
keep_and_fail(DB_TXN *txn, u_int32_t flags)
{
	assert_int_equal(store_commit(txn, flags), 0);
	return DB_RUNRECOVERY;
}

static int
lose_and_fail(DB_TXN *txn, u_int32_t flags)
{
	(void)flags;
	assert_int_equal(txn->abort(txn), 0);
	return DB_RUNRECOVERY;
}

static int
refuse_commit(DB_TXN *txn, u_int32_t flags)
{
	(void)flags;
	assert_int_equal(txn->abort(txn), 0);
	return EIO;
}

static void
test_commit(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	const int64_t now = NOW + 3 * DAY;

	spend_many(store, "old", 30, LIFE, NOW);
	for (int i = 0; i < ROUND(30); i++) {
		/* In one of three cases the change has not happened. */
		at_next_commit(
		    world, i % 2 == 0 ? keep_and_fail : lose_and_fail);
		spend_many(
		    store, arena_printf(world->arena, "a%d.", i), 1, LIFE, now);
		at_next_commit(world, refuse_commit);
		assert_int_equal(
		    spend_jti(store, "refused", now, now), STORED_UNABLE);
		assert_int_equal(store->ops->spent(store, "iss", "refused", 0),
		    STORED_MISSING);
	}
	assert_int_equal(rows(world, "old"), 0);
	assert_int_equal(rows(world, "a"), ROUND(30));
}

static int (*real_cursor)(DB *, DB_TXN *, DBC **, u_int32_t);
static int (*real_get)(DBC *, DBT *, DBT *, u_int32_t);
static int get_error, gets;

static int
fail_get(DBC *cursor, DBT *key, DBT *data, u_int32_t flags)
{
	if (gets-- > 0)
		return real_get(cursor, key, data, flags);
	cursor->get = real_get;
	return get_error;
}

static int
fail_cursor(DB *table, DB_TXN *txn, DBC **cursor, u_int32_t flags)
{
	const int error = real_cursor(table, txn, cursor, flags);

	table->cursor = real_cursor;
	if (error == 0) {
		real_get = (*cursor)->get;
		(*cursor)->get = fail_get;
	}
	return error;
}

static void
at_next_sweep(struct world *world, int error, int after)
{
	DB *jti = ((struct bdb *)world->store)->jti;

	get_error = error;
	gets = after;
	real_cursor = jti->cursor;
	jti->cursor = fail_cursor;
}

static void
test_trouble(void **state)
{
	static const int errors[] = {
	    DB_LOCK_DEADLOCK, DB_LOCK_NOTGRANTED, DB_RUNRECOVERY};
	struct world *world = *state;
	struct store *store = world->store;
	const int64_t now = NOW + 3 * DAY;

	spend_many(store, "old", 100, LIFE, NOW);
	for (int i = 0; i < 12; i++) {
		const char *prefix = arena_printf(world->arena, "a%d.", i);

		at_next_sweep(world, errors[i % 3], i % 4);
		spend_many(store, prefix, 1, LIFE, now);
		assert_int_equal(rows(world, prefix), 1);
		/* What cannot be mended is one answer, and goes on. */
		at_next_sweep(world, EIO, i % 4);
		assert_int_equal(
		    spend_jti(store, "refused", now, now), STORED_UNABLE);
		assert_int_equal(rows(world, "refused"), 0);
		/* The one behind it looks at nothing. */
		at_next_sweep(world, EIO, 0);
		spend_many(
		    store, arena_printf(world->arena, "b%d.", i), 1, LIFE, now);
		((struct bdb *)world->store)->jti->cursor = real_cursor;
	}
	spend_many(store, "c", ROUND(124), LIFE, now);
	assert_int_equal(rows(world, "old"), 0);
}

#define SWEEPERS 6
#define EACH 500

static _Atomic int *turns;
static int baton[2];

static void
spend_or_exit(struct world *world, int turn, int64_t now)
{
	char jti[32];

	(void)snprintf(jti, sizeof jti, "a%08d", turn);
	if (spend_jti(world->store, jti, now + LIFE, now) != STORED_OK)
		_exit(97);
	if (spend_jti(world->store, jti, now + LIFE, now) != STORED_CONFLICT)
		_exit(96);
	if (world->store->ops->spent(world->store, "iss", "for ever", now) !=
	    STORED_OK)
		_exit(95);
}

/* Each key is behind all others: who went round alone, with his own share of
 * the steps, would never come to the end. */
static void
spend_in_turn(struct world *world, int number, int out)
{
	char byte;

	(void)number;
	(void)out;
	for (int i = 0; i < EACH; i++) {
		int turn;

		(void)!read(baton[0], &byte, 1);
		turn = atomic_fetch_add(turns, 1);
		spend_or_exit(world, turn, NOW + turn * TICK);
		(void)!write(baton[1], &byte, 1);
	}
	store_close(world->store);
	_exit(0);
}

static void
spend_at_once(struct world *world, int number, int out)
{
	(void)number;
	(void)out;
	for (int i = 0; i < ROUND(MANY) / SWEEPERS + 1; i++)
		spend_or_exit(world, atomic_fetch_add(turns, 1), NOW + 3 * DAY);
	store_close(world->store);
	_exit(0);
}

static void
sweep_with(struct world *world, void (*run)(struct world *, int, int))
{
	pid_t sweepers[SWEEPERS];

	turns = mmap(NULL, sizeof *turns, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(turns != MAP_FAILED);
	assert_int_equal(pipe(baton), 0);
	assert_int_equal(write(baton[1], "b", 1), 1);
	assert_int_equal(
	    spend_jti(world->store, "for ever", INT64_MAX, NOW), STORED_OK);
	spend_many(world->store, "old", MANY - 1, LIFE, NOW - 3 * DAY);
	close_first(world);
	for (int i = 0; i < SWEEPERS; i++)
		sweepers[i] = start(run, world, i, -1);
	for (int i = 0; i < SWEEPERS; i++)
		assert_int_equal(ended(sweepers[i]), 0);
	world->store = again(world);
	assert_int_equal(rows(world, "old"), 0);
	assert_int_equal(rows(world, "for ever"), 1);
	(void)close(baton[0]);
	(void)close(baton[1]);
}

static void
test_in_turn(void **state)
{
	struct world *world = *state;

	sweep_with(world, spend_in_turn);
	assert_in_range(rows(world, "a"), YOUNG, MOST);
	assert_int_equal(munmap(turns, sizeof *turns), 0);
}

static void
test_at_once(void **state)
{
	struct world *world = *state;

	sweep_with(world, spend_at_once);
	assert_int_equal(rows(world, "a"), *turns);
	assert_int_equal(munmap(turns, sizeof *turns), 0);
}

/* CGI: who serves one request takes his turn like all others. */
static void
test_one_shot(void **state)
{
	struct world *world = *state;

	spend_many(world->store, "a", 60, INT64_MAX - NOW, NOW);
	spend_many(world->store, "old", 60, LIFE, NOW);
	for (int i = 0; i < ROUND(120); i++) {
		close_first(world);
		world->store = again(world);
		spend_many(world->store,
		    arena_printf(world->arena, "new%d.", i), 1, LIFE,
		    NOW + 3 * DAY);
	}
	assert_int_equal(rows(world, "old"), 0);
	assert_int_equal(rows(world, "a"), 60);
}

#define BDB(test) cmocka_unit_test_setup_teardown(test, setup_bdb, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BOTH(test_gone),
	    BOTH(test_bounded),
	    BOTH(test_kept),
	    BOTH(test_replay),
	    BOTH(test_ascending),
	    BOTH(test_descending),
	    BOTH(test_random),
	    BOTH(test_both_ends),
	    BDB(test_file),
	    BOTH(test_wrap),
	    BOTH(test_few),
	    BOTH(test_kinds),
	    BOTH(test_notes),
	    BDB(test_damage),
	    BDB(test_place),
	    BDB(test_long),
	    BDB(test_commit),
	    BDB(test_trouble),
	    BDB(test_in_turn),
	    BDB(test_at_once),
	    BDB(test_one_shot),
	};

	return cmocka_run_group_tests_name("store sweep", tests, NULL, NULL);
}
