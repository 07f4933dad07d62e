/* SPDX-License-Identifier: ISC */
/* Connections and answers of PostgreSQL that are lost, and transactions that
 * meet. */
#include "test/unit/store_children.h"

#ifdef DCR_POSTGRESQL

#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "kit/monotonic.h"
#include "store/pgsql/private.h"

#define LATE_MILLISECONDS 2500

static struct pgsql_calls real, changed;

static enum loss { KEEP, LOSE, RACE, UNHELD } loss;
static int lost;
static bool commits; /* is on its way */
static struct arena *meddling;
static const char *meddle; /* SQL of somebody else, before we look again */

/* Until the server has answered all of it. */
static void
swallow(PGconn *conn)
{
	static const char ready[] = {'Z', 0, 0, 0, 5, 'I'};
	struct pollfd fd = {.fd = real.socket(conn), .events = POLLIN};
	char bytes[4096] = "";
	size_t length = 0;
	ssize_t got;

	while (length < sizeof ready || memcmp(bytes + length - sizeof ready,
					    ready, sizeof ready) != 0) {
		assert_int_equal(poll(&fd, 1, 20000), 1);
		got = recv(fd.fd, bytes + length, sizeof bytes - length, 0);
		assert_true(got > 0);
		length += (size_t)got;
		assert_true(length < sizeof bytes);
	}
}

/* What is sent with the next commit happens and nobody is told; it does not
 * happen; or it is on its way when we turn to somebody else. */
static int
lose_commit(PGconn *conn)
{
	const int fd = real.socket(conn);
	int sent = 1;

	if (!commits)
		return real.sync(conn);
	changed.sync = real.sync;
	changed.send_prepared = real.send_prepared;
	lost++;
	if (loss != LOSE) {
		assert_int_equal(real.sync(conn), 1);
		while (real.flush(conn) > 0)
			;
	}
	if (loss == KEEP)
		swallow(conn);
	if (meddle != NULL)
		(void)pgsql_query(meddling, pgsql_server(), meddle);
	assert_int_equal(shutdown(fd, SHUT_RDWR), 0);
	if (loss == LOSE)
		sent = real.sync(conn);
	return sent;
}

/* Of a statement by its number, as connections name it. */
static bool
is_statement(const char *name, enum sql statement)
{
	char own[16];

	(void)snprintf(own, sizeof own, "dcr_%d", (int)statement);
	return strcmp(name, own) == 0;
}

static int
see_commit(PGconn *conn, const char *name, int count, const char *const *values,
    const int *lengths, const int *formats, int format)
{
	commits = commits || is_statement(name, COMMIT_CHANGE);
	return real.send_prepared(
	    conn, name, count, values, lengths, formats, format);
}

/* The commit happens, and what is to make it durable does not, once. */
static int
unhold(PGconn *conn, const char *name, int count, const char *const *values,
    const int *lengths, const int *formats, int format)
{
	if (is_statement(name, HOLD_MARK)) {
		changed.send_prepared = real.send_prepared;
		lost++;
		name = "no such statement";
	}
	return real.send_prepared(
	    conn, name, count, values, lengths, formats, format);
}

static void
change_calls(struct world *world)
{
	struct pgsql *p = (struct pgsql *)world->store;

	assert_int_equal(
	    world->store->ops->spent(world->store, "", "", 0), STORED_MISSING);
	if (p->pq == &changed)
		return;
	real = changed = *p->pq;
	p->pq = &changed;
}

static void
lose_next(struct world *world, enum loss how)
{
	change_calls(world);
	loss = how;
	commits = false;
	changed.sync = how == UNHELD ? real.sync : lose_commit;
	changed.send_prepared = how == UNHELD ? unhold : see_commit;
	lost = 0;
}

static size_t
records(struct store *store)
{
	struct arena *arena = arena_new();
	struct ids ids = {.arena = arena};

	assert_int_equal(
	    rows_records(store, TABLE_AUDIT, NULL, list_record, &ids),
	    STORED_OK);
	free(ids.ids);
	arena_free(arena);
	return ids.count;
}

static bool
take_key(void *context, const struct stored_record *record)
{
	(void)snprintf(context, JOURNAL_KEY, "%s", record->key);
	return true;
}

static void
key_is_told(struct store *store, const struct stored_change *change)
{
	char newest[JOURNAL_KEY] = "";

	if (change->audit != NULL)
		assert_int_equal(
		    rows_records(store, TABLE_AUDIT, NULL, take_key, newest),
		    STORED_OK);
	assert_string_equal(change->key, newest);
}

static void
happens_once(struct world *world, struct stored_change *change, enum loss how)
{
	const size_t before = records(world->store);

	lose_next(world, how);
	assert_int_equal(
	    world->store->ops->change(world->store, change), STORED_OK);
	assert_int_equal(change->clash, CLASH_NONE);
	assert_int_equal(lost, 1);
	key_is_told(world->store, change);
	assert_int_equal(
	    records(world->store), before + (change->audit != NULL ? 1 : 0));
}

static uint64_t
version_of(struct world *world, const char *id)
{
	struct client got;

	got.version = 0;
	(void)world->store->ops->get(world->store, id, world->arena, &got);
	return got.version;
}

/* With a record, with a jti alone, and with neither. */
static void
life(struct world *world, const char *id, const char *audit, bool jti,
    enum loss how)
{
	struct client client = sample(id, "s");
	struct stored_change change = {.kind = CHANGE_ADD,
	    .client = &client,
	    .jti = jti ? id : NULL,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000,
	    .audit = audit};

	happens_once(world, &change, how);
	assert_int_equal(version_of(world, id), 1);
	change.kind = CHANGE_REPLACE;
	change.jti = jti ? arena_printf(world->arena, "%s'", id) : NULL;
	client.version = 1;
	client.state_why = "changed";
	happens_once(world, &change, how);
	assert_int_equal(version_of(world, id), 2);
	assert_int_equal(
	    world->store->ops->change(world->store, &change), STORED_CONFLICT);
	assert_int_equal(change.clash, jti ? CLASH_JTI : CLASH_VERSION);
	change.kind = CHANGE_REMOVE;
	change.jti = NULL;
	client.version = 2;
	happens_once(world, &change, how);
	assert_int_equal(version_of(world, id), 0);
}

static void
test_lost_changes(void **state)
{
	for (enum loss how = KEEP; how <= RACE; how++) {
		life(*state,
		    arena_printf(
			((struct world *)*state)->arena, "a%d", (int)how),
		    "audited", true, how);
		life(*state,
		    arena_printf(
			((struct world *)*state)->arena, "b%d", (int)how),
		    NULL, true, how);
		life(*state,
		    arena_printf(
			((struct world *)*state)->arena, "c%d", (int)how),
		    NULL, false, how);
	}
}

/* As on a server that was asked to cancel just then. */
static void
test_unheld(void **state)
{
	struct world *world = *state;
	struct client client = sample("a", "s");
	struct stored_change change = {.client = &client,
	    .jti = "j",
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000,
	    .audit = "audited"};

	happens_once(world, &change, UNHELD);
	assert_int_equal(version_of(world, "a"), 1);
}

/* A jti that somebody else has spent meanwhile is no success of ours. */
static void
test_lost_spends(void **state)
{
	struct world *world = *state;
	struct stored_change spend = {.kind = CHANGE_SPEND,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000};

	for (enum loss how = KEEP; how <= RACE; how++) {
		spend.jti = arena_printf(world->arena, "j%d", (int)how);
		spend.kind = CHANGE_SPEND;
		happens_once(world, &spend, how);
		assert_int_equal(
		    world->store->ops->change(world->store, &spend),
		    STORED_CONFLICT);
		spend.kind = CHANGE_REVOKE;
		happens_once(world, &spend, how);
	}
}

static void
test_lost_notes_and_seals(void **state)
{
	struct world *world = *state;
	struct stored_record seal = {"0000000000000001", "one"};
	struct stored_change change = {.kind = CHANGE_NOTE,
	    .now = 1000,
	    .audit = "audited",
	    .note_source = "x",
	    .note_most = 3};

	for (enum loss how = KEEP; how <= RACE; how++) {
		happens_once(world, &change, how);
		seal.key = arena_printf(world->arena, "%016x", (int)how);
		lose_next(world, how);
		assert_int_equal(
		    world->store->ops->seal(world->store, &seal), STORED_OK);
		assert_int_equal(lost, 1);
		lose_next(world, how);
		assert_int_equal(world->store->ops->seal(world->store, &seal),
		    STORED_CONFLICT);
	}
	assert_int_equal(
	    world->store->ops->change(world->store, &change), STORED_CONFLICT);
	assert_int_equal(change.clash, CLASH_NOTES);
}

static void
deliver(struct world *world, const char *was, const char *text, enum loss how)
{
	const struct stored_delivery is = {"as", was},
				     rows[] = {{"as", text}, {"as a", text}};

	lose_next(world, how);
	assert_int_equal(
	    world->store->ops->deliver(world->store, &is, rows, 2), STORED_OK);
	assert_int_equal(lost, 1);
	lose_next(world, KEEP);
	assert_int_equal(world->store->ops->deliver(world->store, &is, rows, 2),
	    STORED_CONFLICT);
	changed.sync = real.sync;
	changed.send_prepared = real.send_prepared;
}

static bool
is_text(void *context, const struct stored_record *record)
{
	assert_string_equal(record->text, context);
	return true;
}

static void
test_lost_deliveries(void **state)
{
	struct world *world = *state;
	char two[] = "2", none[] = "none";

	for (enum loss how = KEEP; how <= RACE; how++) {
		deliver(world, NULL, "1", how);
		deliver(world, "1", "2", how);
		assert_int_equal(rows_records(world->store, TABLE_DELIVERIES,
				     NULL, is_text, two),
		    STORED_OK);
		deliver(world, "2", NULL, how);
		assert_int_equal(rows_records(world->store, TABLE_DELIVERIES,
				     NULL, is_text, none),
		    STORED_OK);
	}
}

/* What somebody else has written since is no conflict: ours was there. */
static void
test_overtaken_delivery(void **state)
{
	struct world *world = *state;
	const struct stored_delivery is = {"as", NULL}, row = {"as", "1"};
	char theirs[] = "theirs";

	lose_next(world, KEEP);
	meddling = world->arena;
	meddle = "UPDATE dcr_deliveries SET text = 'theirs'";
	assert_int_equal(world->store->ops->deliver(world->store, &is, &row, 1),
	    STORED_UNABLE);
	meddle = NULL;
	assert_int_equal(
	    rows_records(world->store, TABLE_DELIVERIES, NULL, is_text, theirs),
	    STORED_OK);
}

/* Whoever was disconnected between two calls does not notice. */
static void
test_disconnected(void **state)
{
	struct world *world = *state;
	const char *kill = arena_printf(world->arena,
	    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
	    " WHERE application_name = 'dcr' AND pid <> pg_backend_pid()");

	put(world->store, "a", "s");
	for (int i = 0; i < 3; i++) {
		assert_string_not_equal(
		    pgsql_query(world->arena, pgsql_server(), kill), "0");
		if (i == 1)
			put(world->store, "b", "s");
		assert_int_equal(version_of(world, "a"), 1);
	}
	assert_int_equal(version_of(world, "b"), 1);
}

/* A call that ran out of time on a busy machine is made again; one that fails
 * sooner has failed. */
static enum stored
change_at_last(struct world *world, struct stored_change *change)
{
	enum stored stored;
	int64_t begun;

	do {
		begun = monotonic_now();
		stored = world->store->ops->change(world->store, change);
	} while (stored == STORED_UNABLE &&
		 monotonic_since(begun) >= LATE_MILLISECONDS);
	return stored;
}

static void
add_one(struct world *world, int number, int out)
{
	static const char *const jtis[] = {NULL, "j", "k"};
	struct client client = sample(number == 0 ? "a" : "c", "s");
	struct stored_change add = {.client = &client,
	    .audit = "a",
	    .jti = jtis[number],
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .software_once = number == 2,
	    .now = 1000};

	(void)out;
	_exit((int)change_at_last(world, &add));
}

/* Until somebody waits for that: the answer to a query, at most 20 s. */
static const char *
when_there(struct world *world, const char *sql)
{
	const struct timespec moment = {.tv_nsec = 20000000};
	const char *answer = "";

	sql = arena_printf(
	    world->arena, "SELECT pg_stat_clear_snapshot(); %s", sql);
	for (int i = 0; i < 1000 && *answer == '\0'; i++) {
		answer = pgsql_query(world->arena, pgsql_server(), sql);
		(void)nanosleep(&moment, NULL);
	}
	assert_string_not_equal(answer, "");
	return answer;
}

#define WAITING                                                           \
	"SELECT pid FROM pg_stat_activity WHERE application_name = 'dcr'" \
	" AND wait_event_type = 'Lock'"

/* Somebody locks the end of the trail first, and then our software. */
static void
test_deadlock(void **state)
{
	struct world *world = *state;
	const char *schema = pgsql_schema(world->arena);
	pid_t child;

	put(world->store, "b", "s");
	close_first(world);
	(void)pgsql_query(world->arena, pgsql_server(),
	    arena_printf(world->arena,
		"BEGIN; UPDATE %s.dcr_tail SET last = last", schema));
	child = start(add_one, world, 0, -1);
	(void)when_there(world, WAITING);
	(void)pgsql_query(world->arena, pgsql_server(),
	    arena_printf(world->arena,
		"UPDATE %s.dcr_software SET changes = 0; COMMIT", schema));
	assert_int_equal(ended(child), STORED_OK);
	world->store = again(world);
	assert_int_equal(records(world->store), 1);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, "s"), 2);
}

#define WAITING_FOR_A_STANDBY                                             \
	"SELECT pid FROM pg_stat_activity WHERE application_name = 'dcr'" \
	" AND wait_event = 'SyncRep'"

static void
standbys(struct world *world, const char *names)
{
	(void)pgsql_query(world->arena, pgsql_server(),
	    arena_printf(world->arena,
		"ALTER SYSTEM SET synchronous_standby_names = '%s'", names));
	(void)pgsql_query(
	    world->arena, pgsql_server(), "SELECT pg_reload_conf()");
}

static void
wait_for_nobody(struct world *world)
{
	standbys(world, "nobody");
	(void)when_there(world,
	    "SELECT 1 WHERE current_setting('synchronous_standby_names')"
	    " = 'nobody'");
}

/*
 * A commit that somebody has stop waiting for its standby is told as done,
 * with a warning.  It is not for us: another connection waits instead.
 */
static void
test_cancelled_wait(void **state)
{
	struct world *world = *state;
	const char *first;
	pid_t child;

	for (int i = 0; i < 2; i++) {
		close_first(world);
		wait_for_nobody(world);
		child = start(add_one, world, i, -1);
		first = when_there(world, WAITING_FOR_A_STANDBY);
		(void)pgsql_query(world->arena, pgsql_server(),
		    arena_printf(
			world->arena, "SELECT pg_cancel_backend(%s)", first));
		(void)when_there(
		    world, arena_printf(world->arena,
			       WAITING_FOR_A_STANDBY " AND pid <> %s", first));
		standbys(world, "");
		assert_int_equal(ended(child), STORED_OK);
		world->store = again(world);
		assert_int_equal(records(world->store), i + 1);
	}
}

/* Whoever waits for a standby is not acknowledged, and keeps nobody from the
 * end of the trail.  Who is told of the client meanwhile waits as well. */
static void
test_waits_alone(void **state)
{
	struct world *world = *state;
	pid_t child, other;
	int status;

	close_first(world);
	wait_for_nobody(world);
	child = start(add_one, world, 1, -1);
	(void)when_there(world, WAITING_FOR_A_STANDBY);
	(void)pgsql_query(world->arena, pgsql_server(),
	    arena_printf(world->arena,
		"BEGIN; SELECT 1 FROM %s.dcr_tail WHERE one"
		" FOR NO KEY UPDATE NOWAIT; ROLLBACK",
		pgsql_schema(world->arena)));
	other = start(add_one, world, 2, -1);
	(void)when_there(world,
	    "SELECT 1 WHERE (SELECT count(*) FROM pg_stat_activity"
	    " WHERE application_name = 'dcr'"
	    " AND wait_event = 'SyncRep') = 2");
	assert_int_equal(waitpid(child, &status, WNOHANG), 0);
	assert_int_equal(waitpid(other, &status, WNOHANG), 0);
	standbys(world, "");
	assert_int_equal(ended(child), STORED_OK);
	assert_int_equal(ended(other), STORED_CONFLICT);
	world->store = again(world);
	assert_int_equal(records(world->store), 1);
}

/* As on a server that knows no lower level. */
static int
serializable(PGconn *conn, const char *name, const char *sql, int count,
    const Oid *types)
{
	if (strncmp(sql, "BEGIN", 5) == 0)
		sql = "BEGIN ISOLATION LEVEL SERIALIZABLE";
	return real.send_prepare(conn, name, sql, count, types);
}

#define RACERS 5
#define ROUNDS 8

/* Each wants every software, and once. */
static void
claim_all(struct world *world, int number, int out)
{
	char id[32], software[16];
	int won = 0;

	(void)out;
	change_calls(world);
	changed.send_prepare = serializable;
	for (int i = 0; i < ROUNDS; i++) {
		struct client client = sample(id, software);
		struct stored_change add = {.client = &client,
		    .audit = id,
		    .software_once = true,
		    .now = 1000};
		enum stored stored;

		(void)snprintf(id, sizeof id, "c%d.%d", number, i);
		(void)snprintf(software, sizeof software, "s%d", i);
		stored = change_at_last(world, &add);
		if (stored == STORED_OK)
			won++;
		else if (stored != STORED_CONFLICT ||
			 add.clash != CLASH_SOFTWARE)
			_exit(99);
	}
	store_close(world->store);
	_exit(won);
}

static void
test_serializable(void **state)
{
	struct world *world = *state;
	pid_t racers[RACERS];
	int won = 0;

	close_first(world);
	for (int i = 0; i < RACERS; i++)
		racers[i] = start(claim_all, world, i, -1);
	for (int i = 0; i < RACERS; i++)
		won += ended(racers[i]);
	assert_int_equal(won, ROUNDS);
	world->store = again(world);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), ROUNDS);
	assert_int_equal(records(world->store), ROUNDS);
}

#define PGSQL(test) \
	cmocka_unit_test_setup_teardown(test, setup_postgresql, teardown)

int
main(void)
{
	struct CMUnitTest tests[] = {
	    PGSQL(test_lost_changes),
	    PGSQL(test_unheld),
	    PGSQL(test_lost_spends),
	    PGSQL(test_lost_notes_and_seals),
	    PGSQL(test_lost_deliveries),
	    PGSQL(test_overtaken_delivery),
	    PGSQL(test_disconnected),
	    PGSQL(test_deadlock),
	    PGSQL(test_cancelled_wait),
	    PGSQL(test_waits_alone),
	    PGSQL(test_serializable),
	};

	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store pgsql", tests, NULL, NULL);
}

#else

int
main(void)
{
	puts("skip - store_pgsql_loss: built without PostgreSQL");
	return 0;
}

#endif
