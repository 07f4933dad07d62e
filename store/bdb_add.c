/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb.h"

struct adding {
	struct stored_add *add;
	struct arena *arena;
	const char *record;
};

/* Read with DB_RMW: the page is locked for writing at once, whether the key is
 * there or not, so that of two racing requests one waits for the other. */
static int
spend_jti(struct bdb *bdb, DB_TXN *txn, const struct adding *adding)
{
	const struct stored_add *add = adding->add;
	const size_t issuer = strlen(add->jti_issuer);
	const size_t length = issuer + 1 + strlen(add->jti);
	char *bytes = arena_alloc(adding->arena, length + 1), number[24];
	DBT key = bdb_bytes(bytes, length), data = bdb_bytes(NULL, 0);
	int64_t expires;
	int error;

	memcpy(bytes, add->jti_issuer, issuer + 1);
	memcpy(bytes + issuer + 1, add->jti, length - issuer);
	error = bdb->jti->get(bdb->jti, txn, &key, &data, DB_RMW);
	if (error != 0 && error != DB_NOTFOUND)
		return error;
	if (error == 0 && !bdb_number(&data, &expires)) {
		log_line("store: jti.db has a record that cannot be read");
		return EBADMSG;
	}
	if (error == 0 && expires >= add->client->registered) {
		adding->add->clash = CLASH_JTI;
		return DB_KEYEXIST;
	}
	(void)snprintf(number, sizeof number, "%" PRId64, add->jti_expires);
	data = bdb_text(number);
	return bdb->jti->put(bdb->jti, txn, &key, &data, 0);
}

static int
claim_software(struct bdb *bdb, DB_TXN *txn, struct stored_add *add)
{
	DBT key = bdb_text(add->client->software_id), data = bdb_bytes(NULL, 0);
	int error;

	data.flags = DB_DBT_PARTIAL;
	error =
	    bdb->by_software->get(bdb->by_software, txn, &key, &data, DB_RMW);
	if (error == DB_NOTFOUND)
		return 0;
	if (error != 0)
		return error;
	add->clash = CLASH_SOFTWARE;
	return DB_KEYEXIST;
}

static int
add_work(struct bdb *bdb, DB_TXN *txn, struct bdb_job *job)
{
	struct adding *adding = job->argument;
	struct stored_add *add = adding->add;
	DBT key = bdb_text(add->client->client_id),
	    data = bdb_text(adding->record);
	int error = 0;

	add->clash = CLASH_NONE;
	if (job->unsure &&
	    bdb_is_there(bdb, txn, add->client->client_id, adding->record))
		return 0;
	if (add->jti != NULL)
		error = spend_jti(bdb, txn, adding);
	if (error == 0 && add->software_once)
		error = claim_software(bdb, txn, add);
	if (error != 0)
		return error;
	error =
	    bdb->clients->put(bdb->clients, txn, &key, &data, DB_NOOVERWRITE);
	if (error == DB_KEYEXIST)
		add->clash = CLASH_CLIENT_ID;
	return error;
}

enum stored
bdb_add(struct store *store, struct stored_add *add)
{
	struct adding adding = {.add = add};
	struct bdb_job job = {.work = add_work,
	    .argument = &adding,
	    .name = "add",
	    .writes = true};
	struct client client = *add->client;
	enum stored stored;

	add->clash = CLASH_NONE;
	if (!store_sound(&client) ||
	    (add->jti != NULL && add->jti_issuer == NULL))
		return STORED_UNABLE;
	client.version = 1;
	adding.arena = arena_new();
	adding.record = bdb_record_write(adding.arena, &client);
	stored = bdb_run((struct bdb *)store, &job);
	arena_free(adding.arena);
	if (stored != STORED_CONFLICT)
		add->clash = CLASH_NONE;
	return stored;
}
