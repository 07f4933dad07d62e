/* SPDX-License-Identifier: ISC */
/*
 * Opens the environment of Berkeley DB with its tables and indexes, and closes
 * it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

#define MOST_COMPLAINTS 4
#define LOG_BYTES (4 * 1024 * 1024)

/* One process at a time is inside (guard.c), so that few mutexes do, and nobody
 * spins: and each page that they lie on has to be mapped by each process, and
 * how often to spin would be asked of the number of processors. */
#define CACHE_MUTEXES 8
#define LOCK_MICROSECONDS 2000000
#define TXN_MICROSECONDS 4000000

const char *const bdb_tables[] = {"clients.db", "by_software.db",
    "by_certificate.db", "jti.db", "audit.db", "notes.db", "seals.db",
    "deliveries.db", NULL};

/* Messages of Berkeley DB name files and pages, never what is in them.  They
 * come for each page that a full disk does not take, so that few are enough. */
static void
log_error(const DB_ENV *env, const char *prefix, const char *message)
{
	struct bdb *bdb = env->app_private;

	(void)prefix;
	if (bdb->complaints++ < MOST_COMPLAINTS)
		log_line("store: %s", message);
}

/* Closing a panicked environment names each file in it. */
static void
log_nothing(const DB_ENV *env, const char *prefix, const char *message)
{
	(void)env;
	(void)prefix;
	(void)message;
}

/* Recovery shows here whoever wanted it: the library may find a reason by
 * itself. */
static void
notice_recovery(DB_ENV *env, int what, int percent)
{
	(void)percent;
	if (what == DB_RECOVER)
		((struct bdb *)env->app_private)->recovered = true;
}

static int
configure(DB_ENV *env)
{
	int error;

	env->set_errcall(env, log_error);
	if ((error = env->set_feedback(env, notice_recovery)) != 0 ||
	    (error = env->set_cachesize(env, 0, BDB_CACHE_BYTES, 1)) != 0 ||
	    (error = env->set_mp_mtxcount(env, CACHE_MUTEXES)) != 0 ||
	    (error = env->mutex_set_tas_spins(env, 1)) != 0 ||
	    (error = env->set_lg_max(env, LOG_BYTES)) != 0 ||
	    (error = env->log_set_config(env, DB_LOG_ZERO, 1)) != 0 ||
	    (error = env->set_lk_detect(env, DB_LOCK_DEFAULT)) != 0 ||
	    (error = env->set_timeout(
		 env, LOCK_MICROSECONDS, DB_SET_LOCK_TIMEOUT)) != 0 ||
	    (error = env->set_timeout(
		 env, TXN_MICROSECONDS, DB_SET_TXN_TIMEOUT)) != 0)
		return error;
	/* A timeout shall not look like a deadlock. */
	return env->set_flags(env, DB_TIME_NOTGRANTED, 1);
}

static int
open_environment(struct bdb *bdb)
{
	int error = db_env_create(&bdb->env, 0);

	if (error != 0) {
		bdb->env = NULL;
		return error;
	}
	bdb->env->app_private = bdb;
	bdb->complaints = 0;
	error = configure(bdb->env);
	if (error != 0)
		return error;
	return bdb->env->open(bdb->env, bdb->home,
	    DB_CREATE | DB_INIT_TXN | DB_INIT_LOG | DB_INIT_MPOOL |
		DB_INIT_LOCK | DB_REGISTER | DB_RECOVER,
	    0600);
}

static int
open_table(
    struct bdb *bdb, DB_TXN *txn, DB **table, const char *file, u_int32_t flags)
{
	int error = db_create(table, bdb->env, 0);

	if (error != 0) {
		*table = NULL;
		return error;
	}
	if (flags != 0 && (error = (*table)->set_flags(*table, flags)) != 0)
		return error;
	return (*table)->open(*table, txn, file, NULL, DB_BTREE,
	    txn == NULL ? DB_CREATE | DB_AUTO_COMMIT : DB_CREATE, 0600);
}

static int
index_by(const DBT *record, const char *name, DBT *key)
{
	return bdb_record_line(record, name, key) ? 0 : EBADMSG;
}

/*
 * A suspended client is listed twice: under its software, and under its
 * software with a NUL behind it, which no caller can ask for.  So one look says
 * whether there is a suspended client among 10^5 of the same software.  A
 * pending one likewise, by another mark, so that they can be counted.  The
 * library frees the keys.
 */
static int
index_twice(DBT *key, const char *mark)
{
	const DBT once = *key;
	const size_t more = strlen(mark) + 1;
	DBT *keys = malloc(2 * sizeof *keys + once.size + more);
	char *with_nul;

	if (keys == NULL)
		return ENOMEM;
	with_nul = (char *)(keys + 2);
	memcpy(with_nul, once.data, once.size);
	with_nul[once.size] = '\0';
	memcpy(with_nul + once.size + 1, mark, more - 1);
	keys[0] = once;
	keys[1] = bdb_bytes(with_nul, once.size + more);
	key->data = keys;
	key->size = 2;
	key->flags = DB_DBT_MULTIPLE | DB_DBT_APPMALLOC;
	return 0;
}

static int
index_software(DB *index, const DBT *id, const DBT *record, DBT *key)
{
	const int error = index_by(record, "software", key);
	const char *mark = bdb_record_mark(record);

	(void)index;
	(void)id;
	return error != 0 || mark == NULL ? error : index_twice(key, mark);
}

static int
index_certificate(DB *index, const DBT *id, const DBT *record, DBT *key)
{
	(void)index;
	(void)id;
	return index_by(record, "certificate", key);
}

/* DB_CREATE: an index that was lost is made again, rather than empty. */
static int
open_tables(struct bdb *bdb, DB_TXN *txn)
{
	DB *clients;
	int error;

	if ((error = open_table(bdb, txn, &bdb->clients, "clients.db", 0)) !=
		0 ||
	    (error = open_table(bdb, txn, &bdb->by_software, "by_software.db",
		 DB_DUPSORT)) != 0 ||
	    (error = open_table(bdb, txn, &bdb->by_certificate,
		 "by_certificate.db", DB_DUPSORT)) != 0 ||
	    (error = open_table(bdb, txn, &bdb->jti, "jti.db", 0)) != 0 ||
	    (error = open_table(bdb, txn, &bdb->audit, "audit.db", 0)) != 0)
		return error;
	clients = bdb->clients;
	error = clients->associate(
	    clients, txn, bdb->by_software, index_software, DB_CREATE);
	if (error != 0)
		return error;
	return clients->associate(
	    clients, txn, bdb->by_certificate, index_certificate, DB_CREATE);
}

static int
open_all(struct bdb *bdb)
{
	DB_TXN *txn;
	int error = bdb_regions_fit(bdb);

	if (error == 0)
		error = open_environment(bdb);
	if (error == 0)
		error = bdb_regions_fill(bdb);
	if (error == 0)
		error = bdb->env->txn_begin(bdb->env, NULL, &txn, 0);
	if (error != 0)
		return error;
	error = open_tables(bdb, txn);
	if (error == 0) /* no client waits for this to be durable */
		return txn->commit(txn, DB_TXN_NOSYNC);
	(void)txn->abort(txn);
	return error;
}

/* What may not be on the disk is read before recovery, and synced before
 * anybody relies on it. */
static int
open_soundly(struct bdb *bdb)
{
	const uint32_t sick = atomic_load(&bdb->shared->sick);
	int error = sick == 0 ? 0 : bdb_rewrite(bdb, sick);

	if (error == 0)
		error = open_all(bdb);
	if (error == 0 && bdb->recovered)
		error = bdb_begin_epoch(bdb);
	if (error == 0) {
		bdb->recovered = false;
		bdb->epoch = atomic_load(&bdb->shared->epoch);
	}
	return error;
}

int
bdb_open(struct bdb *bdb)
{
	/* __db.register is made 0660, whatever mode the environment has. */
	const mode_t mask = umask(077);
	const int error = open_soundly(bdb);

	(void)umask(mask);
	if (error != 0)
		bdb_close(bdb);
	return error;
}

static void
close_table(DB **table)
{
	if (*table != NULL)
		(void)(*table)->close(*table, DB_NOSYNC);
	*table = NULL;
}

int
bdb_open_late(struct bdb *bdb, DB **table)
{
	const char *file = table == &bdb->notes	  ? "notes.db"
			   : table == &bdb->seals ? "seals.db"
						  : "deliveries.db";
	const int error = open_table(bdb, NULL, table, file, 0);

	if (error != 0)
		close_table(table);
	return error;
}

void
bdb_hush(struct bdb *bdb)
{
	bdb->env->set_errcall(bdb->env, log_nothing);
}

void
bdb_close(struct bdb *bdb)
{
	if (bdb->env != NULL)
		bdb_hush(bdb);
	close_table(&bdb->by_software);
	close_table(&bdb->by_certificate);
	close_table(&bdb->clients);
	close_table(&bdb->jti);
	close_table(&bdb->audit);
	close_table(&bdb->notes);
	close_table(&bdb->seals);
	close_table(&bdb->deliveries);
	if (bdb->env != NULL)
		(void)bdb->env->close(bdb->env, 0);
	bdb->env = NULL;
}
