/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_PRIVATE_H
#define STORE_LIB_PRIVATE_H

#include <stdio.h>

#include "store/lib/chain.h"
#include "store/lib/journal.h"

/* What the files of the chain share. */

/* A seal as it is written; its number is its key. */
struct chain_seal {
	const char *first, *last; /* keys */
	const char *previous;	  /* SHA-256 of the seal before, or of "" */
	const char *digest;	  /* SHA-256 of the batch */
	int64_t count;
	int64_t pruned;	   /* records; 0: it is over a batch, as above.  Then
			      `digest` is of the seal `through`, and of the
			      rest only `previous` and `last`, as in the seal
			      before, are there */
	const char *until; /* key of the last of them */
	uint64_t through;
};

/* The seal of the newest pruning: zeros when there is none. */
struct chain_bound {
	uint64_t through;
	char until[JOURNAL_KEY];
};
enum stored chain_find_bound(struct store *store, struct chain_bound *bound);

/* The batches that seals behind `after` and up to `through` are over. */
struct chain_range {
	int64_t records;
	char last[JOURNAL_KEY]; /* record, of the seal `through` */
	char digest[65];	/* of that one's text */
};
enum stored chain_read_range(struct store *store, uint64_t after,
    uint64_t through, struct chain_range *range);

/* The newest seal, its record and its number; 0, and the others stay as they
 * are, when there is none. */
enum stored chain_newest_seal(struct store *store, struct arena *arena,
    uint64_t *number, struct stored_record *newest, struct chain_seal *seal);
/* The same, whatever its text is. */
enum stored chain_find_newest(struct store *store, struct arena *arena,
    uint64_t *number, struct stored_record *newest);
enum stored chain_append_seal(
    struct store *store, uint64_t number, const char *text);

/* False: the text cannot be read as a seal. */
bool chain_read_seal(
    struct arena *arena, const char *text, struct chain_seal *seal);

/* The first seal with a greater number; STORED_MISSING: there is none. */
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
