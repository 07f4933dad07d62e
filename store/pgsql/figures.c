/* SPDX-License-Identifier: ISC */
/* Numbers about a store, for `dcr stats`. */
#include <stdlib.h>

#include "store/lib/chain.h"
#include "store/pgsql/private.h"

/* A figure is a query for one number. */
struct figure {
	const char *name;
	const char *sql;
	bool optional; /* not every server has it, not every role may see it */
};

#define NOW "extract(epoch from now())"

static const struct figure figures[] = {
    {"clients", "SELECT count(*) FROM dcr_clients", false},
    {"clients_active",
	"SELECT count(*) FROM dcr_clients"
	" WHERE NOT suspended AND NOT pending",
	false},
    {"clients_suspended", "SELECT count(*) FROM dcr_clients WHERE suspended",
	false},
    {"clients_pending", "SELECT count(*) FROM dcr_clients WHERE pending",
	false},
    {"spent_jtis", "SELECT count(*) FROM dcr_spent", false},
    {"spent_jtis_expired",
	"SELECT count(*) FROM dcr_spent WHERE expires < " NOW, false},
    {"counted_sources", "SELECT count(*) FROM dcr_notes", false},
    {"audit_records", "SELECT count(*) FROM dcr_audit", false},
    {"audit_seals", "SELECT count(*) FROM dcr_seals", false},
    {"deliveries", "SELECT count(*) FROM dcr_deliveries", false},
    {"database_bytes", "SELECT pg_database_size(current_database())", true},
    {"connections",
	"SELECT count(*) FROM pg_stat_activity"
	" WHERE datname = current_database()",
	true},
    {"standbys", "SELECT count(*) FROM pg_stat_replication", true},
    {"standbys_synchronous",
	"SELECT count(*) FROM pg_stat_replication"
	" WHERE sync_state IN ('sync', 'quorum')",
	true},
    {"standby_lag_bytes",
	"SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))"
	" FROM pg_stat_replication",
	true},
};
#define FIGURES (sizeof figures / sizeof *figures)

/* Figures are told after all are there, so that each is told once. */
struct figuring {
	bool glance; /* those alone that are not counted row by row */
	bool known[FIGURES];
	int64_t values[FIGURES];
};

/* After an error nothing else can be asked in the same transaction; so a
 * snapshot has no optional figures. */
static enum upshot
figure_work(struct pgsql *p, struct pgsql_job *job)
{
	struct figuring *figuring = job->argument;
	enum upshot outcome;
	PGresult *result;

	for (size_t i = 0; i < FIGURES; i++) {
		figuring->known[i] = false;
		if (figures[i].optional ? p->frozen : figuring->glance)
			continue;
		outcome = pgsql_sql(p, figures[i].sql, &result);
		if (outcome == PGSQL_FAILED && figures[i].optional &&
		    p->conn != NULL)
			continue;
		if (outcome != PGSQL_DONE)
			return outcome;
		figuring->known[i] = !p->pq->is_null(result, 0, 0);
		figuring->values[i] =
		    strtoll(p->pq->value(result, 0, 0), NULL, 10);
		p->pq->clear(result);
	}
	return PGSQL_DONE;
}

static enum stored
tell_figures(
    struct store *store, bool glance, store_figure_fn *tell, void *context)
{
	struct figuring figuring = {.glance = glance};
	struct pgsql_job job = {
	    .work = figure_work, .argument = &figuring, .name = "figures"};
	const enum stored stored = pgsql_run((struct pgsql *)store, &job);

	for (size_t i = 0; stored == STORED_OK && i < FIGURES; i++)
		if (figuring.known[i])
			tell(context, figures[i].name, figuring.values[i]);
	return stored;
}

enum stored
pgsql_figures(struct store *store, store_figure_fn *tell, void *context)
{
	const enum stored stored = tell_figures(store, false, tell, context);
	size_t waiting;

	if (stored == STORED_OK && chain_waiting(store, &waiting) == STORED_OK)
		tell(context, "audit_records_unsealed", (int64_t)waiting);
	return stored;
}

enum stored
pgsql_glance(struct store *store, store_figure_fn *tell, void *context)
{
	return tell_figures(store, true, tell, context);
}
