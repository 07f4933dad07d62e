/* SPDX-License-Identifier: ISC */
/* Opens and closes a store of Berkeley DB, and reads one client of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

/* Whether the error is the world's and will be over some day: the place is
 * right, as far as anybody can say. */
static bool
will_pass(int error)
{
	return error == EIO || error == EMFILE || error == ENFILE ||
	       error == ENOMEM || error == ESTALE || error == EINTR;
}

/*
 * When a file cannot be made for want of space or of descriptors, Berkeley DB
 * sleeps two seconds, then four, then six, in the hope that somebody makes
 * room; and whoever calls would have the guard for all that time.  A hundredth
 * of that is enough for the other reason to sleep, which is another thread or
 * process: none is inside.
 */
static int
sleep_less(u_long seconds, u_long microseconds)
{
	const u_long most = 99999, shorter = seconds * 10000 + microseconds;
	const struct timespec wait = {
	    .tv_nsec = (long)(shorter > most ? most : shorter) * 1000};

	(void)nanosleep(&wait, NULL);
	return 0;
}

static int
find_place(struct bdb *bdb, const char *place)
{
	bdb->directory = -1;
	bdb->home = realpath(place, NULL);
	if (bdb->home == NULL)
		return errno;
	bdb->directory = open(bdb->home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (bdb->directory < 0 || access(bdb->home, R_OK | W_OK | X_OK) != 0)
		return errno;
	return db_env_set_func_yield(sleep_less);
}

static struct store *
open_place(const char *place, struct arena *arena, const char **why)
{
	struct bdb *bdb = calloc(1, sizeof *bdb);
	const int error = bdb == NULL ? ENOMEM : find_place(bdb, place);

	if (bdb != NULL && bdb->home == NULL && will_pass(error))
		bdb->home = strdup(place);
	if (bdb != NULL && bdb->home != NULL &&
	    (error == 0 || will_pass(error))) {
		bdb->store.ops = &store_bdb;
		bdb_guard(bdb);
		return &bdb->store;
	}
	*why = arena_printf(
	    arena, "store directory \"%s\": %s", place, strerror(error));
	if (bdb != NULL && bdb->directory >= 0)
		(void)close(bdb->directory);
	if (bdb != NULL)
		free(bdb->home);
	free(bdb);
	return NULL;
}

/* When the guard is not to be had, the regions are not to be touched: what is
 * left open goes with the process. */
static void
close_store(struct store *store)
{
	struct bdb *bdb = (struct bdb *)store;

	if (bdb->env != NULL && bdb_enter(bdb) == 0) {
		bdb_close(bdb);
		bdb_leave(bdb, true);
	}
	if (bdb->log >= 0)
		(void)close(bdb->log);
	bdb_unshare(bdb);
	if (bdb->frozen)
		bdb_snapshot_remove(bdb->directory, bdb->home);
	if (bdb->directory >= 0)
		(void)close(bdb->directory);
	free(bdb->home);
	free(bdb);
}

struct getting {
	const char *client_id;
	struct arena *arena;
	struct client *out;
};

static int
get_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct getting *getting = job->argument;
	DBT key = bdb_text(getting->client_id), data = bdb_bytes(NULL, 0);
	int error = bdb->clients->get(bdb->clients, txn, &key, &data, 0);

	if (error != 0)
		return error;
	return bdb_record_read(&data, getting->arena, getting->out);
}

static enum stored
get_client(struct store *store, const char *client_id, struct arena *arena,
    struct client *out)
{
	struct getting getting = {client_id, arena, out};
	struct bdb_job job = {
	    .work = get_work, .argument = &getting, .name = "get"};

	return bdb_run((struct bdb *)store, &job);
}

const struct store_ops store_bdb = {
    .name = "bdb",
    .open = open_place,
    .close = close_store,
    .change = bdb_change,
    .get = get_client,
    .spent = bdb_spent,
    .generation = bdb_generation,
    .rows = bdb_rows,
    .seal = bdb_seal,
    .deliver = bdb_deliver,
    .prune = bdb_trail_prune,
    .load = bdb_load,
    .snapshot = bdb_snapshot,
    .figures = bdb_figures,
    .glance = bdb_glance,
    .examine = bdb_examine,
};
