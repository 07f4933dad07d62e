/* SPDX-License-Identifier: ISC */
/* Numbers about a store in memory, and what an examination says of it. */
#include <time.h>

#include "store/lib/chain.h"
#include "test/store/memory.h"

static int64_t
length(const struct kept *kept)
{
	int64_t count = 0;

	for (; kept != NULL; kept = kept->next)
		count++;
	return count;
}

static void
tell_clients(const struct memory *memory, store_figure_fn *tell, void *context)
{
	int64_t all = 0, suspended = 0, pending = 0;

	for (const struct entry *e = memory->entries; e != NULL; e = e->next) {
		all++;
		suspended += e->client.state == CLIENT_SUSPENDED;
		pending += e->client.state == CLIENT_PENDING;
	}
	tell(context, "clients", all);
	tell(context, "clients_active", all - suspended - pending);
	tell(context, "clients_suspended", suspended);
	tell(context, "clients_pending", pending);
}

static void
tell_spent(const struct memory *memory, store_figure_fn *tell, void *context)
{
	const int64_t now = time(NULL);
	int64_t all = 0, expired = 0;

	for (const struct spent *s = memory->spent; s != NULL; s = s->next) {
		all++;
		expired += s->expires < now;
	}
	tell(context, "spent_jtis", all);
	tell(context, "spent_jtis_expired", expired);
}

enum stored
memory_figures(struct store *store, store_figure_fn *tell, void *context)
{
	const struct memory *memory = (struct memory *)store;
	size_t waiting;

	tell_clients(memory, tell, context);
	tell_spent(memory, tell, context);
	int64_t sources = 0;

	for (const struct noted *n = memory->noted; n != NULL; n = n->next)
		sources++;
	tell(context, "counted_sources", sources);
	tell(context, "audit_records", length(memory->journals[TABLE_AUDIT]));
	tell(context, "audit_seals", length(memory->journals[TABLE_SEALS]));
	tell(context, "deliveries", length(memory->journals[TABLE_DELIVERIES]));
	if (chain_waiting(store, &waiting) == STORED_OK)
		tell(context, "audit_records_unsealed", (int64_t)waiting);
	tell(context, "generation", (int64_t)memory->generation);
	return STORED_OK;
}

/* There is nothing that could be wrong. */
enum stored
memory_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context)
{
	static const struct store_finding lost = {FINDING_POOR, "memory",
	    "this store keeps what it holds for the life of a process"};

	(void)store;
	(void)repair;
	tell(context, &lost);
	return STORED_OK;
}
