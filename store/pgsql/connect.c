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
	memset(p->prepared, 0, sizeof p->prepared);
	return PGSQL_DONE;
}

static enum upshot
read_form(struct pgsql *p, const struct pgsql_trip *trip)
{
	const PGresult *form = trip->steps[1].result;
	int64_t count;

	p->asynchronous = !p->pq->is_null(trip->steps[0].result, 0, 0);
	if (!pgsql_get_number(p, form, 0, 0, &count) ||
	    !pgsql_get_number(p, form, 0, 1, &p->migrations))
		return PGSQL_FAILED;
	/* A migration in between may be missing. */
	if (p->migrations <= PGSQL_MIGRATIONS && p->migrations > count)
		p->migrations = count;
	return PGSQL_DONE;
}

/* 42P01: there is no such table, and what was set in the same trip is not set.
 */
static enum upshot
set_up(struct pgsql *p)
{
	struct pgsql_trip trip = {.count = 0};
	enum upshot outcome;

	p->migrations = 0;
	(void)pgsql_step(&trip, SET_UP);
	(void)pgsql_step(&trip, FORM);
	outcome = pgsql_go(p, &trip);
	if (outcome == PGSQL_DONE)
		outcome = read_form(p, &trip);
	else if (strncmp(p->why, "42P01", 5) == 0) {
		pgsql_trip_end(p, &trip);
		(void)pgsql_step(&trip, SET_UP);
		outcome = pgsql_go(p, &trip);
	}
	pgsql_trip_end(p, &trip);
	return outcome;
}

static enum upshot
judge_form(struct pgsql *p)
{
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
		outcome = set_up(p);
	if (outcome == PGSQL_DONE)
		outcome = judge_form(p);
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
