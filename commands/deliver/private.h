/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_DELIVER_PRIVATE_H
#define COMMANDS_DELIVER_PRIVATE_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deliver/ledger.h"

struct arena;
struct config;
struct config_receiver;
struct json;
struct known;
struct profile;

/*
 * What the files of commands/deliver share, and nobody else.
 *
 * dcr deliver has one process for each receiver, its manager, and each manager
 * has workers, which it starts before it opens the store: a worker is sent an
 * event, a line, takes it to the receiver, and answers by a line what became of
 * it.  So a receiver that is slow or away holds up its own workers alone.
 */

/* An event that was read, and is neither delivered nor in a lane's row. */
struct item {
	struct arena *arena;
	struct item *next; /* in the order in which they were read */
	struct lane *lane;
	const char *at;	  /* where the receiver is once this and all before it
			     are settled: a key, or a client_id of the sweep */
	const char *text; /* of the record; NULL: the client as it is now */
	char key[LEDGER_KEY + 1];
	char event[16];
	bool settled;
};

/* The events of one client: one of them is under way at a time. */
struct lane {
	struct arena *arena;
	const char *client_id;
	struct lane *chain;	   /* of the table */
	struct lane *next_ready;   /* of those that wait for a worker */
	struct lane *next_written; /* of those whose row is to be written */
	struct item *waiting;	   /* the newest that was not sent */
	struct item *flying;	   /* NULL: none, or that of the row */
	char flying_key[LEDGER_KEY + 1];
	bool busy, ready;
	bool kept;     /* it has a row, */
	bool dirty;    /* which is to be written, or removed */
	unsigned seen; /* when the rows were read last */
	struct ledger_lane row;
	int64_t due; /* a moment of monotonic_now(), of a row not parked */
};

enum { LANE_BUCKETS = 16384 };
struct lanes {
	struct lane *buckets[LANE_BUCKETS];
	struct lane *ready, **ready_end;
	struct lane *dirty;
	struct item *first, **last; /* all items */
	size_t items;
	size_t kept, parked; /* rows */
	unsigned looks;	     /* times that the rows were read */
	int64_t earliest;    /* no row is due before this moment */
};

struct worker {
	pid_t pid;
	int fd;
	struct lane *lane; /* what it is at; NULL: it waits */
};

/* What is read next: the clients and then the deletions for a new receiver, and
 * the trail behind the cursor. */
enum feed_of { FEED_CLIENTS, FEED_DELETIONS, FEED_TRAIL };
struct feed {
	enum feed_of of;
	char read[LEDGER_KEY + 1];  /* of the trail: up to this key */
	char start[LEDGER_KEY + 1]; /* the newest key when a sweep began */
	const char *client_id;	    /* of the sweep: up to this client */
	struct arena *arena;	    /* of client_id */
	bool more;		    /* the last batch was full */
	uint64_t generation;	    /* when the trail was read last */
	int64_t next;		    /* when to look again */
	const struct known *known;  /* what the receiver has; NULL: nobody can
				       say */
};

struct manager {
	struct arena *arena;
	const struct config *config;
	const struct config_receiver *receiver;
	const struct profile *profile;
	struct store *store;
	struct worker *workers; /* receiver->lanes of them */
	struct lanes lanes;
	struct feed feed;
	struct ledger_receiver row; /* as it shall be; strings are the row's */
	struct arena *row_arena;
	const char *text;    /* as it is in the store; NULL: not there */
	const char *lease;   /* what says that we deliver */
	int64_t lease_until; /* a moment of monotonic_now() */
	int64_t renew, look, settle_at;
	int64_t away_until; /* nothing is sent before this moment */
	unsigned away;	    /* times on end that nobody has answered */
	unsigned failures;  /* of different events, on end */
	size_t under_way;
	bool unable; /* the store was, when it was asked last */
	bool leaving;
	uint64_t delivered;
};

/* The command (deliver.c, plan.c, watch.c). */

/* What is to be told, by dcr.conf as it was when the plan was made (plan.c). */
struct plan {
	struct arena *arena; /* whose all of it is */
	const struct config *config;
	const struct profile *profile;
	const struct config_receiver *const *receivers; /* NULL ends */
};

/* A plan for the receivers that the words of argv name; false and *why. */
bool plan_make(struct plan *plan, int argc, char **argv, struct arena *arena,
    const char **why);

/* Can each receiver be used as it is configured?  False and *why. */
bool plan_works(const struct plan *plan, const char **why);

/* Runs a manager for each receiver of the plan until told to end; on SIGHUP for
 * those of a new plan, made in the same way. */
int watch_run(const struct plan *plan, int argc, char **argv);

/* The manager of one receiver: how its process ends (manager.c). */
enum manager_end {
	MANAGER_ENDED = 0, /* as it was told */
	MANAGER_WRONG = 2, /* it cannot be used as it is configured */
	MANAGER_AGAIN = 3  /* the lease or a worker is lost: start again */
};
enum manager_end manager_run(struct arena *arena, const struct config *config,
    const struct profile *profile, const struct config_receiver *receiver);

/* Delivers until told to leave, or until it cannot (manager_deliver.c). */
enum manager_end manager_deliver(struct manager *manager);

bool manager_told_to_leave(void);
void manager_pause(int64_t milliseconds);

/* Workers (worker.c). */

/* Starts them; NULL, or what is wrong.  No store is open. */
const char *worker_start_all(struct manager *manager);

/* Sends a line; false when the worker is gone. */
bool worker_send(struct worker *worker, const char *line);

/* Reads what became of it; false when the worker is gone. */
bool worker_hear(struct worker *worker, struct arena *arena, struct sent *out);

void worker_end_all(struct manager *manager);

/* Lanes (lane.c). */
void lane_begin(struct lanes *lanes);
struct lane *lane_of(struct lanes *lanes, const char *client_id);
struct lane *lane_find(const struct lanes *lanes, const char *client_id);

/* Adds an event that was read; `lane` NULL: one that is of no interest, and
 * settled.  False: the lane holds a deletion that has to go out before. */
bool lane_add(struct lanes *lanes, struct lane *lane, const char *key,
    const char *event, const char *at, const char *text);

/* Puts the lane among those that wait for a worker. */
void lane_wait(struct lanes *lanes, struct lane *lane);

/* The next lane that a worker may have: one whose row is due, or one that
 * waits; NULL: none. */
struct lane *lane_next(struct lanes *lanes);

/* Puts an event into the lane's row, to be tried again so many milliseconds from
 * now; parked: not at all. */
void lane_keep(struct lanes *lanes, struct lane *lane, const char *key,
    const char *event, const char *answer, int64_t milliseconds, bool parked);

/* Reads the rows in the store; one of ours that is to be written, or under way,
 * stays as it is. */
enum stored lane_load(
    struct lanes *lanes, struct store *store, const char *name);

/* Takes the row away: it is to be removed. */
void lane_drop(struct lanes *lanes, struct lane *lane);

/* Marks the row as one to be written. */
void lane_soil(struct lanes *lanes, struct lane *lane);

/* Calls `each` for every lane that has a row. */
void lane_each_kept(struct lanes *lanes,
    void (*each)(void *context, struct lane *lane), void *context);

/* Forgets the lane if there is nothing left of it. */
void lane_forget(struct lanes *lanes, struct lane *lane);

/* Forgets the items in front that are settled, up to the first that is not. */
void lane_clear(struct lanes *lanes);

/* Reading (feed.c). */

/* The newest key of the trail; LEDGER_FIRST: there is none. */
enum stored feed_newest(struct store *store, char newest[LEDGER_KEY + 1]);

/* Goes on where the receiver's row says. */
void feed_begin(struct manager *manager);

/* Reads some more into the lanes, if there may be more and room for it. */
void feed_read(struct manager *manager);

/* The key of 16 digits before this one. */
void feed_before(const char *key, char before[LEDGER_KEY + 1]);

/* Events (compose.c). */
enum composed { COMPOSED, COMPOSED_NOTHING, COMPOSED_UNABLE };

/* The event of the lane that is to be sent now.  COMPOSED_NOTHING: a later
 * record says all. */
enum composed compose_item(struct manager *manager, const struct item *item,
    struct arena *arena, const struct json **event);
enum composed compose_row(struct manager *manager,
    const struct ledger_lane *row, struct arena *arena,
    const struct json **event);

/* The lease, and what is settled (lease.c). */
enum leased { LEASED, LEASED_OTHER, LEASED_UNABLE };

/* Tries to become the one who delivers. */
enum leased lease_take(struct manager *manager);

/* Writes what is settled, and until when we deliver.  LEASED_OTHER: it is
 * somebody else now. */
enum leased lease_settle(struct manager *manager);

/* Reads what somebody else has changed in the lanes. */
enum leased lease_look(struct manager *manager);

/* Gives the lease back. */
void lease_end(struct manager *manager);

/* What became of an event (outcome.c).  answers, away: the receiver does, or is;
 * the log and the receiver's row are told when that changes. */
void outcome_answers(struct manager *manager);
void outcome_away(struct manager *manager, const char *words);
void outcome_take(
    struct manager *manager, struct worker *worker, const struct sent *sent);

/* What a receiver has, compared with what we have (known.c). */
struct known;

/* NULL and *why, which is NULL where the receiver cannot say what it has. */
struct known *known_read(const struct config_receiver *receiver,
    struct arena *arena, bool (*go_on)(void *context), void *context,
    const char **why);

/* Has the receiver the client as it is? */
bool known_same(
    const struct known *known, const char *client_id, uint64_t version);

size_t known_count(const struct known *known);

/* Calls `each` for clients that the receiver has and the store has not; false
 * when the store cannot say. */
bool known_gone(const struct known *known, struct store *store,
    bool (*each)(void *context, const char *client_id), void *context);

/* Commands on lanes (decide.c, reconcile.c). */
int decide_retry(int argc, char **argv, struct arena *arena);
int decide_skip(int argc, char **argv, struct arena *arena);
int reconcile_run(int argc, char **argv, struct arena *arena);

/* Changes lanes of a receiver beside whoever delivers, who is asked to look at
 * them: `make` fills rows, up to `room` of them, and says how many; it is called
 * again when somebody has written meanwhile.  STORED_MISSING: the receiver has
 * no row, and so no lane. */
enum { DECIDE_ROOM = DELIVERIES_MOST - 1 };
typedef size_t decide_make_fn(void *context, struct arena *arena,
    struct stored_delivery *rows, size_t room);
enum stored decide_put(
    struct store *store, const char *name, decide_make_fn *make, void *context);

#endif
