/* SPDX-License-Identifier: ISC */
/*
 * A snapshot is a copy of the folder, inside of it, that is a store of its
 * own: the tables as they were at some moment each, and the log, by which
 * Berkeley DB's own recovery brings all of them to the moment at which that
 * was copied.  Others go on meanwhile: see copy.c.
 *
 * Whoever has a snapshot holds a lock on the folder of it, and the next one to
 * be made removes those that nobody holds.  They are made and held inside of
 * the guard, so that one that is not held there is nobody's.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define CACHE_BYTES (4 * 1024 * 1024)
#define LEFT_OVER 8 /* that many are removed at a time */
#define NAME 16	    /* "snapshot.XXXXXX" and a NUL */

struct left_over {
	int held;
	char name[NAME];
};

static int
hold(int parent, const char *folder)
{
	int fd = openat(
	    parent, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static size_t
hold_left_over(int parent, struct left_over left[LEFT_OVER])
{
	DIR *all = bdb_folder(parent);
	const struct dirent *entry;
	size_t count = 0;

	if (all == NULL)
		return 0;
	while (count < LEFT_OVER && (entry = readdir(all)) != NULL) {
		if (strncmp(entry->d_name, "snapshot.", 9) != 0 ||
		    strlen(entry->d_name) != NAME - 1)
			continue;
		memcpy(left[count].name, entry->d_name, NAME);
		left[count].held = hold(parent, left[count].name);
		if (left[count].held >= 0)
			count++;
	}
	(void)closedir(all);
	return count;
}

static int
make_and_hold(char *folder, int *held)
{
	if (mkdtemp(folder) == NULL)
		return errno;
	*held = hold(AT_FDCWD, folder);
	return *held < 0 ? errno : 0;
}

/* Makes a folder by this template, which is inside of the store's, and holds
 * it: *held is its descriptor, -1 when there is none.  Removes the folders that
 * nobody holds any more.  0 or an errno. */
static int
make_folder(struct bdb *bdb, char *folder, int *held)
{
	struct left_over left[LEFT_OVER];
	size_t count;
	int error = bdb_enter(bdb);

	if (error != 0)
		return error;
	count = hold_left_over(bdb->directory, left);
	error = make_and_hold(folder, held);
	bdb_leave(bdb, bdb->env != NULL);
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		const char *name =
		    arena_printf(arena, "%s/%s", bdb->home, left[i].name);

		log_line(
		    "store: removing %s, which a killed process left", name);
		bdb_snapshot_remove(left[i].held, name);
		(void)close(left[i].held);
		arena_free(arena);
	}
	return error;
}

void
bdb_snapshot_remove(int held, const char *folder)
{
	DIR *all = bdb_folder(held);
	const struct dirent *entry;

	while (all != NULL && (entry = readdir(all)) != NULL)
		(void)unlinkat(held, entry->d_name, 0);
	if (all != NULL)
		(void)closedir(all);
	if (rmdir(folder) != 0 && errno != ENOENT)
		log_line("store: %s: %s", folder, strerror(errno));
}

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

/* A process that enters and leaves while the environment is closed leaves a
 * mark that somebody died there: see bdb_leave(). */
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
		error = make_folder(bdb, folder, &held);
	if (error == 0)
		error = bdb_copy(bdb, held);
	if (error == 0)
		copy = open_copy(store->ops, folder, held, arena, why);
	else
		*why = arena_printf(
		    arena, "snapshot of %s: %s", bdb->home, db_strerror(error));
	if (copy == NULL && held >= 0) {
		bdb_snapshot_remove(held, folder);
		(void)close(held);
	}
	return copy;
}
