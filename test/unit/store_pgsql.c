/* SPDX-License-Identifier: ISC */
/* What only PostgreSQL has: migrations, a server elsewhere, rows that
 * anybody with SQL can reach. */
#include "test/unit/store_children.h"

#ifdef DCR_POSTGRESQL

#include <sys/socket.h>
#include <sys/un.h>

#include "store/pgsql/private.h"
#include "store/lib/stored_key.h"

static const char *
ask(struct world *world, const char *format, ...)
{
	const char *schema = pgsql_schema(world->arena);
	va_list ap;
	char *sql;

	va_start(ap, format);
	sql = arena_vprintf(world->arena, format, ap);
	va_end(ap);
	return pgsql_query(world->arena, pgsql_server(),
	    arena_printf(
		world->arena, "SET search_path = %s; %s", schema, sql));
}

static void
count_step(void *context, const char *step)
{
	assert_true(*step >= '1' && *step <= '9' && step[1] == ' ');
	++*(int *)context;
}

static int
migrate(struct store *store, enum stored expected)
{
	int steps = 0;

	assert_int_equal(
	    store->ops->migrate(store, count_step, &steps), expected);
	return steps;
}

static void
drop_tables(struct world *world)
{
	pgsql_spoilt = true;
	(void)ask(world,
	    "DROP TABLE dcr_clients, dcr_software, dcr_spent, dcr_notes,"
	    " dcr_audit, dcr_seals, dcr_tail, dcr_keys, dcr_deliveries,"
	    " dcr_migrations");
}

static void
closed(struct world *world)
{
	struct client client = sample("a", "s"), got;
	struct store *store = world->store;

	store_close(store);
	store = world->store = again(world);
	assert_int_equal(
	    add_jti(store, &client, "j", true, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_UNABLE);
	assert_int_equal(
	    store->ops->spent(store, "iss", "j", 0), STORED_UNABLE);
}

/* Nothing is done with tables that are not ours, and nothing to them but by
 * migrate. */
static void
test_migrations(void **state)
{
	struct world *world = *state;
	const char *why;
	struct store *snapshot;

	assert_int_equal(migrate(world->store, STORED_OK), 0);
	drop_tables(world);
	closed(world);
	snapshot =
	    world->store->ops->snapshot(world->store, world->arena, &why);
	assert_non_null(snapshot);
	assert_int_equal(migrate(snapshot, STORED_OK), PGSQL_MIGRATIONS);
	assert_int_equal(migrate(snapshot, STORED_OK), PGSQL_MIGRATIONS);
	store_close(snapshot);
	closed(world);
	assert_int_equal(migrate(world->store, STORED_OK), PGSQL_MIGRATIONS);
	put(world->store, "a", "s");
	(void)ask(world, "DELETE FROM dcr_migrations WHERE number = 3");
	closed(world);
	/* The tables are there: the step fails as a whole. */
	assert_int_equal(migrate(world->store, STORED_UNABLE), 0);
	(void)ask(world, "DROP TABLE dcr_audit, dcr_seals, dcr_tail");
	assert_int_equal(migrate(world->store, STORED_OK), 1);
	put(world->store, "b", "s");
	(void)ask(world, "INSERT INTO dcr_migrations VALUES (%d, 'new')",
	    PGSQL_MIGRATIONS + 1);
	closed(world);
	assert_int_equal(migrate(world->store, STORED_UNABLE), 0);
}

/* A row from before there was such a column. */
static void
test_never_withdrawn(void **state)
{
	struct world *world = *state;
	struct client got;

	put(world->store, "a", "s");
	(void)ask(world, "ALTER TABLE dcr_clients DROP COLUMN withdrawn");
	(void)ask(world, "DELETE FROM dcr_migrations WHERE number = 4");
	closed(world);
	assert_int_equal(migrate(world->store, STORED_OK), 1);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_int_equal(got.withdrawn, 0);
}

/* The same of the columns that came later. */
static void
test_never_named(void **state)
{
	struct world *world = *state;
	struct client got;

	put(world->store, "a", "s");
	(void)ask(world, "ALTER TABLE dcr_clients DROP COLUMN subject,"
			 " DROP COLUMN issuer, DROP COLUMN state_by");
	(void)ask(world, "DELETE FROM dcr_migrations WHERE number = 6");
	closed(world);
	assert_int_equal(migrate(world->store, STORED_OK), 1);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_string_equal(got.subject, "");
	assert_string_equal(got.issuer, "");
	assert_string_equal(got.state_by, "");
}

/* And of those that came last. */
static void
test_never_judged(void **state)
{
	struct world *world = *state;
	struct client got;

	put(world->store, "a", "s");
	(void)ask(world, "ALTER TABLE dcr_clients DROP COLUMN profile,"
			 " DROP COLUMN expires, DROP COLUMN pending");
	(void)ask(world, "DELETE FROM dcr_migrations WHERE number = 8");
	closed(world);
	assert_int_equal(migrate(world->store, STORED_OK), 1);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_string_equal(got.profile, "");
	assert_int_equal(got.expires, 0);
	assert_int_equal(got.state, CLIENT_ACTIVE);
}

static void
migrate_and_tell(struct world *world, int number, int out)
{
	int steps = 0;

	(void)number;
	(void)out;
	if (world->store->ops->migrate(world->store, count_step, &steps) !=
	    STORED_OK)
		_exit(99);
	_exit(steps);
}

static void
test_two_migrate(void **state)
{
	struct world *world = *state;
	pid_t children[4];
	int steps = 0;

	drop_tables(world);
	close_first(world);
	for (int i = 0; i < 4; i++)
		children[i] = start(migrate_and_tell, world, i, -1);
	for (int i = 0; i < 4; i++)
		steps += ended(children[i]);
	assert_int_equal(steps, PGSQL_MIGRATIONS);
	world->store = again(world);
	put(world->store, "a", "s");
}

static void
is_set(struct world *world, const char *options, const char *expected)
{
	const char *why, *uri = world->uri;
	struct pgsql *p;
	PGresult *result;

	world->uri = arena_printf(world->arena,
	    "postgresql:%s options='-c search_path=%s %s'", pgsql_server(),
	    pgsql_schema(world->arena), options);
	p = (struct pgsql *)store_open(world->uri, world->arena, &why);
	assert_non_null(p);
	assert_int_equal(
	    p->store.ops->spent(&p->store, "", "", 0), STORED_MISSING);
	pgsql_begin(p, 5000);
	assert_int_equal(
	    pgsql_sql(p, "SHOW synchronous_commit", &result), PGSQL_DONE);
	assert_string_equal(p->pq->value(result, 0, 0), expected);
	p->pq->clear(result);
	store_close(&p->store);
	world->uri = uri;
}

/* A server may not make what we acknowledge one that can be lost. */
static void
test_synchronous(void **state)
{
	is_set(*state, "-c synchronous_commit=off", "on");
	is_set(*state, "-c synchronous_commit=remote_apply", "remote_apply");
}

/* The first host of two takes connections, and says nothing on them. */
static void
test_silent_host(void **state)
{
	struct world *world = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const char *host = strstr(pgsql_server(), "host="), *why;
	struct client got;
	struct store *store;

	assert_non_null(host);
	host = arena_strndup(world->arena, host + 5, strcspn(host + 5, " "));
	(void)snprintf(address.sun_path, sizeof address.sun_path,
	    "%s/.s.PGSQL.5432", world->directory);
	assert_int_equal(bind(listener, (void *)&address, sizeof address), 0);
	assert_int_equal(listen(listener, 5), 0);
	put(world->store, "a", "s");
	store =
	    store_open(arena_printf(world->arena,
			   "postgresql:host=%s,%s user=dcr dbname=postgres "
			   "options='-c search_path=%s'",
			   world->directory, host, pgsql_schema(world->arena)),
		world->arena, &why);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	store_close(store);
	(void)close(listener);
}

/* In a URI as well; and where nobody is, that is soon known. */
static void
test_no_server(void **state)
{
	struct world *world = *state;
	static const char *const nowhere[] = {
	    "postgresql:host=/nonexistent user=x password=hunter2",
	    "postgresql://x:hunter2@127.0.0.1:1/y"};
	struct client got;
	const char *why;

	for (size_t i = 0; i < 2; i++) {
		struct store *store =
		    store_open(nowhere[i], world->arena, &why);

		assert_non_null(store);
		assert_int_equal(
		    store->ops->get(store, "a", world->arena, &got),
		    STORED_UNABLE);
		assert_int_equal(store->ops->generation(store), 0);
		assert_null(store->ops->snapshot(store, world->arena, &why));
		assert_null(strstr(why, "hunter2"));
		store_close(store);
	}
}

struct findings {
	int counts[4];
	char what[64];
};

static void
take_finding(void *context, const struct store_finding *finding)
{
	struct findings *findings = context;

	findings->counts[finding->state]++;
	assert_non_null(finding->detail);
	if (finding->state != FINDING_GOOD &&
	    strcmp(finding->what, "durability") != 0)
		(void)snprintf(
		    findings->what, sizeof findings->what, "%s", finding->what);
}

static void
finds(struct world *world, bool repair, const char *what,
    enum finding_state state)
{
	struct findings findings = {.what = ""};

	assert_int_equal(world->store->ops->examine(
			     world->store, repair, take_finding, &findings),
	    STORED_OK);
	assert_string_equal(findings.what, what);
	assert_true(findings.counts[state] > 0);
}

static void
test_examined(void **state)
{
	struct world *world = *state;
	struct client client = sample("x", "s");

	pgsql_spoilt = true;
	put(world->store, "a", "s");
	assert_int_equal(note(world->store, "n", 9), STORED_OK);
	finds(world, true, "", FINDING_GOOD);
	(void)ask(world, "INSERT INTO dcr_software VALUES ('none', 1)");
	finds(world, false, "software", FINDING_POOR);
	finds(world, true, "software", FINDING_MENDED);
	(void)ask(world, "DELETE FROM dcr_software");
	finds(world, true, "software", FINDING_MENDED);
	finds(world, false, "", FINDING_GOOD);
	(void)ask(world, "DELETE FROM dcr_tail");
	assert_int_equal(note(world->store, "n", 9), STORED_UNABLE);
	finds(world, false, "trail", FINDING_BAD);
	finds(world, true, "trail", FINDING_MENDED);
	assert_int_equal(note(world->store, "n", 9), STORED_OK);
	(void)ask(world, "UPDATE dcr_tail SET last = -9223372036854775808");
	finds(world, true, "trail", FINDING_MENDED);
	assert_int_equal(note(world->store, "n", 9), STORED_OK);
	(void)ask(world, "UPDATE dcr_clients SET version = 0");
	finds(world, true, "clients", FINDING_BAD);
	client.client_id = "a";
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &client),
	    STORED_UNABLE);
	drop_tables(world);
	finds(world, true, "migrations", FINDING_BAD);
}

static bool
list_spent(void *context, const struct stored_spent *spent)
{
	char name[8];

	(void)snprintf(name, sizeof name, "%s %.3s%zu", spent->issuer,
	    spent->jti, strlen(spent->jti) % 10);
	list_id(context, name);
	return true;
}

/* More than a batch, long ones that are alike up to their end, and an issuer
 * that another one begins with. */
static void
test_each_spent(void **state)
{
	struct world *world = *state;
	char *alike = arena_alloc(world->arena, 5001);
	struct ids ids = {.arena = world->arena};
	struct stored_change spend = {.kind = CHANGE_SPEND, .now = 1000};

	memset(alike, 'x', 5000);
	for (int i = 0; i < 150; i++) {
		spend.jti_issuer = i % 3 == 0 ? "ab" : "a";
		spend.jti_expires = 2000 + i;
		spend.jti = arena_printf(
		    world->arena, "%s%03d", i < 80 ? alike : "", i);
		assert_int_equal(
		    world->store->ops->change(world->store, &spend), STORED_OK);
		assert_int_equal(
		    world->store->ops->change(world->store, &spend),
		    STORED_CONFLICT);
	}
	assert_int_equal(rows_spent(world->store, list_spent, &ids), STORED_OK);
	assert_int_equal(ids.count, 150);
	for (size_t i = 1; i < ids.count; i++)
		assert_true(strncmp(ids.ids[i - 1], ids.ids[i], 6) <= 0);
	assert_string_equal(ids.ids[0], "a 0803");
	free(ids.ids);
}

#define COMMIT_LATER                                                   \
	"SET LOCAL synchronous_commit = off;"                          \
	"UPDATE dcr_tail SET last = last + 1;"                         \
	"INSERT INTO dcr_audit SELECT decode(lpad(to_hex("             \
	"last # '-9223372036854775808'::bigint), 16, '0'), 'escape')," \
	" 'later' FROM dcr_tail"

static bool
is_flushed(struct world *world, const char *place)
{
	return *ask(world, "SELECT pg_current_wal_flush_lsn() >= '%s'",
		   place) == 't';
}

/* A record of the trail that a crash could still take back is told to nobody:
 * not by the store, and not by a snapshot of it. */
static void
test_settled(void **state)
{
	struct world *world = *state;
	struct ids ids = {.arena = world->arena};
	const char *place, *why;
	struct store *snapshot;
	int early = 0;

	for (int i = 0; i < 200 && early < 10; i++) {
		(void)ask(world, "BEGIN; " COMMIT_LATER "; COMMIT");
		place = ask(world, "SELECT pg_current_wal_insert_lsn()");
		early += !is_flushed(world, place);
		if (i % 2 == 0)
			assert_int_equal(rows_records(world->store, TABLE_AUDIT,
					     NULL, list_record, &ids),
			    STORED_OK);
		else {
			snapshot = world->store->ops->snapshot(
			    world->store, world->arena, &why);
			assert_non_null(snapshot);
			store_close(snapshot);
		}
		assert_true(is_flushed(world, place));
	}
	assert_true(early > 0);
	free(ids.ids);
}

static enum stored
load(struct world *world, struct stored_row *rows, size_t count, size_t *at)
{
	return world->store->ops->load(world->store, rows, count, at);
}

static void
test_load(void **state)
{
	struct world *world = *state;
	struct stored_row rows[] = {
	    {.table = TABLE_CLIENTS, .client = sample("a", "s")},
	    {.table = TABLE_SPENT, .spent = {"iss", "j", 2000}},
	    {.table = TABLE_AUDIT, .record = {"f000000000000000", "last"}},
	    {.table = TABLE_SEALS, .record = {"0000000000000007", "seal"}}};
	struct ids ids = {.arena = world->arena};
	struct client got;
	size_t at = 99;

	assert_int_equal(load(world, rows, 4, &at), STORED_OK);
	rows[1].spent.expires = 1000;
	assert_int_equal(load(world, rows, 4, &at), STORED_OK);
	assert_int_equal(at, 99);
	assert_int_equal(
	    world->store->ops->get(world->store, "a", world->arena, &got),
	    STORED_OK);
	assert_int_equal(got.version, 77);
	assert_int_equal(
	    world->store->ops->spent(world->store, "iss", "j", 2000),
	    STORED_OK);
	rows[0].client.client_id = "b";
	rows[3].record.text = "another";
	assert_int_equal(load(world, rows, 4, &at), STORED_CONFLICT);
	assert_int_equal(at, 3);
	assert_int_equal(
	    world->store->ops->get(world->store, "b", world->arena, &got),
	    STORED_MISSING);
	rows[0].client = sample("a", "t");
	assert_int_equal(load(world, rows, 1, &at), STORED_CONFLICT);
	assert_int_equal(at, 0);
	/* What comes now comes behind what was loaded. */
	assert_int_equal(note(world->store, "n", 9), STORED_OK);
	assert_int_equal(rows_records(world->store, TABLE_AUDIT,
			     "f000000000000000", list_record, &ids),
	    STORED_OK);
	assert_int_equal(ids.count, 1);
	free(ids.ids);
}

static void
test_snapshot(void **state)
{
	struct world *world = *state;
	struct client client = sample("c", "s");
	struct store *snapshot;
	const char *why;

	put(world->store, "a", "s");
	snapshot =
	    world->store->ops->snapshot(world->store, world->arena, &why);
	put(world->store, "b", "s");
	assert_int_equal(count(snapshot, INDEX_SOFTWARE, NULL), 1);
	assert_int_equal(
	    add_jti(snapshot, &client, NULL, false, CLASH_NONE), STORED_UNABLE);
	assert_int_equal(count(snapshot, INDEX_SOFTWARE, "s"), 1);
	(void)pgsql_query(world->arena, pgsql_server(),
	    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	    " WHERE application_name = 'dcr' AND state LIKE 'idle in%'");
	assert_int_equal(
	    snapshot->ops->get(snapshot, "a", world->arena, &client),
	    STORED_UNABLE);
	store_close(snapshot);
	assert_int_equal(count(world->store, INDEX_SOFTWARE, NULL), 2);
}

static void
take_figure(void *context, const char *name, int64_t value)
{
	if (strcmp(name, "clients") == 0)
		assert_int_equal(value, 3);
	if (strcmp(name, "spent_jtis_expired") == 0)
		assert_int_equal(value, 1);
	if (strcmp(name, "database_bytes") == 0)
		assert_true(value > 1000);
	++*(int *)context;
}

static void
test_figures(void **state)
{
	struct world *world = *state;
	struct client client = sample("c", "s");
	int figures = 0;

	put(world->store, "a", "s");
	put(world->store, "b", "s");
	assert_int_equal(
	    add_jti(world->store, &client, "j", false, CLASH_NONE), STORED_OK);
	assert_int_equal(
	    world->store->ops->figures(world->store, take_figure, &figures),
	    STORED_OK);
	assert_in_range(figures, 13, 15);
}

/* In a few steps of a change each, and not those that may be asked about. */
static void
test_swept(void **state)
{
	struct world *world = *state;
	struct stored_change spend = {.kind = CHANGE_SPEND, .jti_issuer = "i"};
	const int64_t day = JOURNAL_DAY;

	for (int i = 0; i < 40; i++) {
		spend.jti = arena_printf(world->arena, "%d", i);
		spend.jti_expires = i < 20 ? 100 * day - 1 : 100 * day;
		spend.now = i % 2 == 0 ? INT64_MIN : 1;
		assert_int_equal(
		    world->store->ops->change(world->store, &spend), STORED_OK);
	}
	spend.now = 101 * day;
	for (int i = 0; i < 5; i++) {
		spend.jti = arena_printf(world->arena, "n%d", i);
		spend.jti_expires = INT64_MAX;
		assert_int_equal(
		    world->store->ops->change(world->store, &spend), STORED_OK);
		assert_int_equal(atoi(ask(world,
				     "SELECT count(*) FROM dcr_spent"
				     " WHERE expires < %lld",
				     (long long)(100 * day))),
		    20 - 4 * (i + 1));
	}
	assert_string_equal(ask(world, "SELECT count(*) FROM dcr_spent"), "25");
}

struct told {
	struct arena *arena;
	const char *all;
};

static bool
add_key(void *context, const struct stored_key *key)
{
	struct told *told = context;

	told->all = arena_printf(told->arena, "%s%s=%s:%lld ", told->all,
	    key->kid, key->jwk, (long long)key->until);
	return true;
}

static const char *
published(struct world *world, int64_t now)
{
	struct told told = {world->arena, ""};

	assert_int_equal(
	    world->store->ops->published(world->store, now, add_key, &told),
	    STORED_OK);
	return told.all;
}

/* Published keys last until the later of both times, and are forgotten a day
 * later. */
static void
test_published(void **state)
{
	struct world *world = *state;
	const struct store_ops *ops = world->store->ops;
	const int64_t day = JOURNAL_DAY;
	struct stored_key keys[] = {{"a", "A", 100}, {"b", "B", 200}};

	assert_string_equal(published(world, 0), "");
	assert_int_equal(ops->publish(world->store, keys, 2, 1), STORED_OK);
	assert_string_equal(published(world, 0), "a=A:100 b=B:200 ");
	assert_string_equal(published(world, 100), "b=B:200 ");
	assert_string_equal(published(world, 200), "");
	keys[0].until = 99;
	keys[1].until = 300;
	assert_int_equal(ops->publish(world->store, keys, 2, 1), STORED_OK);
	assert_string_equal(published(world, 0), "a=A:100 b=B:300 ");
	assert_int_equal(ops->unpublish(world->store, "a"), STORED_OK);
	assert_int_equal(ops->unpublish(world->store, "a"), STORED_MISSING);
	assert_string_equal(published(world, 0), "b=B:300 ");
	assert_int_equal(
	    ops->publish(world->store, NULL, 0, 300 + day), STORED_OK);
	assert_string_equal(published(world, 0), "b=B:300 ");
	assert_int_equal(
	    ops->publish(world->store, NULL, 0, 301 + day), STORED_OK);
	assert_string_equal(published(world, 0), "");
}

#define PGSQL(test) \
	cmocka_unit_test_setup_teardown(test, setup_postgresql, teardown)

int
main(void)
{
	struct CMUnitTest tests[] = {
	    PGSQL(test_migrations),
	    PGSQL(test_never_withdrawn),
	    PGSQL(test_never_named),
	    PGSQL(test_never_judged),
	    PGSQL(test_two_migrate),
	    PGSQL(test_synchronous),
	    PGSQL(test_silent_host),
	    PGSQL(test_no_server),
	    PGSQL(test_examined),
	    PGSQL(test_each_spent),
	    PGSQL(test_settled),
	    PGSQL(test_load),
	    PGSQL(test_snapshot),
	    PGSQL(test_figures),
	    PGSQL(test_swept),
	    PGSQL(test_published),
	};

	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store pgsql", tests, NULL, NULL);
}

#else

int
main(void)
{
	puts("skip - store_pgsql: built without PostgreSQL");
	return 0;
}

#endif
