/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/lib/journal.h"
#include "store/store.h"

const struct store_ops *
store_kind(const char *uri)
{
	const size_t length = strcspn(uri, ":");

	for (size_t i = 0; stores[i] != NULL; i++)
		if (uri[length] == ':' && strlen(stores[i]->name) == length &&
		    memcmp(uri, stores[i]->name, length) == 0)
			return stores[i];
	return NULL;
}

struct store *
store_open(const char *uri, struct arena *arena, const char **why)
{
	const struct store_ops *ops = store_kind(uri);
	const size_t length = strcspn(uri, ":");

	if (ops != NULL)
		return ops->open(uri + length + 1, arena, why);
	if (length == 10 && strncmp(uri, "postgresql:", 11) == 0) {
		*why = "store: this dcr was built without PostgreSQL";
		return NULL;
	}
	/* Only the scheme: what follows it may hold a password. */
	*why = arena_printf(arena,
	    "store: no kind of store is called \"%.*s:\"; "
	    "allowed are bdb:FOLDER and postgresql:CONNECTION",
	    length > 64 ? 64 : (int)length, uri);
	return NULL;
}

void
store_close(struct store *store)
{
	if (store != NULL)
		store->ops->close(store);
}

static bool
line_sound(const char *name, const char *text)
{
	if (text == NULL) {
		log_line("store: a change without %s", name);
		return false;
	}
	if (journal_line(text, strlen(text)))
		return true;
	log_line("store: control character in %s", name);
	return false;
}

static bool
id_sound(const struct client *client)
{
	if (line_sound("client", client == NULL ? NULL : "") &&
	    line_sound("client_id", client->client_id)) {
		if (*client->client_id != '\0')
			return true;
		log_line("store: a client_id that is empty");
	}
	return false;
}

static bool
client_sound(const struct client *client)
{
	if (!id_sound(client) || !line_sound("software", client->software) ||
	    !line_sound("certificate", client->certificate) ||
	    !line_sound("state_why", client->state_why) ||
	    !line_sound("metadata", client->metadata == NULL ? NULL : ""))
		return false;
	if (client->state != CLIENT_ACTIVE &&
	    client->state != CLIENT_SUSPENDED) {
		log_line("store: a client in no known state");
		return false;
	}
	return client->token == NULL || line_sound("token", client->token);
}

static bool
kind_sound(const struct stored_change *change)
{
	switch (change->kind) {
	case STORED_ADD:
	case STORED_REPLACE:
		return client_sound(change->client);
	case STORED_REMOVE:
		return id_sound(change->client);
	case STORED_NOTE:
		return line_sound("note_source", change->note_source) &&
		       line_sound("audit", change->audit);
	case STORED_SPEND:
	case STORED_REVOKE:
		return line_sound("jti", change->jti == NULL ? NULL : "");
	}
	log_line("store: no known kind of change");
	return false;
}

void
store_limit(struct store *store, int64_t milliseconds)
{
	if (store->ops->limit != NULL)
		store->ops->limit(store, milliseconds);
}

void
store_withdraw(struct client *client)
{
	if (!journal_next(client->withdrawn, &client->withdrawn))
		client->withdrawn++;
}

bool
store_sound(const struct stored_change *change)
{
	for (size_t i = 0; i < STORED_COUNTS; i++)
		if (change->counts[i].source != NULL &&
		    !line_sound("source of a count", change->counts[i].source))
			return false;
	if (!kind_sound(change) ||
	    (change->jti != NULL &&
		!line_sound(
		    "jti_issuer", change->jti_issuer == NULL ? NULL : "")))
		return false;
	return change->audit == NULL || line_sound("audit", change->audit);
}
