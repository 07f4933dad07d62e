/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_OPERATE_H
#define COMMANDS_LIB_OPERATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct arena;
struct profile;

/*
 * What is done to one client: it is read, changed, and written together with
 * the record of it; once more, and a few times, when somebody else was faster.
 */
struct operation {
	const char *event;     /* of the record (kit/trail.h) */
	enum change_kind kind; /* CHANGE_REPLACE or CHANGE_REMOVE */
	enum client_state
	    state;	 /* of CHANGE_REPLACE: which the client enters */
	const char *by;	 /* BY_OPERATOR and so on */
	bool anew;	 /* also where that one has put it there already, for
			    another reason */
	const char *why; /* NULL: not said */
	int64_t now;	 /* seconds since the epoch */
	const struct profile
	    *profile; /* by which the record tells what was registered; NULL:
			 the record does not */

	/* Is the client, as it is now, still one that this is meant for?  NULL:
	 * whatever it has become meanwhile. */
	bool (*fits)(void *context, const struct client *client);
	void *context;
};

/* Who puts a client into a state (state_by of struct client). */
#define BY_OPERATOR "operator"
#define BY_DIRECTORY "directory"
#define BY_RECEIVER "receiver"

enum operated {
	OPERATED,	   /* done, and on record */
	OPERATED_ALREADY,  /* the client is in that state */
	OPERATED_OTHERS,   /* it was suspended by somebody else, who alone lifts
			     that, or an operator does */
	OPERATED_ELSE,	   /* it does not fit any more */
	OPERATED_MISSING,  /* there is no such client */
	OPERATED_BUSY,	   /* others change it all the time */
	OPERATED_UNREAD,   /* the store cannot be read, */
	OPERATED_UNWRITTEN /* or not be written to */
};

/*
 * Does it, or nothing.  *client and its strings are the arena's: with OPERATED
 * and OPERATED_ALREADY as it is then, of a removal as it was.
 *
 * An operator may suspend a client that somebody else has suspended, which then
 * is the operator's to resume, and may resume every client.
 */
enum operated operate(struct store *store, const struct operation *operation,
    const char *client_id, struct arena *arena, struct client *client);

/* What operate() would do to the client as it is; of a removal, OPERATED. */
enum operated operate_would(
    const struct operation *operation, const struct client *client);

/* The exit code (commands/lib/command.h), after saying what is wrong; OPERATED
 * and OPERATED_ALREADY are EXIT_PASS. */
int operate_exit(enum operated operated, const char *client_id);

#endif
