/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb.h"

static struct store *
open_place(const char *place, struct arena *arena, const char **why)
{
	struct bdb *bdb = calloc(1, sizeof *bdb);
	char *home = realpath(place, NULL);
	int directory = -1;

	if (bdb != NULL && home != NULL)
		directory = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory >= 0 && access(home, R_OK | W_OK | X_OK) == 0) {
		bdb->store.ops = &store_bdb;
		bdb->home = home;
		bdb->directory = directory;
		bdb_guard(bdb);
		return &bdb->store;
	}
	*why = arena_printf(
	    arena, "store directory \"%s\": %s", place, strerror(errno));
	if (directory >= 0)
		(void)close(directory);
	free(home);
	free(bdb);
	return NULL;
}

/* When the lock is not to be had, the regions are not to be touched: what is
 * left open goes with the process. */
static void
close_store(struct store *store)
{
	struct bdb *bdb = (struct bdb *)store;

	if (bdb->env != NULL && bdb_enter(bdb) == 0) {
		bdb_close(bdb);
		bdb_leave(bdb, true);
	}
	if (bdb->lock >= 0)
		(void)close(bdb->lock);
	(void)close(bdb->directory);
	free(bdb->home);
	free(bdb);
}

/* Whether a change whose commit failed is there all the same. */
bool
bdb_is_there(
    struct bdb *bdb, DB_TXN *txn, const char *client_id, const char *record)
{
	DBT key = bdb_text(client_id), data = bdb_bytes(NULL, 0);

	return bdb->clients->get(bdb->clients, txn, &key, &data, 0) == 0 &&
	       data.size == strlen(record) &&
	       memcmp(data.data, record, data.size) == 0;
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

struct replacing {
	const struct client *client;
	const char *record;
};

static int
check_version(const DBT *record, uint64_t version)
{
	struct arena *arena = arena_new();
	struct client old;
	int error = bdb_record_read(record, arena, &old);

	if (error == 0 && old.version != version)
		error = DB_KEYEXIST;
	arena_free(arena);
	return error;
}

static int
replace_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	const struct replacing *replacing = job->argument;
	const char *id = replacing->client->client_id;
	DBT key = bdb_text(id), data = bdb_bytes(NULL, 0);
	int error;

	if (job->unsure && bdb_is_there(bdb, txn, id, replacing->record))
		return 0;
	error = bdb->clients->get(bdb->clients, txn, &key, &data, DB_RMW);
	if (error == 0)
		error = check_version(&data, replacing->client->version);
	if (error != 0)
		return error;
	data = bdb_text(replacing->record);
	return bdb->clients->put(bdb->clients, txn, &key, &data, 0);
}

static enum stored
replace_client(struct store *store, const struct client *client)
{
	struct replacing replacing = {.client = client};
	struct bdb_job job = {.work = replace_work,
	    .argument = &replacing,
	    .name = "replace",
	    .writes = true};
	struct client next;
	struct arena *arena;
	enum stored stored;

	if (!store_sound(client))
		return STORED_UNABLE;
	next = *client;
	next.version++;
	arena = arena_new();
	replacing.record = bdb_record_write(arena, &next);
	stored = bdb_run((struct bdb *)store, &job);
	arena_free(arena);
	return stored;
}

static int
remove_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	DBT key = bdb_text(job->argument);
	int error = bdb->clients->del(bdb->clients, txn, &key, 0);

	return error == DB_NOTFOUND && job->unsure ? 0 : error;
}

static enum stored
remove_client(struct store *store, const char *client_id)
{
	struct bdb_job job = {.work = remove_work,
	    .argument = (void *)(uintptr_t)client_id,
	    .name = "remove",
	    .writes = true};

	return bdb_run((struct bdb *)store, &job);
}

const struct store_ops store_bdb = {
    .name = "bdb",
    .open = open_place,
    .close = close_store,
    .add = bdb_add,
    .get = get_client,
    .each = bdb_each,
    .replace = replace_client,
    .remove = remove_client,
};
