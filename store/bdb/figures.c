/* SPDX-License-Identifier: ISC */
/*
 * Numbers about a store, for `dcr stats`. Rows are counted one by one, and the
 * number is exact of rows that were there all the time; clients are counted in
 * the index by software, where each has one row, and a suspended or a pending
 * client a second.
 */
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "store/bdb/private.h"
#include "store/lib/chain.h"

struct telling {
	struct bdb *bdb;
	store_figure_fn *tell;
	void *context;
	int64_t waited;
};

struct counts {
	int64_t rows, marked, pending, now;
};

static void
say(const struct telling *telling, const char *name, int64_t value)
{
	if (name != NULL)
		telling->tell(telling->context, name, value);
}

static int
count_row(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	(void)cursor;
	(void)key;
	(void)data;
	((struct counts *)raw->context)->rows++;
	return 0;
}

static int
count_client(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	struct counts *counts = raw->context;

	(void)cursor;
	(void)data;
	const char *mark = memchr(key->data, '\0', key->size);

	if (mark == NULL)
		counts->rows++;
	else if (mark + 1 == (const char *)key->data + key->size)
		counts->marked++;
	else
		counts->pending++;
	return 0;
}

/* The row without a NUL in its key is the sweep's: see sweep.c. */
static int
count_spent(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	struct counts *counts = raw->context;
	int64_t expires;

	(void)cursor;
	if (memchr(key->data, '\0', key->size) == NULL)
		return 0;
	counts->rows++;
	if (bdb_number(data, &expires) && expires < counts->now)
		counts->marked++;
	return 0;
}

/* The row whose key begins with a NUL is the sweep's. */
static int
count_source(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	struct counts *counts = raw->context;

	(void)cursor;
	(void)data;
	counts->rows += key->size == 0 || *(const char *)key->data != '\0';
	return 0;
}

static const struct counted {
	const char *file;
	bool keys_only;
	int (*row)(struct bdb_raw *, DBC *, const DBT *, const DBT *);
	const char *all, *unmarked, *marked, *pending; /* NULL: not told */
} counted[] = {
    {"by_software.db", false, count_client, "clients", "clients_active",
	"clients_suspended", "clients_pending"},
    {"jti.db", false, count_spent, "spent_jtis", NULL, "spent_jtis_expired",
	NULL},
    {"notes.db", true, count_source, "counted_sources", NULL, NULL, NULL},
    {"audit.db", true, count_row, "audit_records", NULL, NULL, NULL},
    {"seals.db", true, count_row, "audit_seals", NULL, NULL, NULL},
    {"deliveries.db", true, count_row, "deliveries", NULL, NULL, NULL},
};
#define TABLES_COUNTED (sizeof counted / sizeof *counted)

static enum stored
tell_count(struct telling *telling, const struct counted *table)
{
	struct counts counts = {.now = time(NULL)};
	struct bdb_raw raw = {.files = {table->file},
	    .keys_only = table->keys_only,
	    .row = table->row,
	    .context = &counts,
	    .size = sizeof counts};
	const enum stored stored = bdb_raw_walk(telling->bdb, &raw);

	if (raw.waited > telling->waited)
		telling->waited = raw.waited;
	if (stored != STORED_OK && stored != STORED_MISSING)
		return stored;
	say(telling, table->all, counts.rows);
	say(telling, table->unmarked,
	    counts.rows - counts.marked - counts.pending);
	say(telling, table->marked, counts.marked);
	say(telling, table->pending, counts.pending);
	return STORED_OK;
}

/* The number is not told where the newest seal cannot be read. */
static void
tell_waiting(struct telling *telling)
{
	size_t waiting;

	if (chain_waiting(&telling->bdb->store, &waiting) == STORED_OK)
		say(telling, "audit_records_unsealed", (int64_t)waiting);
}

/* "clients_db_bytes" of "clients.db". */
static void
tell_file(struct telling *telling, const char *file)
{
	char name[48];
	struct stat status;
	size_t length = strcspn(file, ".");

	if (fstatat(telling->bdb->directory, file, &status,
		AT_SYMLINK_NOFOLLOW) != 0 ||
	    length > 30)
		return;
	memcpy(name, file, length);
	memcpy(name + length, "_db_bytes", sizeof "_db_bytes");
	say(telling, name, (int64_t)status.st_size);
}

static void
tell_files(struct telling *telling)
{
	int64_t number = 0, bytes = 0;
	DIR *folder = bdb_folder(telling->bdb->directory);
	struct dirent *entry;
	struct stat status;

	for (size_t i = 0; bdb_tables[i] != NULL; i++)
		tell_file(telling, bdb_tables[i]);
	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (bdb_is_log(entry->d_name) &&
		    fstatat(telling->bdb->directory, entry->d_name, &status,
			AT_SYMLINK_NOFOLLOW) == 0) {
			number++;
			bytes += (int64_t)status.st_size;
		}
	if (folder == NULL)
		return;
	(void)closedir(folder);
	say(telling, "log_files", number);
	say(telling, "log_bytes", bytes);
}

static void
tell_disk(struct telling *telling)
{
	struct statvfs disk;

	if (fstatvfs(telling->bdb->directory, &disk) != 0)
		return;
	say(telling, "disk_free_bytes",
	    (int64_t)disk.f_bavail * (int64_t)disk.f_frsize);
	say(telling, "disk_free_inodes", (int64_t)disk.f_favail);
}

/* The statistics are taken inside of the guard and told outside. */
struct statistics {
	DB_LOG_STAT *log;
	DB_MPOOL_STAT *cache;
	DB_LOCK_STAT *lock;
	DB_TXN_STAT *txn;
};

static void
forget(struct statistics *statistics)
{
	free(statistics->log);
	free(statistics->cache);
	free(statistics->lock);
	free(statistics->txn);
	*statistics = (struct statistics){NULL, NULL, NULL, NULL};
}

static int
ask(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct statistics *to = job->argument;
	DB_ENV *env = bdb->env;
	int error;

	(void)txn;
	forget(to);
	error = env->log_stat(env, &to->log, 0);
	if (error == 0)
		error = env->memp_stat(env, &to->cache, NULL, 0);
	if (error == 0)
		error = env->lock_stat(env, &to->lock, 0);
	if (error == 0)
		error = env->txn_stat(env, &to->txn, 0);
	return error;
}

static void
tell_statistics(struct telling *telling, const struct statistics *from)
{
	say(telling, "log_since_checkpoint_bytes",
	    (int64_t)from->log->st_wc_mbytes * 1024 * 1024 +
		from->log->st_wc_bytes);
	if (from->txn->st_time_ckp != 0)
		say(telling, "checkpoint_age_seconds",
		    (int64_t)(time(NULL) - from->txn->st_time_ckp));
	say(telling, "cache_bytes",
	    (int64_t)from->cache->st_gbytes * 1024 * 1024 * 1024 +
		from->cache->st_bytes);
	say(telling, "cache_hits", (int64_t)from->cache->st_cache_hit);
	say(telling, "cache_misses", (int64_t)from->cache->st_cache_miss);
	say(telling, "lock_waits", (int64_t)from->lock->st_lock_wait);
	say(telling, "lock_deadlocks", (int64_t)from->lock->st_ndeadlocks);
	say(telling, "lock_timeouts",
	    (int64_t)(from->lock->st_nlocktimeouts +
		      from->lock->st_ntxntimeouts));
}

enum stored
bdb_figures(struct store *store, store_figure_fn *tell, void *context)
{
	struct telling telling = {
	    .bdb = (struct bdb *)store, .tell = tell, .context = context};
	struct statistics statistics = {NULL, NULL, NULL, NULL};
	struct bdb_job job = {
	    .work = ask, .argument = &statistics, .name = "figures"};
	enum stored stored = bdb_run(telling.bdb, &job);

	for (size_t i = 0; stored == STORED_OK && i < TABLES_COUNTED; i++)
		stored = tell_count(&telling, &counted[i]);
	if (stored == STORED_OK) {
		tell_waiting(&telling);
		say(&telling, "generation", (int64_t)bdb_generation(store));
		tell_files(&telling);
		tell_statistics(&telling, &statistics);
		say(&telling, "longest_wait_nanoseconds", telling.waited);
		tell_disk(&telling);
	}
	forget(&statistics);
	return stored;
}

enum stored
bdb_glance(struct store *store, store_figure_fn *tell, void *context)
{
	struct telling telling = {
	    .bdb = (struct bdb *)store, .tell = tell, .context = context};
	struct statistics statistics = {NULL, NULL, NULL, NULL};
	struct bdb_job job = {
	    .work = ask, .argument = &statistics, .name = "glance"};
	const enum stored stored = bdb_run(telling.bdb, &job);

	if (stored == STORED_OK) {
		say(&telling, "generation", (int64_t)bdb_generation(store));
		tell_files(&telling);
		tell_statistics(&telling, &statistics);
		tell_disk(&telling);
	}
	forget(&statistics);
	return stored;
}
