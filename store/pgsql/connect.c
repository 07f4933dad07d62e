/* SPDX-License-Identifier: ISC */
/*
 * Connects to a server that can be written to, and sees that its tables have
 * the form that this program needs.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/monotonic.h"
#include "store/pgsql/private.h"

/*
 * libpq tries several hosts by itself, but without blocking it leaves it to its
 * caller to give up a host that does not answer at all, and cannot be told to
 * go on with the next.  So hosts are tried one at a time here, each for no
 * longer than this, and the one that was good last comes first.
 */
#define HOST_MILLISECONDS 1500
#define SEVERAL_HOSTS 32

struct target {
	const char *keywords[64], *values[64];
	size_t count;
};

static void
aim(struct target *target, const char *keyword, const char *value)
{
	if (target->count + 1 >= sizeof target->values / sizeof(char *))
		return;
	target->keywords[target->count] = keyword;
	target->values[target->count++] = value;
}

static const char *
option(const struct pgsql *p, const char *keyword)
{
	for (PQconninfoOption *o = p->options; o->keyword != NULL; o++)
		if (strcmp(o->keyword, keyword) == 0)
			return o->val;
	return NULL;
}

/* How many pieces there are between the commas. */
static size_t
pieces(const char *list)
{
	size_t count = list == NULL ? 0 : 1;

	for (; list != NULL && *list != '\0'; list++)
		count += *list == ',';
	return count;
}

/* The piece of that number; the last piece, when there are not so many. */
static const char *
piece(struct arena *arena, const char *list, size_t index)
{
	const char *comma;

	while (index-- > 0 && (comma = strchr(list, ',')) != NULL)
		list = comma + 1;
	return arena_strndup(arena, list, strcspn(list, ","));
}

static size_t
count_hosts(const struct pgsql *p)
{
	const size_t names = pieces(option(p, "host")),
		     addresses = pieces(option(p, "hostaddr"));
	const size_t count = names > addresses ? names : addresses;

	return count == 0 ? 1 : count > SEVERAL_HOSTS ? SEVERAL_HOSTS : count;
}

/* A connection string without target_session_attrs gets a server that can be
 * written to: a standby would tell what was true a while ago. */
static void
take_aim(const struct pgsql *p, struct arena *arena, size_t host,
    struct target *target)
{
	static const char *const lists[] = {"host", "hostaddr", "port"};
	bool list;

	target->count = 0;
	aim(target, "fallback_application_name", "dcr");
	if (option(p, "target_session_attrs") == NULL)
		aim(target, "target_session_attrs", "read-write");
	for (PQconninfoOption *o = p->options; o->keyword != NULL; o++) {
		if (o->val == NULL)
			continue;
		list = false;
		for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
			list = list || strcmp(o->keyword, lists[i]) == 0;
		aim(target, o->keyword,
		    list ? piece(arena, o->val, host) : o->val);
	}
	target->keywords[target->count] = NULL;
	target->values[target->count] = NULL;
}

static void
note(void *context, const PGresult *result)
{
	struct pgsql *p = context;
	const char *severity =
	    p->pq->result_field(result, PG_DIAG_SEVERITY_NONLOCALIZED);

	if (severity != NULL && strcmp(severity, "WARNING") == 0)
		p->warned = true;
}

/* True: the target is connected. p->conn is closed otherwise. */
static bool
reach(struct pgsql *p, const struct target *target, int64_t milliseconds)
{
	const int64_t end = monotonic_deadline(milliseconds);
	PostgresPollingStatusType want = PGRES_POLLING_WRITING;
	int64_t left;

	p->conn = p->pq->start(target->keywords, target->values, 0);
	if (p->conn == NULL)
		return false;
	(void)p->pq->set_notices(p->conn, note, p);
	while (p->pq->status(p->conn) != CONNECTION_BAD) {
		left = monotonic_left(end);
		if (left == 0 ||
		    !pgsql_wait(p,
			want == PGRES_POLLING_READING ? POLLIN : POLLOUT,
			left)) {
			pgsql_say(p, "the host does not answer");
			pgsql_unheard(p);
			break;
		}
		want = p->pq->poll(p->conn);
		if (want == PGRES_POLLING_OK)
			return true;
		if (want == PGRES_POLLING_FAILED)
			break;
	}
	if (p->pq->status(p->conn) == CONNECTION_BAD)
		pgsql_say(p, "%s", p->pq->error(p->conn));
	pgsql_drop(p);
	return false;
}

static enum upshot
connect_somewhere(struct pgsql *p)
{
	const size_t count = count_hosts(p);
	struct arena *arena = arena_new();
	struct target target;

	for (size_t i = 0; i < count && !pgsql_late(p); i++) {
		take_aim(p, arena, p->host, &target);
		if (reach(p, &target,
			count == 1 ? PGSQL_MILLISECONDS : HOST_MILLISECONDS))
			break;
		p->host = (p->host + 1) % count;
	}
	arena_free(arena);
	if (p->conn == NULL)
		return PGSQL_GONE;
	(void)p->pq->set_nonblocking(p->conn, 1);
	memset(p->used, 0, sizeof p->used);
	return PGSQL_DONE;
}

/*
 * The server gives up a statement later than we do: were it sooner, a commit
 * that waits for a standby would be told as done, with a warning, though no
 * standby has it.  A transaction whose client was stopped in the middle of it
 * does not hold its locks for ever.
 */
static const char setup[] =
    "SET statement_timeout = 7000; SET lock_timeout = 4000;"
    "SET idle_in_transaction_session_timeout = 10000;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
static const char forms[] =
    "SELECT count(*), coalesce(max(number), 0) FROM dcr_migrations";

static enum upshot
ask_synchronous(struct pgsql *p)
{
	PGresult *result;
	const enum upshot outcome = pgsql_sql(p, setup, &result);

	if (outcome != PGSQL_DONE)
		return outcome;
	p->asynchronous = p->pq->rows(result) > 0;
	p->pq->clear(result);
	return PGSQL_DONE;
}

/* 42P01: there is no such table. */
static enum upshot
ask_form(struct pgsql *p)
{
	PGresult *result;
	enum upshot outcome = pgsql_sql(p, forms, &result);
	int64_t count;

	p->migrations = 0;
	if (outcome != PGSQL_DONE && strncmp(p->why, "42P01", 5) != 0)
		return outcome;
	if (outcome == PGSQL_DONE) {
		count = strtoll(p->pq->value(result, 0, 0), NULL, 10);
		p->migrations = strtoll(p->pq->value(result, 0, 1), NULL, 10);
		/* A migration in between may be missing. */
		if (p->migrations <= PGSQL_MIGRATIONS && p->migrations > count)
			p->migrations = count;
		p->pq->clear(result);
	}
	if (p->migrations == PGSQL_MIGRATIONS || p->waived)
		return PGSQL_DONE;
	if (p->migrations > PGSQL_MIGRATIONS)
		pgsql_say(p, "the tables were made by a newer dcr migrate "
			     "than this one");
	else
		pgsql_say(p, "the tables are not those that this dcr needs: "
			     "run dcr migrate");
	return PGSQL_FAILED;
}

static enum upshot
load_library(struct pgsql *p)
{
	const char *why = NULL;
	char *message = NULL;

	p->pq = pgsql_library(&why);
	if (p->pq == NULL) {
		pgsql_say(p, "%s", why);
		return PGSQL_FAILED;
	}
	p->options = p->pq->parse(p->conninfo, &message);
	/* The message may quote a part of the password. */
	p->pq->free(message);
	if (p->options != NULL)
		return PGSQL_DONE;
	p->pq = NULL;
	pgsql_say(p, "this libpq does not take the connection string");
	return PGSQL_FAILED;
}

enum upshot
pgsql_ready(struct pgsql *p)
{
	enum upshot outcome = PGSQL_DONE;

	if (p->conn != NULL)
		return PGSQL_DONE;
	if (p->frozen) {
		pgsql_say(p, "the snapshot's connection was lost");
		return PGSQL_FAILED;
	}
	if (p->pq == NULL)
		outcome = load_library(p);
	if (outcome == PGSQL_DONE)
		outcome = connect_somewhere(p);
	if (outcome == PGSQL_DONE)
		outcome = ask_synchronous(p);
	if (outcome == PGSQL_DONE)
		outcome = ask_form(p);
	if (outcome != PGSQL_DONE)
		pgsql_drop(p);
	return outcome;
}

void
pgsql_drop(struct pgsql *p)
{
	if (p->conn != NULL)
		p->pq->finish(p->conn);
	p->conn = NULL;
}
