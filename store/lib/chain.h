/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_CHAIN_H
#define STORE_LIB_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/*
 * A hash chain over the audit trail, so that a record which was altered or
 * removed shows.  The chain is made in batches behind the requests and not by
 * them: a commit must not wait for its turn in a chain.
 *
 * A seal is one line of JSON: the keys of the first and the last record of its
 * batch, their number, the SHA-256 of the previous seal's text, and the SHA-256
 * over the batch (each record as key, a space, text, a line end).  Records
 * younger than CHAIN_SETTLE_SECONDS wait: a record with a smaller key may still
 * be on its way.  A record that is not sealed yet is not protected yet; whoever
 * keeps the text of the newest seal elsewhere (each goes to the log) also sees
 * a chain that was cut off at the end.
 */
#define CHAIN_SETTLE_SECONDS 10
#define CHAIN_BATCH 1000

/* Seals what has settled, a batch at most; *sealed says how many records.
 * Two processes may try at once: one wins, the other is told STORED_OK and
 * 0. */
enum stored chain_seal(struct store *store, int64_t now, size_t *sealed);

/* How many records there are behind the newest seal. */
enum stored chain_waiting(struct store *store, size_t *waiting);

struct chain_report {
	size_t seals, records; /* sealed and found as they were */
	size_t waiting;	       /* not sealed yet */
	int64_t pruned;	       /* sealed, and taken away by who said so */
	size_t left;	       /* of those, what is still there */
	char pruned_until[17]; /* the key of the last of them; "": none */
	const char *broken;    /* the arena's: the first thing that is wrong,
				  with the key it is about; NULL: none */
};

/*
 * Old records can be taken away, in whole batches, and the chain goes on.  A
 * seal of its own says so: how many records of how many batches went, when and
 * by whom, up to which seal, and the SHA-256 of that seal's text.  The seals
 * stay, so that a copy of what was taken away can be proved to be one.  Such a
 * seal is appended before the first record goes, and records go oldest first:
 * whenever that stops, the chain holds, and what is left of the batches is
 * told.
 */
struct chain_pruning {
	char until[17];	  /* the last record that goes; "": none does */
	uint64_t through; /* the seal over it */
	int64_t records;  /* those of the seal that is to be appended */
	bool sealed;	  /* it is there: somebody stopped before the end */
};

/* Plans what goes: of the records that are sealed, those older than the key
 * `before`. */
enum stored chain_prune_plan(
    struct store *store, const char *before, struct chain_pruning *plan);

/* Appends the seal of a plan; STORED_CONFLICT: another seal came in between,
 * and the plan is to be made again. */
enum stored chain_prune_seal(
    struct store *store, const struct chain_pruning *plan, int64_t now);

enum stored chain_verify(
    struct store *store, struct arena *arena, struct chain_report *report);

/* Who is told how far that is: one more seal of so many was verified. */
struct chain_watch {
	void (*tell)(void *context, uint64_t seals);
	void *context;
};
enum stored chain_verify_watched(struct store *store, struct arena *arena,
    const struct chain_watch *watch, struct chain_report *report);

#endif
