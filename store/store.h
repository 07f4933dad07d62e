/* SPDX-License-Identifier: ISC */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * The contract of every back end.  A call that returns STORED_OK has been
 * made durable before it returns; one that returns anything else has changed
 * nothing.  UNABLE is not an answer: the world failed and nobody may take it
 * for "there is none".
 */
enum stored {
	STORED_OK,
	STORED_MISSING,
	STORED_CONFLICT, /* add: see struct stored_add; replace: the version */
	STORED_UNABLE
};

/* One client as it is kept.  Strings are UTF-8 without line ends; metadata
 * is the JSON object that was answered to it and may hold anything. */
struct client {
	const char *client_id;
	const char *software_id; /* indexed, not unique */
	const char *certificate; /* SHA-256 in hex; indexed, not unique */
	int64_t registered;	 /* seconds since the epoch */
	int64_t changed;
	uint64_t version; /* 1 at first; the store counts it */
	const char *metadata;
};

/* A registration: everything in it happens, or nothing. */
struct stored_add {
	const struct client *client;
	const char *jti;	/* NULL: the request carried none */
	const char *jti_issuer; /* a jti is unique per issuer */
	int64_t jti_expires;	/* after that it may be forgotten */
	bool software_once;	/* no second client of this software_id */
	enum stored_clash {
		CLASH_NONE,
		CLASH_JTI,	/* this jti was spent before */
		CLASH_SOFTWARE, /* this software_id has a client */
		CLASH_CLIENT_ID /* draw another one */
	} clash;		/* set with STORED_CONFLICT */
};

enum stored_index { STORED_BY_SOFTWARE, STORED_BY_CERTIFICATE };

struct store;

struct store_ops {
	const char *name; /* the scheme: "bdb" in "bdb:/var/lib/dcr" */

	/* NULL, and *why (the arena's), when the place is wrong.  A place that
	 * is right but out of order for the moment opens, and answers UNABLE. */
	struct store *(*open)(
	    const char *place, struct arena *arena, const char **why);
	void (*close)(struct store *store);

	enum stored (*add)(struct store *store, struct stored_add *add);

	/* *out and its strings are the arena's. */
	enum stored (*get)(struct store *store, const char *client_id,
	    struct arena *arena, struct client *out);

	/* All clients under a key of an index, or (key NULL) of the store,
	 * ordered by client_id.  `each` may end it by returning false; the
	 * client's strings live until it returns.  It must not call the
	 * store. */
	enum stored (*each)(struct store *store, enum stored_index index,
	    const char *key,
	    bool (*each)(void *context, const struct client *client),
	    void *context);

	/* Puts `client` in place of the one of that client_id, if that still
	 * has the version of `client`, and counts the version up. */
	enum stored (*replace)(
	    struct store *store, const struct client *client);
	enum stored (*remove)(struct store *store, const char *client_id);
};

/* A store and its operations; open with store_open. */
struct store {
	const struct store_ops *ops;
};

/* By URI: "bdb:/var/lib/dcr", "memory:", and "broken:" (fails every call; for
 * tests).  NULL and *why (the arena's) when there is no such scheme or place. */
struct store *store_open(
    const char *uri, struct arena *arena, const char **why);
void store_close(struct store *store);

/* For back ends, before a write: no string is NULL, the client_id is not
 * empty, and only the metadata holds control characters.  Logs what is not. */
bool store_sound(const struct client *client);

/* All that were compiled in; NULL ends. */
extern const struct store_ops *const stores[];

extern const struct store_ops store_bdb;
extern const struct store_ops store_memory;
extern const struct store_ops store_broken;

#endif
