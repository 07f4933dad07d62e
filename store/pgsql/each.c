/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/walk.h"

struct each_client {
	const char *key; /* NULL: none */
	bool (*each)(void *context, const struct client *client);
	void *context;
};

static void
behind_client(const struct pgsql_walk *walk, const struct stored_row *last,
    struct arena *arena, struct pgsql_values *values)
{
	const struct each_client *each = walk->argument;

	(void)arena;
	pgsql_text(values, last == NULL ? "" : last->client.client_id);
	if (each->key != NULL)
		pgsql_text(values, each->key);
}

static bool
read_client(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct stored_row *out)
{
	return pgsql_get_client(p, result, row, arena, &out->client);
}

static bool
hand_client(const struct pgsql_walk *walk, const struct stored_row *row)
{
	const struct each_client *each = walk->argument;

	return each->each(each->context, &row->client);
}

static enum pgsql_statement
statement_of(enum stored_index index, const char *key)
{
	if (key == NULL)
		return EACH_CLIENT;
	return index == INDEX_SOFTWARE ? EACH_OF_SOFTWARE : EACH_OF_CERTIFICATE;
}

enum stored
pgsql_each(struct store *store, enum stored_index index, const char *key,
    bool (*each)(void *context, const struct client *client), void *context)
{
	struct each_client argument = {key, each, context};
	const struct pgsql_walk walk = {
	    .name = "each",
	    .statement = statement_of(index, key),
	    .behind = behind_client,
	    .read = read_client,
	    .hand = hand_client,
	    .argument = &argument,
	};

	return pgsql_walk(store, &walk);
}

struct each_spent {
	bool (*each)(void *context, const struct stored_spent *spent);
	void *context;
};

static void
behind_spent(const struct pgsql_walk *walk, const struct stored_row *last,
    struct arena *arena, struct pgsql_values *values)
{
	struct pgsql_name name = {.head = "", .rest = ""};

	(void)walk;
	if (last != NULL)
		name = pgsql_name(arena, last->spent.issuer, last->spent.jti);
	pgsql_bytes(values, name.head, name.head_length);
	pgsql_bytes(values, name.rest, name.rest_length);
}

/* The name again, from the two columns that it is in. */
static bool
read_spent(struct pgsql *p, const PGresult *result, int row,
    struct arena *arena, struct stored_row *out)
{
	const size_t head = (size_t)p->pq->length(result, row, 0),
		     rest = (size_t)p->pq->length(result, row, 1);
	char *name = arena_alloc(arena, head + rest + 1);
	const char *nul;

	memcpy(name, p->pq->value(result, row, 0), head);
	memcpy(name + head, p->pq->value(result, row, 1), rest);
	nul = memchr(name, '\0', head + rest);
	if (nul == NULL ||
	    memchr(nul + 1, '\0', head + rest - (size_t)(nul + 1 - name)) !=
		NULL) {
		pgsql_say(p, "dcr_spent has a row that cannot be read");
		return false;
	}
	out->spent.issuer = name;
	out->spent.jti = nul + 1;
	return pgsql_get_number(p, result, row, 2, &out->spent.expires);
}

static bool
hand_spent(const struct pgsql_walk *walk, const struct stored_row *row)
{
	const struct each_spent *each = walk->argument;

	return each->each(each->context, &row->spent);
}

enum stored
pgsql_each_spent(struct store *store,
    bool (*each)(void *context, const struct stored_spent *spent),
    void *context)
{
	struct each_spent argument = {each, context};
	const struct pgsql_walk walk = {
	    .name = "each_spent",
	    .statement = EACH_SPENT,
	    .behind = behind_spent,
	    .read = read_spent,
	    .hand = hand_spent,
	    .argument = &argument,
	};

	return pgsql_walk(store, &walk);
}
