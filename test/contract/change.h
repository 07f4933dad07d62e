/* SPDX-License-Identifier: ISC */
#ifndef TEST_CONTRACT_CHANGE_H
#define TEST_CONTRACT_CHANGE_H

#include "test/contract/world.h"

/* What a change may be beside an add, and what it may clash with. */

/* With an audit record, and a jti unless that is NULL. */
static enum stored
change_to(struct store *store, enum change_kind kind,
    const struct client *client, const char *jti, enum stored_clash clash)
{
	struct stored_change change = {
	    .kind = kind,
	    .client = client,
	    .jti = jti,
	    .jti_issuer = "iss",
	    .jti_expires = 2000,
	    .now = 1000,
	    .audit = "{\"event\":\"changed\"}",
	    .clash = CLASH_CLIENT_ID,
	};
	const enum stored stored = store->ops->change(store, &change);

	assert_int_equal(change.clash, clash);
	return stored;
}

/* The first of the enum that holds is the one that is told. */
static void
test_order(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client a = sample("a", "s");

	assert_int_equal(add_jti(store, &a, "j", false, CLASH_NONE), STORED_OK);
	a.version = 1;
	a.state = CLIENT_SUSPENDED;
	assert_int_equal(replace(store, &a), STORED_OK);
	assert_int_equal(
	    add_jti(store, &a, "j", true, CLASH_JTI), STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &a, "k", true, CLASH_SUSPENDED), STORED_CONFLICT);
	a.version = 9;
	assert_int_equal(change_to(store, CHANGE_REPLACE, &a, "j", CLASH_JTI),
	    STORED_CONFLICT);
	assert_int_equal(
	    change_to(store, CHANGE_REPLACE, &a, "k", CLASH_VERSION),
	    STORED_CONFLICT);
	a.client_id = "none";
	assert_int_equal(change_to(store, CHANGE_REPLACE, &a, "j", CLASH_NONE),
	    STORED_MISSING);
	assert_int_equal(change_to(store, CHANGE_REMOVE, &a, "j", CLASH_NONE),
	    STORED_MISSING);
	assert_int_equal(records(store), 0);
}

/* A replacement spends its jti when it happens, and only then. */
static void
test_replace_spends(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client a = sample("a", "s"), b = sample("b", "s");

	put(store, "a", "s");
	assert_int_equal(
	    change_to(store, CHANGE_REPLACE, &a, "j", CLASH_VERSION),
	    STORED_CONFLICT);
	assert_int_equal(change_to(store, CHANGE_REPLACE, &b, "j", CLASH_NONE),
	    STORED_MISSING);
	a.version = 1;
	assert_int_equal(
	    change_to(store, CHANGE_REPLACE, &a, "j", CLASH_NONE), STORED_OK);
	a.version = 2;
	assert_int_equal(change_to(store, CHANGE_REPLACE, &a, "j", CLASH_JTI),
	    STORED_CONFLICT);
	assert_int_equal(
	    add_jti(store, &b, "j", false, CLASH_JTI), STORED_CONFLICT);
	assert_int_equal(
	    change_to(store, CHANGE_REPLACE, &a, "k", CLASH_NONE), STORED_OK);
	assert_int_equal(records(store), 2);
}

static void
test_remove(void **state)
{
	struct world *world = *state;
	struct store *store = world->store;
	struct client a = sample("a", "s"), got;

	put(store, "a", "s");
	assert_int_equal(
	    change_to(store, CHANGE_REMOVE, &a, NULL, CLASH_VERSION),
	    STORED_CONFLICT);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_OK);
	assert_int_equal(records(store), 0);
	/* Nothing else of the client counts. */
	a = (struct client){.client_id = "a", .version = 1};
	assert_int_equal(
	    change_to(store, CHANGE_REMOVE, &a, NULL, CLASH_NONE), STORED_OK);
	assert_int_equal(
	    store->ops->get(store, "a", world->arena, &got), STORED_MISSING);
	assert_int_equal(change_to(store, CHANGE_REMOVE, &a, NULL, CLASH_NONE),
	    STORED_MISSING);
	assert_int_equal(records(store), 1);
}

static enum stored
note_at(struct store *store, const char *source, unsigned most, int64_t now)
{
	struct stored_change note = {
	    .kind = CHANGE_NOTE,
	    .now = now,
	    .audit = "{\"event\":\"refused\"}",
	    .note_source = source,
	    .note_most = most,
	};
	const enum stored stored = store->ops->change(store, &note);

	assert_int_equal(
	    note.clash, stored == STORED_CONFLICT ? CLASH_NOTES : CLASH_NONE);
	return stored;
}

static void
test_notes(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	const int64_t day = 86400;

	assert_int_equal(note_at(store, "x", 0, 5), STORED_CONFLICT);
	assert_int_equal(note_at(store, "x", 2, 0), STORED_OK);
	assert_int_equal(note_at(store, "x", 2, day - 1), STORED_OK);
	assert_int_equal(note_at(store, "x", 2, day - 1), STORED_CONFLICT);
	assert_int_equal(note_at(store, "x", 2, day - 1), STORED_CONFLICT);
	assert_int_equal(note_at(store, "", 1, day - 1), STORED_OK);
	assert_int_equal(note_at(store, "xy", 1, day - 1), STORED_OK);
	assert_int_equal(note_at(store, "xy", 1, day - 1), STORED_CONFLICT);
	assert_int_equal(records(store), 4);
	assert_int_equal(note_at(store, "x", 2, day), STORED_OK);
	assert_int_equal(note_at(store, "x", 2, 2 * day - 1), STORED_OK);
	assert_int_equal(note_at(store, "x", 2, 2 * day - 1), STORED_CONFLICT);
	assert_int_equal(note_at(store, "x", 3, 2 * day - 1), STORED_OK);
	assert_int_equal(note_at(store, "x", UINT32_MAX, day), STORED_OK);
	assert_int_equal(records(store), 8);
}

static void
unsound_change(struct store *store, struct stored_change change)
{
	change.clash = CLASH_CLIENT_ID;
	assert_int_equal(store->ops->change(store, &change), STORED_UNABLE);
	assert_int_equal(change.clash, CLASH_NONE);
}

static void
test_unsound_change(void **state)
{
	struct store *store = ((struct world *)*state)->store;
	struct client client = sample("a", "s");
	struct stored_change add = {.kind = CHANGE_ADD, .client = &client};
	struct stored_change note = {.kind = CHANGE_NOTE, .note_most = 9};

	client.state_why = NULL;
	unsound_change(store, add);
	client.state_why = "a\nb";
	unsound_change(store, add);
	client.state_why = "";
	client.state_by = NULL;
	unsound_change(store, add);
	client.state_by = "";
	client.subject = NULL;
	unsound_change(store, add);
	client.subject = "a\nissuer b";
	unsound_change(store, add);
	client.subject = "";
	client.issuer = NULL;
	unsound_change(store, add);
	client.issuer = "";
	client.token = "\x1b";
	unsound_change(store, add);
	client.token = NULL;
	client.state = CLIENT_EXPIRED; /* which time alone makes a client */
	unsound_change(store, add);
	client.state = (enum client_state)4;
	unsound_change(store, add);
	client.state = CLIENT_ACTIVE;
	client.profile = NULL;
	unsound_change(store, add);
	client.profile = "uk@3\n";
	unsound_change(store, add);
	client.profile = "";
	client.expires = -1;
	unsound_change(store, add);
	client.expires = 0;
	add.audit = "{}\n{}";
	unsound_change(store, add);
	add.audit = NULL;
	add.client = NULL;
	unsound_change(store, add);
	add.kind = CHANGE_REPLACE;
	unsound_change(store, add);
	add.kind = CHANGE_REMOVE;
	unsound_change(store, add);
	add.kind = (enum change_kind)9;
	unsound_change(store, add);
	note.audit = "{}";
	unsound_change(store, note);
	note.audit = NULL;
	note.note_source = "x";
	unsound_change(store, note);
	assert_int_equal(records(store), 0);
	assert_int_equal(drop(store, "a", 1), STORED_MISSING);
}

#endif
