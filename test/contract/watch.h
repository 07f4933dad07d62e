/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_WATCH_H
#define TEST_CONTRACT_WATCH_H

#include "test/contract/world.h"
#include "test/unit/store_spending.h"

#include <ctype.h>

/* What a store says of itself. */

struct watched {
	const char *name;
	int64_t value;
	size_t seen;
};

static void
take_figure(void *context, const char *name, int64_t value)
{
	struct watched *watched = context;

	for (const char *c = name; *c != '\0'; c++)
		assert_true(islower((unsigned char)*c) || *c == '_');
	if (strcmp(name, watched->name) != 0)
		return;
	watched->value = value;
	watched->seen++;
}

static void
figure_is(struct store *store, const char *name, int64_t value)
{
	struct watched watched = {.name = name};

	assert_int_equal(
	    store->ops->figures(store, take_figure, &watched), STORED_OK);
	if (watched.seen != 1 || watched.value != value)
		fail_msg("%s: %d times, %d", name, (int)watched.seen,
		    (int)watched.value);
}

/* What every kind of store counts, and by these names. */
static void
test_figures(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const struct stored_record seal = {"0000000000000001",
	    "{\"first\":\"0000000000000001\",\"last\":\"0000000000000001\","
	    "\"count\":1,\"previous\":\"\",\"sha256\":\"\"}"};
	struct client client = sample("b", "s");

	figure_is(store, "clients", 0);
	put(store, "a", "s");
	put(store, "b", "s");
	put(store, "c", "t");
	client.version = 1;
	client.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &client), STORED_OK);
	assert_int_equal(spend_jti(store, "j", 2000, 1000), STORED_OK);
	assert_int_equal(spend_jti(store, "k", INT64_MAX, 1000), STORED_OK);
	assert_int_equal(note(store, "x", 9), STORED_OK);
	assert_int_equal(note(store, "x", 9), STORED_OK);
	figure_is(store, "clients", 3);
	figure_is(store, "clients_active", 2);
	figure_is(store, "clients_suspended", 1);
	figure_is(store, "clients_pending", 0);
	client = sample("c", "t");
	client.version = 1;
	client.state = CLIENT_PENDING;
	assert_int_equal(replace(store, &client), STORED_OK);
	figure_is(store, "clients", 3);
	figure_is(store, "clients_active", 1);
	figure_is(store, "clients_pending", 1);
	client.version = 2;
	client.state = CLIENT_ACTIVE;
	assert_int_equal(replace(store, &client), STORED_OK);
	figure_is(store, "clients_active", 2);
	figure_is(store, "clients_pending", 0);
	figure_is(store, "spent_jtis", 2);
	figure_is(store, "spent_jtis_expired", 1);
	figure_is(store, "counted_sources", 1);
	figure_is(store, "audit_records", 2);
	figure_is(store, "audit_seals", 0);
	figure_is(store, "audit_records_unsealed", 2);
	assert_int_equal(store->ops->seal(store, &seal), STORED_OK);
	figure_is(store, "audit_seals", 1);
}

struct glanced {
	struct store *store;
	size_t count;
};

/* Each is one of the figures, too. */
static void
take_glance(void *context, const char *name, int64_t value)
{
	struct glanced *glanced = context;
	struct watched watched = {.name = name};

	(void)value;
	assert_int_equal(
	    glanced->store->ops->figures(glanced->store, take_figure, &watched),
	    STORED_OK);
	assert_int_equal(watched.seen, 1);
	assert_string_not_equal(name, "clients");
	assert_string_not_equal(name, "audit_records");
	glanced->count++;
}

static void
test_glance(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct glanced glanced = {.store = store};

	if (store->ops->glance == NULL)
		return;
	assert_int_equal(
	    store->ops->glance(store, take_glance, &glanced), STORED_OK);
	assert_true(glanced.count > 0);
}

/* A finding must be good, but for the durability of the server of these tests,
 * which does not sync what it has. */
static void
take_good(void *context, const struct store_finding *finding)
{
	++*(size_t *)context;
	assert_int_equal(strcspn(finding->what, " \n"), strlen(finding->what));
	if (strcmp(finding->what, "durability") == 0)
		return;
	if (finding->state == FINDING_BAD || finding->state == FINDING_MENDED)
		fail_msg("%s: %s", finding->what, finding->detail);
}

/* A store that was only ever used is well. */
static void
test_examined(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("a", "s");
	size_t told = 0;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    store->ops->examine(store, i != 0, take_good, &told),
		    STORED_OK);
		assert_true(told > 0);
		if (i == 0)
			put(store, "a", "s");
		client.version = 1;
		client.state = CLIENT_SUSPENDED;
		if (i == 0)
			assert_int_equal(replace(store, &client), STORED_OK);
	}
	assert_int_equal(count(store, INDEX_SOFTWARE, "s"), 1);
}

#endif
