/* SPDX-License-Identifier: ISC */
#ifndef KIT_TRAIL_H
#define KIT_TRAIL_H

#include <stdint.h>

struct arena;
struct json;
struct members;

/*
 * What a client is from a change on, so that whoever follows the audit trail
 * needs nothing else: the state may be another one when a record is read.  What
 * is NULL is not known, and left out.
 */
struct trail_facts {
	uint64_t version;     /* of a client that was deleted, the last one */
	const char *state;    /* active, suspended, deleted */
	const char *standing; /* pending or expired, of one that is suspended by
				 that alone; NULL: of another */
	int64_t not_before;   /* seconds since the epoch: access tokens and
			       grants from before it are dead; 0: none is */
	int64_t expires;      /* likewise: the first second without the client;
			       0: it does not expire */
	const char *profile;  /* that judged it, with its version */
	const char *software_id, *directory; /* the latter is the iss */
	const char *organisation_id, *organisation_name;
	const struct json *roles;
	const char *certificate; /* SHA-256 in hex of the registered one, */
	const char *subject;	 /* and its names (kit/x509/cert.h, */
	const char *issuer;	 /* cert_subject_form()) */
	struct members *client;	 /* in the names of standards */
};

/*
 * A record of the audit trail, as one line of JSON: who did what to which
 * client, and what changed.  No record holds a token, a secret, a key or a
 * software statement: members of client metadata that are one of those are left
 * out.  Members that are NULL are left out as well.
 */
struct trail {
	const char *event;    /* registered, updated, deleted, suspended,
				    resumed, recovered, imported, refused */
	int64_t at;	      /* seconds since the epoch */
	const char *by;	      /* "client" or "operator" */
	const char *operator; /* which person that is, as it was told */
	const char *request;  /* its id, as in the log */
	const char *client_id;
	const char *certificate;  /* who called, SHA-256 in hex; NULL: the
				     registered one, of the facts */
	const char *subject;	  /* and whose it is */
	const char *issuer, *jti; /* of the statement, */
	const char *software_id, *organisation_id,
	    *organisation_name; /* and whose it is; where there are facts,
				   those tell */
	const char *rules;	/* with commas between them */
	const char *why;
	const struct json *dropped; /* what was asked for and not registered: an
				       array; NULL: nothing */
	struct members *before, *after;	 /* metadata; of an update only the
					   members that differ are told */
	const struct trail_facts *facts; /* NULL: nothing was changed */
};

/* Members for a record, of metadata as the store has them. */
struct members *trail_members(struct arena *arena, const char *metadata);

const char *trail_text(struct arena *arena, const struct trail *trail);

#endif
