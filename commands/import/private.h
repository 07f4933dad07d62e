/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_IMPORT_PRIVATE_H
#define COMMANDS_IMPORT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/lib/row_text.h"
#include "store/store.h"

struct arena;
struct json;
struct judge;

/* What a line of another server does not say. */
struct import_terms {
	const char *directory; /* of software without a statement, or NULL */
	const char *endpoint;  /* our registration endpoint */
	bool issues;	       /* we give the access tokens */
	int64_t now;	       /* seconds since the epoch */
};

struct import_client {
	struct client client;
	bool plain; /* made of metadata: times, version and state are ours */
	bool lost;  /* nothing in it says whose it is */
};

/*
 * A client out of a line: one of an export, or client metadata of RFC 7591
 * with a client_id.  Strings are the arena's.  False, and *fault, when it is
 * neither.
 */
bool import_line(struct arena *arena, const struct import_terms *terms,
    const char *text, size_t length, struct import_client *out,
    struct row_fault *fault);

/* Client metadata of RFC 7591 with a client_id; otherwise as import_line(). */
bool import_plain(struct arena *arena, const struct import_terms *terms,
    const struct json *line, struct import_client *out,
    struct row_fault *fault);

/*
 * May a client that is new go in?  Its identifiers can be served, and its
 * software statement, if it has one, is signed by a directory of the
 * configuration and is that of its own software: what it vouches for, it
 * vouches for as one that was judged here.  False, and *fault; or with *code
 * EXIT_UNABLE after saying why that cannot be found out now.
 */
bool import_vouch(const struct judge *judge, struct arena *arena, int64_t now,
    const struct client *client, struct row_fault *fault, int *code);

/* STORED_OK where the store has a client of that client_id; *same says whether
 * it is the same as in the line. */
enum stored import_meet(struct store *store, struct arena *arena,
    const struct import_client *client, bool *same);

/* Read the first and the last line of an export; false for any other line. */
bool import_header(const struct json *line, int64_t *version);
bool import_trailer(struct arena *arena, const char *text, size_t length,
    int64_t *clients, const char **sha256);

/* Clients of an import, which go into the store some at a time, each with its
 * record; and how many went which way so far. */
#define IMPORT_BATCH 128

struct import_batch {
	struct store *store;
	const struct judge *judge;
	struct import_terms terms;
	const char *name; /* of the file, for messages */
	bool dry;	  /* write nothing */
	int64_t fresh, same, refused, lost;
	struct arena *arena; /* of what waits; NULL: nothing does */
	size_t lines;	     /* that were read into it */
	size_t count;	     /* clients: half as many as rows */
	int64_t numbers[IMPORT_BATCH];
	bool lost_ones[IMPORT_BATCH];
	struct stored_row rows[2 * IMPORT_BATCH];
};

/* Takes a line, or refuses it on standard error: EXIT_PASS for both.
 * EXIT_UNABLE after saying why neither could be done. */
int import_batch_line(struct import_batch *batch, int64_t number,
    const char *text, size_t length);
int import_batch_flush(struct import_batch *batch);
void import_batch_drop(struct import_batch *batch);

/* Counts a refused line and says what is wrong with it; `member` may be
 * NULL. */
void import_batch_refuse(struct import_batch *batch, int64_t number,
    const char *member, const char *what);

/* Prints how many clients were new, the same, refused and lost. */
void import_batch_tell(const struct import_batch *batch);

#endif
