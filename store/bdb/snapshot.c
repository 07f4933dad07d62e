/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define CACHE_BYTES (4 * 1024 * 1024)

/*
 * A snapshot is a copy of the folder, inside of it, that is a store of its
 * own: the tables as they were at some moment each, and the log, by which
 * Berkeley DB's own recovery brings all of them to the moment at which that
 * was copied.  Others go on meanwhile: see bdb_copy.c.
 *
 * Who has one holds a lock on the folder of it, and the next one to be made
 * removes those that nobody holds.
 */

static void
log_error(const DB_ENV *env, const char *prefix, const char *message)
{
	(void)env;
	(void)prefix;
	log_line("store: snapshot: %s", message);
}

/* Recovery writes to the log and so needs no more than the copy itself; its
 * regions are this process's memory. */
static int
recover(const char *folder)
{
	DB_ENV *env;
	int error = db_env_create(&env, 0), closing;

	if (error != 0)
		return error;
	env->set_errcall(env, log_error);
	(void)env->set_cachesize(env, 0, CACHE_BYTES, 1);
	error = env->open(env, folder,
	    DB_CREATE | DB_PRIVATE | DB_INIT_TXN | DB_INIT_LOG | DB_INIT_MPOOL |
		DB_RECOVER_FATAL,
	    0600);
	closing = env->close(env, 0);
	return error != 0 ? error : closing;
}

/* The folder's descriptor, and with it the lock, goes into the store. */
static struct store *
open_copy(const struct store_ops *ops, const char *folder, int held,
    struct arena *arena, const char **why)
{
	struct store *store;
	struct bdb *bdb;
	int error = recover(folder);

	if (error != 0) {
		*why = arena_printf(
		    arena, "snapshot %s: %s", folder, db_strerror(error));
		return NULL;
	}
	store = ops->open(folder, arena, why);
	if (store == NULL)
		return NULL;
	bdb = (struct bdb *)store;
	(void)close(bdb->directory);
	bdb->directory = held;
	bdb->frozen = true;
	return store;
}

/* Who enters and leaves without it being open leaves a mark that somebody died
 * there: see bdb_leave. */
static int
open_first(struct bdb *bdb)
{
	struct bdb_job job = {.name = "snapshot"};

	return bdb_run(bdb, &job) == STORED_OK ? 0 : EIO;
}

struct store *
bdb_snapshot(struct store *store, struct arena *arena, const char **why)
{
	struct bdb *bdb = (struct bdb *)store;
	char *folder = arena_printf(arena, "%s/snapshot.XXXXXX", bdb->home);
	struct store *copy = NULL;
	int held = -1, error;

	*why = "this is a snapshot already";
	if (bdb->frozen)
		return NULL;
	error = open_first(bdb);
	if (error == 0)
		error = bdb_folder_make(bdb, folder, &held);
	if (error == 0)
		error = bdb_copy(bdb, held);
	if (error == 0)
		copy = open_copy(store->ops, folder, held, arena, why);
	else
		*why = arena_printf(
		    arena, "snapshot of %s: %s", bdb->home, db_strerror(error));
	if (copy == NULL && held >= 0) {
		bdb_folder_remove(held, folder);
		(void)close(held);
	}
	return copy;
}
