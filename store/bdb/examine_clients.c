/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "store/bdb/private.h"

/* The clients, and the two indexes that list them. */

#define HEADER_BYTES 2048

/* Has the index this client under this key? */
static int
listed(struct bdb_raw *raw, size_t index, DBT key, const DBT *id)
{
	DB *table = raw->tables[index];
	DBT found = bdb_bytes(id->data, id->size);
	int error = table->get(table, raw->txn, &key, &found,
	    DB_GET_BOTH | (raw->writes ? DB_READ_COMMITTED : 0));

	if (error != DB_NOTFOUND)
		return error;
	found = bdb_bytes(id->data, id->size);
	error = 0;
	if (raw->writes)
		error = table->put(table, raw->txn, &key, &found, DB_NODUPDATA);
	if (error != 0)
		return error;
	raw->wrote |= raw->writes;
	bdb_examine_find(raw, raw->writes, id,
	    index == 1 ? "is not listed in by_software.db as it is"
		       : "is not listed in by_certificate.db as it is");
	return 0;
}

/* The suspended ones twice: see bdb_env.c. */
static int
check_lists(struct bdb_raw *raw, const struct client *client, const DBT *id)
{
	const size_t length = strlen(client->software);
	int error = listed(raw, 1, bdb_text(client->software), id);

	if (error == 0 && client->state == CLIENT_SUSPENDED)
		error =
		    listed(raw, 1, bdb_bytes(client->software, length + 1), id);
	if (error == 0)
		error = listed(raw, 2, bdb_text(client->certificate), id);
	return error;
}

int
bdb_examine_client(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	struct checking *checking = raw->context;
	struct arena *arena = arena_new();
	struct client client;
	DBT id;
	int error = 0;

	(void)cursor;
	checking->rows++;
	if (bdb_record_read(data, arena, &client) != 0) {
		bdb_examine_find(raw, false, key, "is no record of a client");
	} else {
		id = bdb_text(client.client_id);
		if (!bdb_examine_same(key, &id))
			bdb_examine_find(
			    raw, false, key, "has another client's record");
		else if (json_type(json_parse(arena, client.metadata,
			     strlen(client.metadata), NULL)) != JSON_OBJECT)
			bdb_examine_find(
			    raw, false, key, "has metadata that is no JSON");
		error = check_lists(raw, &client, key);
	}
	arena_free(arena);
	return error;
}

/* What cannot be read is named with the clients, and no entry is judged by
 * it. */
static bool
belongs(const DBT *record, const char *line, const DBT *key)
{
	DBT value, once = *key;

	if (!bdb_record_line(record, line, &value))
		return true;
	if (bdb_examine_same(&value, key))
		return true;
	if (strcmp(line, "software") != 0 || !bdb_record_suspended(record) ||
	    key->size == 0 || ((const char *)key->data)[key->size - 1] != '\0')
		return false;
	once.size--;
	return bdb_examine_same(&value, &once);
}

/* What is behind the lines of a record is on pages of its own: of a million,
 * to be read from the disk for nothing. */
static int
read_header(struct bdb_raw *raw, const DBT *id, DBT *record)
{
	DBT name = bdb_bytes(id->data, id->size);
	const u_int32_t flags = raw->writes ? DB_READ_COMMITTED : 0;
	int error;

	*record = bdb_bytes(NULL, 0);
	record->flags = DB_DBT_PARTIAL;
	record->dlen = HEADER_BYTES;
	error =
	    raw->tables[1]->get(raw->tables[1], raw->txn, &name, record, flags);
	if (error != 0 || record->size < HEADER_BYTES ||
	    memmem(record->data, record->size, "\n\n", 2) != NULL)
		return error;
	*record = bdb_bytes(NULL, 0);
	return raw->tables[1]->get(
	    raw->tables[1], raw->txn, &name, record, flags);
}

static int
check_entry(struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *id,
    const char *line)
{
	DBT record;
	int error = read_header(raw, id, &record);

	((struct checking *)raw->context)->rows++;
	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && belongs(&record, line, key))
		return 0;
	bdb_examine_find(raw, raw->writes, key,
	    error == 0 ? "lists a client that is not its own"
		       : "lists a client that is not there");
	raw->wrote |= raw->writes;
	return raw->writes ? cursor->del(cursor, 0) : 0;
}

int
bdb_examine_software(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	return check_entry(raw, cursor, key, data, "software");
}

int
bdb_examine_certificate(
    struct bdb_raw *raw, DBC *cursor, const DBT *key, const DBT *data)
{
	return check_entry(raw, cursor, key, data, "certificate");
}
