/* SPDX-License-Identifier: ISC */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

#include <stdint.h>

#include "store/lib/journal.h"
#include "test/store/kinds.h"

/* Private to test/store/memory*.c. */

/* Each client has an arena of its own, and goes with it. */
struct entry {
	struct entry *next; /* by client_id */
	struct arena *arena;
	struct client client;
};

/* A spent jti has an arena of its own: each is forgotten by itself. */
struct spent {
	struct spent *next;
	struct arena *arena;
	const char *issuer, *jti;
	int64_t expires;
};

struct noted {
	struct noted *next;
	struct arena *arena;
	const char *source;
	int64_t day;
	unsigned count;
};

struct kept {
	struct kept *next; /* by key */
	struct stored_record record;
};

struct memory {
	struct store store;
	struct arena *arena; /* owns all but the next three */
	struct entry *entries;
	struct spent *spent, **spent_place; /* where the sweep goes on */
	struct noted *noted, **noted_place;
	struct kept *journals[TABLES + 1]; /* and deliveries */
	struct kept **audit_end;
	uint64_t audit_last;
	uint64_t generation;
	bool frozen; /* a snapshot */
};

void memory_copy(
    struct arena *arena, const struct client *from, struct client *to);

/* The link to that client, or to where it would be; and which of the two. */
struct entry **memory_link(struct memory *memory, const char *client_id);
bool memory_is(const struct entry *entry, const char *client_id);

/* NULL: none. */
struct spent *memory_find_spent(
    const struct memory *memory, const char *issuer, const char *jti);

/* Puts a client in front of what the link leads to. */
void memory_insert(
    struct entry **link, const struct client *client, uint64_t version);

/* Appends to the audit trail; false when there is no further key. */
bool memory_audit(
    struct memory *memory, const char *text, char key[JOURNAL_KEY]);

struct kept *memory_keep(
    struct memory *memory, const char *key, const char *text);

/* Forget what is over, a few rows at a time; see store/bdb/sweep.c. */
void memory_sweep_spent(struct memory *memory, int64_t now);
void memory_sweep_noted(struct memory *memory, int64_t now);

enum stored memory_deliver(struct store *store,
    const struct stored_delivery *was, const struct stored_delivery *rows,
    size_t count);
enum stored memory_change(struct store *store, struct stored_change *change);
enum stored memory_load(struct store *store, const struct stored_row *rows,
    size_t count, size_t *at);
enum stored memory_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context);
struct store *memory_snapshot(
    struct store *store, struct arena *arena, const char **why);

enum stored memory_figures(
    struct store *store, store_figure_fn *tell, void *context);
enum stored memory_examine(
    struct store *store, bool repair, store_finding_fn *tell, void *context);

#endif
