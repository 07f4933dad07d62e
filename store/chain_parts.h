/* SPDX-License-Identifier: ISC */
#ifndef STORE_CHAIN_PARTS_H
#define STORE_CHAIN_PARTS_H

#include <stdio.h>

#include "store/chain.h"
#include "store/journal.h"

/* Private to store/chain*.c. */

/* A seal as it is written; its number is its key. */
struct chain_seal {
	const char *first, *last; /* keys */
	const char *previous;	  /* SHA-256 of the seal before, or of "" */
	const char *digest;	  /* SHA-256 of the batch */
	int64_t count;
};

/* False: this is no seal. */
bool chain_read_seal(
    struct arena *arena, const char *text, struct chain_seal *seal);

/* The first seal whose number is greater; STORED_MISSING: none. */
enum stored chain_next_seal(struct store *store, uint64_t number,
    struct arena *arena, struct stored_record *out);

struct chain_batch {
	const char *after;	 /* a key; NULL: from the beginning */
	char until[JOURNAL_KEY]; /* no record behind this */
	size_t most;		 /* records */
	size_t count;		 /* what there was */
	char first[JOURNAL_KEY], last[JOURNAL_KEY];
	FILE *lines; /* while they are read */
};

/* Reads a batch of the audit trail and says its SHA-256. */
enum stored chain_gather(struct store *store, struct arena *arena,
    struct chain_batch *batch, const char **digest);

#endif
