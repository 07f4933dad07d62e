/* SPDX-License-Identifier: ISC */
/* Puts values into statements, and reads them from results. */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

/* The numbers of the types, from pg_type.dat, never change. */
#define TYPE_BOOL 16
#define TYPE_BYTEA 17
#define TYPE_INT8 20

static void
add(struct pgsql_values *values, Oid type, const char *bytes, size_t length)
{
	const int i = values->count++;

	values->types[i] = type;
	values->bytes[i] = bytes;
	values->lengths[i] = (int)length;
}

void
pgsql_bytes(struct pgsql_values *values, const void *bytes, size_t length)
{
	add(values, TYPE_BYTEA, bytes, length);
}

void
pgsql_text(struct pgsql_values *values, const char *string)
{
	pgsql_bytes(values, string, string == NULL ? 0 : strlen(string));
}

void
pgsql_number(struct pgsql_values *values, int64_t number)
{
	char *bytes = values->numbers[values->count];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)((uint64_t)number >> (56 - 8 * i));
	add(values, TYPE_INT8, bytes, 8);
}

void
pgsql_truth(struct pgsql_values *values, bool truth)
{
	char *byte = values->numbers[values->count];

	*byte = truth ? 1 : 0;
	add(values, TYPE_BOOL, byte, 1);
}

static bool
unreadable(struct pgsql *p)
{
	pgsql_say(p, "a row cannot be read");
	return false;
}

bool
pgsql_get_text(struct pgsql *p, const PGresult *result, int row, int column,
    struct arena *arena, const char **out)
{
	const char *bytes = p->pq->value(result, row, column);
	const size_t length = (size_t)p->pq->length(result, row, column);

	if (p->pq->is_null(result, row, column) ||
	    memchr(bytes, '\0', length) != NULL)
		return unreadable(p);
	*out = arena_strndup(arena, bytes, length);
	return true;
}

bool
pgsql_get_number(
    struct pgsql *p, const PGresult *result, int row, int column, int64_t *out)
{
	const char *bytes = p->pq->value(result, row, column);
	uint64_t number = 0;

	if (p->pq->length(result, row, column) != 8)
		return unreadable(p);
	for (int i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)bytes[i];
	*out = (int64_t)number;
	return true;
}

bool
pgsql_get_truth(
    struct pgsql *p, const PGresult *result, int row, int column, bool *out)
{
	if (p->pq->length(result, row, column) != 1)
		return unreadable(p);
	*out = *p->pq->value(result, row, column) != 0;
	return true;
}

void
pgsql_put_client(
    struct pgsql_values *values, const struct client *client, uint64_t version)
{
	pgsql_text(values, client->client_id);
	pgsql_text(values, client->software);
	pgsql_text(values, client->certificate);
	pgsql_number(values, client->registered);
	pgsql_number(values, client->changed);
	pgsql_number(values, (int64_t)version);
	pgsql_truth(values, client->state == CLIENT_SUSPENDED);
	pgsql_number(values, client->state_since);
	pgsql_text(values, client->state_why);
	pgsql_text(values, client->token);
	pgsql_text(values, client->metadata);
	pgsql_number(values, (int64_t)client->withdrawn);
	pgsql_text(values, client->subject);
	pgsql_text(values, client->issuer);
	pgsql_text(values, client->state_by);
	pgsql_text(values, client->profile);
	pgsql_number(values, client->expires);
	pgsql_truth(values, client->state == CLIENT_PENDING);
}

bool
pgsql_get_client(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct client *out)
{
	int64_t version, withdrawn;
	bool suspended, pending;

	out->token = NULL;
	if (!pgsql_get_text(p, result, row, 0, arena, &out->client_id) ||
	    !pgsql_get_text(p, result, row, 1, arena, &out->software) ||
	    !pgsql_get_text(p, result, row, 2, arena, &out->certificate) ||
	    !pgsql_get_number(p, result, row, 3, &out->registered) ||
	    !pgsql_get_number(p, result, row, 4, &out->changed) ||
	    !pgsql_get_number(p, result, row, 5, &version) ||
	    !pgsql_get_truth(p, result, row, 6, &suspended) ||
	    !pgsql_get_number(p, result, row, 7, &out->state_since) ||
	    !pgsql_get_text(p, result, row, 8, arena, &out->state_why) ||
	    !pgsql_get_text(p, result, row, 10, arena, &out->metadata) ||
	    !pgsql_get_number(p, result, row, 11, &withdrawn) ||
	    !pgsql_get_text(p, result, row, 12, arena, &out->subject) ||
	    !pgsql_get_text(p, result, row, 13, arena, &out->issuer) ||
	    !pgsql_get_text(p, result, row, 14, arena, &out->state_by) ||
	    !pgsql_get_text(p, result, row, 15, arena, &out->profile) ||
	    !pgsql_get_number(p, result, row, 16, &out->expires) ||
	    !pgsql_get_truth(p, result, row, 17, &pending))
		return false;
	if (!p->pq->is_null(result, row, 9) &&
	    !pgsql_get_text(p, result, row, 9, arena, &out->token))
		return false;
	out->version = (uint64_t)version;
	out->state = suspended ? CLIENT_SUSPENDED
		     : pending ? CLIENT_PENDING
			       : CLIENT_ACTIVE;
	out->withdrawn = (uint64_t)withdrawn;
	return (version >= 1 && withdrawn >= 0 && out->expires >= 0) ||
	       unreadable(p);
}
