/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_CHANGE_H
#define STORE_LIB_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

/* A client as a store keeps it, and the changes of a store: a part of
 * store/store.h. */

enum client_state {
	CLIENT_ACTIVE,
	CLIENT_SUSPENDED, /* may read its registration and nothing else */
	CLIENT_PENDING,	  /* likewise, until an operator lets it in */
	CLIENT_EXPIRED	  /* is as good as not there; never stored, see
			     client_state_at() */
};
#define CLIENT_STATES 4

/* One client.  Strings are UTF-8 without line ends; only `metadata`, the JSON
 * object that was answered to its registration request, may hold anything. */
struct client {
	const char *client_id;
	const char *software;	 /* whose it is: software_id and the directory
				    that knows it by that, as one key (kit/
				    identifier.h); indexed, not unique */
	const char *certificate; /* SHA-256 in hex; indexed, not unique */
	const char *subject;	 /* of that certificate, RFC 4514; attributes
				    that have no name there as OID=#hex; "":
				    not known, in a row of an older program */
	const char *issuer;	 /* of that certificate, likewise */
	int64_t registered;	 /* seconds since the epoch */
	int64_t changed;
	int64_t expires;     /* likewise: the first second without it; 0: it
				does not expire */
	const char *profile; /* that judged it, with its version ("uk@3.4");
				"": not known, in a row of an older program */
	uint64_t version;    /* 1 at first; the store counts it */
	enum client_state state;
	int64_t state_since;   /* seconds since the epoch */
	const char *state_why; /* "" when nobody said */
	const char *state_by;  /* who put the client into this state:
				  "operator", "directory", "receiver"; "":
				  nobody did since it was registered, or a
				  program that did not keep it */
	uint64_t withdrawn;    /* moves when the client's access tokens are
				  withdrawn, see change_withdraw(); 0: they
				  never were */
	const char *token;     /* SHA-256 in hex of the registration access
				  token; NULL: none was issued */
	const char *metadata;
};

enum change_kind {
	CHANGE_ADD,	/* inserts the client */
	CHANGE_REPLACE, /* puts the client in place of the one with its
			   client_id, if that still has the same version,
			   which goes up by one */
	CHANGE_REMOVE,	/* removes the client, if it still has this version */
	CHANGE_NOTE,	/* writes the audit record alone */
	CHANGE_SPEND,	/* spends the jti alone */
	CHANGE_REVOKE	/* spends the jti of an access token: the generation
			   moves, and a jti that is spent is no clash */
};

enum stored_clash {
	CLASH_NONE,
	CLASH_JTI,	 /* this jti was spent before */
	CLASH_SUSPENDED, /* add: a client of this software is suspended, be
			    it expired or not */
	CLASH_SOFTWARE,	 /* add: this software has a client that has not
			    expired */
	CLASH_CLIENT_ID, /* add: draw another one */
	CLASH_VERSION,	 /* somebody else was faster */
	CLASH_NOTES,	 /* note_source has had its notes for today */
	CLASH_COUNT	 /* one of the counts is full for today; `full` says
			    which */
};

/* Something of a source that may happen so often a day. */
struct stored_count {
	const char *source; /* who is counted; NULL: nobody */
	unsigned most;
};
#define CHANGE_COUNTS 2

/*
 * A change and the record of it: everything in it happens, or nothing.
 *
 * Jtis and counts that are over are forgotten in small steps: each change that
 * spends a jti looks at a few others, going round, and forgets those that
 * expired more than a day before its `now`; each note or counted change does
 * the same with sources that were counted last before yesterday.  Of a store
 * with N jtis, those that are so old are gone after N further changes, whoever
 * makes them, and the others stay.
 */
struct stored_change {
	enum change_kind kind;
	const struct client *client; /* of a removal, client_id and version
					count; NULL where there is none */
	const char *jti;	     /* spent with the change, of any kind;
					NULL: none */
	const char *jti_issuer;	     /* a jti is unique per issuer */
	int64_t jti_expires;	     /* then the jti may be spent again */
	bool software_once;	     /* add: no second client of this
					software */
	int64_t now;		     /* seconds since the epoch */
	const char *audit;	     /* one line of JSON; NULL: no record */
	const char *note_source;     /* note: bounded per source and day */
	unsigned note_most;	     /* that many a day */
	struct stored_count counts[CHANGE_COUNTS]; /* each goes up by one if
						      the change happens */
	char key[17];  /* set with STORED_OK: the key of the audit record;
			  "": there is none */
	unsigned full; /* with CLASH_COUNT: which of them, the first */
	enum stored_clash clash; /* set with STORED_CONFLICT: the first
					of the above that holds */
};

/*
 * Notes and counts are of a day, in UTC, by `now`.  A source that was counted
 * on the day after that, by a clock that is ahead, goes on being counted on
 * that day: clocks that differ, or go back a little, give nobody a second
 * day's worth.  A day further ahead was a wrong clock's, and is forgotten.
 */

/* Withdraws all access tokens that a client has, once it is written back.  The
 * number is the time in microseconds since the epoch, or one more than it was:
 * so two withdrawals in one second differ. */
void change_withdraw(struct client *client);

/* The state in which a client is, at that time: whoever asks whether a client
 * counts asks this, and not for what is stored. */
enum client_state client_state_at(const struct client *client, int64_t now);

/* "active", "suspended", "pending" or "expired"; and the state of such a name,
 * false where there is none. */
const char *client_state_name(enum client_state state);
bool client_state_named(const char *name, enum client_state *out);

/* The second, since the epoch, from which on access tokens and grants of the
 * client count: those that are older were withdrawn.  0: all count. */
int64_t client_not_before(const struct client *client);

/* For back ends, before a write: what the kind of change asks for is there,
 * a client_id is not empty, and of what is kept as text only the metadata
 * holds control characters.  Logs what is not. */
bool change_sound(const struct stored_change *change);

const char *change_name(enum change_kind kind); /* for the log */

/* Whether a change needs a client that is there. */
bool change_is_of_old(const struct stored_change *change);

/* Whether a change counts a source. */
bool change_counts(const struct stored_change *change);

#endif
