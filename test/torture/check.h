/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_CHECK_H
#define TEST_TORTURE_CHECK_H

#include <db.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "store/bdb/private.h"
#include "store/store.h"
#include "test/torture/ids.h"
#include "test/torture/toll.h"

/*
 * Opens a store and looks at all of it: what was acknowledged is there, once;
 * and each client has its audit record, its jti and its place in the indexes,
 * and nothing else has.  Where nobody else writes.
 */
struct check {
	struct bdb *bdb;
	const char *name; /* which store, for who reads */
	struct ids clients, records, jtis;
	size_t by_software, by_certificate; /* rows found by the keys */
	char last_software[64];
	bool jti_is_id; /* as direct.h writes them */
};

static inline struct store *
check_open(const char *home)
{
	struct arena *arena = arena_new();
	const char *why = "";
	struct store *store =
	    store_open(arena_printf(arena, "bdb:%s", home), arena, &why);

	if (store == NULL)
		errx(2, "%s", why);
	arena_free(arena);
	return store;
}

static inline bool
check_client(void *context, const struct client *client)
{
	struct check *check = context;
	struct arena *arena = arena_new();

	if (json_parse(arena, client->metadata, strlen(client->metadata),
		NULL) == NULL ||
	    client->version != 1 ||
	    strstr(client->metadata, client->client_id) == NULL)
		toll_blame(TOLL_HALF, "%s: client %s is not whole", check->name,
		    client->client_id);
	ids_add(&check->clients, client->client_id, strlen(client->client_id));
	arena_free(arena);
	return true;
}

static inline bool
check_record(void *context, const struct stored_record *record)
{
	static const char name[] = "\"client_id\":\"";
	struct check *check = context;
	const char *id = strstr(record->text, name);

	if (strstr(record->text, "\"event\":\"registered\"") == NULL)
		return true;
	if (id == NULL)
		toll_blame(TOLL_HALF, "%s: record %s tells no client",
		    check->name, record->key);
	else
		ids_add(&check->records, id + sizeof name - 1,
		    strcspn(id + sizeof name - 1, "\""));
	return true;
}

/* Issuer, NUL, jti: store/bdb/spend.c.  "swept" has no NUL. */
static inline void
check_jti(struct check *check, const DBT *key)
{
	const char *end = memchr(key->data, '\0', key->size);

	if (end != NULL)
		ids_add(&check->jtis, end + 1,
		    key->size - (size_t)(end + 1 - (const char *)key->data));
}

/* The rows of a table, below the store's own reading of it. */
static inline size_t
check_rows(struct check *check, DB *table)
{
	DBT key, data;
	DBC *cursor;
	size_t rows = 0;
	int error;

	memset(&key, 0, sizeof key);
	memset(&data, 0, sizeof data);
	error = table->cursor(table, NULL, &cursor, 0);
	if (error == 0) {
		while (
		    (error = cursor->get(cursor, &key, &data, DB_NEXT)) == 0) {
			rows++;
			if (table == check->bdb->jti)
				check_jti(check, &key);
		}
		(void)cursor->close(cursor);
	}
	if (error != DB_NOTFOUND)
		toll_blame(TOLL_HALF, "%s: a table: %s", check->name,
		    db_strerror(error));
	return rows;
}

/* Both indexes have a row for each client, by way of which it is found. */
static inline void
check_indexes(struct check *check)
{
	if (check_rows(check, check->bdb->by_software) !=
		check->clients.count ||
	    check_rows(check, check->bdb->by_certificate) !=
		check->clients.count)
		toll_blame(
		    TOLL_HALF, "%s: an index has other rows", check->name);
}

/* Each of `these` is in `those`; two of a kind are counted as `twice`. */
static inline void
check_each(const struct check *check, const struct ids *these, const char *what,
    const struct ids *those, enum toll toll_of)
{
	for (size_t i = 0; i < these->count; i++) {
		if (i > 0 && strcmp(these->ids[i - 1], these->ids[i]) == 0)
			toll_blame(TOLL_DOUBLED, "%s: %s %s is there twice",
			    check->name, what, these->ids[i]);
		if (!ids_has(those, these->ids[i]))
			toll_blame(toll_of, "%s: %s %s has no client",
			    check->name, what, these->ids[i]);
	}
}

static inline void
check_all(struct check *check, const struct ids *told)
{
	ids_sort(&check->clients);
	ids_sort(&check->records);
	ids_sort(&check->jtis);
	check_each(check, told, "acknowledged", &check->clients, TOLL_LOST);
	check_each(
	    check, &check->records, "record", &check->clients, TOLL_HALF);
	if (check->records.count < check->clients.count)
		toll_blame(TOLL_HALF, "%s: %zu clients, %zu records",
		    check->name, check->clients.count, check->records.count);
	if (check->jti_is_id)
		check_each(
		    check, &check->jtis, "jti", &check->clients, TOLL_HALF);
	if (check->jtis.count != check->clients.count)
		toll_blame(TOLL_HALF, "%s: %zu clients, %zu jtis", check->name,
		    check->clients.count, check->jtis.count);
}

static inline bool
check_read(struct check *check, struct store *store)
{
	if (rows_clients(store, INDEX_SOFTWARE, NULL, check_client, check) !=
		STORED_OK ||
	    rows_records(store, TABLE_AUDIT, NULL, check_record, check) !=
		STORED_OK)
		return false;
	(void)check_rows(check, check->bdb->jti);
	check_indexes(check);
	return true;
}

/* The pages themselves, once they are all in their files. */
static inline void
check_pages(struct check *check)
{
	static const char *const names[] = {"clients.db", "by_software.db",
	    "by_certificate.db", "jti.db", "audit.db"};
	DB_ENV *env = check->bdb->env;
	char path[512];
	DB *table;
	int error = env->txn_checkpoint(env, 0, 0, DB_FORCE);

	for (size_t i = 0; error == 0 && i < sizeof names / sizeof *names;
	     i++) {
		(void)snprintf(
		    path, sizeof path, "%s/%s", check->bdb->home, names[i]);
		error = db_create(&table, NULL, 0);
		if (error == 0)
			error = table->verify(table, path, NULL, NULL,
			    i == 1 || i == 2 ? DB_NOORDERCHK : 0);
	}
	if (error != 0)
		toll_blame(TOLL_HALF, "%s: verification: %s", check->name,
		    db_strerror(error));
}

/* The number of clients; `told` is sorted. */
static inline size_t
check_store(
    const char *home, const char *name, const struct ids *told, bool jti_is_id)
{
	struct store *store = check_open(home);
	struct check check = {
	    .bdb = (struct bdb *)store, .name = name, .jti_is_id = jti_is_id};
	const size_t unread = told->count > 0 ? told->count : 1;
	size_t count;

	if (check_read(&check, store)) {
		check_all(&check, told);
		check_pages(&check);
	} else {
		toll_blame(TOLL_LOST, "%s: cannot be read", name);
		toll_add(TOLL_LOST, (long)unread - 1);
	}
	store_close(store);
	count = check.clients.count;
	ids_free(&check.clients);
	ids_free(&check.records);
	ids_free(&check.jtis);
	return count;
}

#endif
