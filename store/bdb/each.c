/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"
#include "store/bdb/walk.h"

/* The walks through clients and spent jtis: bdb_walk.c does the walking. */

struct each_client {
	bool (*each)(void *context, const struct client *client);
	void *context;
};

static int
read_client(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_row *row)
{
	(void)key;
	return bdb_record_read(data, arena, &row->client);
}

static bool
hand_client(const struct bdb_walk *walk, const struct stored_row *row)
{
	const struct each_client *each = walk->argument;

	return each->each(each->context, &row->client);
}

enum stored
bdb_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	struct bdb *bdb = (struct bdb *)store;
	struct each_client reader = {each, context};
	struct bdb_walk walk = {.name = "each",
	    .table = &bdb->clients,
	    .key = key,
	    .read = read_client,
	    .hand = hand_client,
	    .argument = &reader};

	if (key != NULL)
		walk.table = index == INDEX_SOFTWARE ? &bdb->by_software
						     : &bdb->by_certificate;
	return bdb_walk(bdb, &walk);
}

struct each_spent {
	bool (*each)(void *context, const struct stored_spent *spent);
	void *context;
};

/* The row of bdb_sweep.c is the one without a NUL in its key. */
static int
read_spent(const DBT *key, const DBT *data, struct arena *arena,
    struct stored_row *row)
{
	struct stored_spent *spent = &row->spent;
	size_t before;

	if (key->size == 0 || memchr(key->data, '\0', key->size) == NULL)
		return BDB_NO_ROW;
	spent->issuer = arena_strndup(arena, key->data, key->size);
	before = strlen(spent->issuer) + 1;
	spent->jti = spent->issuer + before;
	if (strlen(spent->jti) == key->size - before &&
	    bdb_number(data, &spent->expires))
		return 0;
	log_line("store: jti.db has a record that cannot be read");
	return EBADMSG;
}

static bool
hand_spent(const struct bdb_walk *walk, const struct stored_row *row)
{
	const struct each_spent *each = walk->argument;

	return each->each(each->context, &row->spent);
}

enum stored
bdb_each_spent(struct store *store,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	struct bdb *bdb = (struct bdb *)store;
	struct each_spent reader = {each, context};
	const struct bdb_walk walk = {.name = "each_spent",
	    .table = &bdb->jti,
	    .read = read_spent,
	    .hand = hand_spent,
	    .argument = &reader};

	return bdb_walk(bdb, &walk);
}
