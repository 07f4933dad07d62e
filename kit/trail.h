/* SPDX-License-Identifier: ISC */
#ifndef KIT_TRAIL_H
#define KIT_TRAIL_H

#include <stdint.h>

struct arena;
struct members;

/*
 * A record of the audit trail, as one line of JSON: who did what to which
 * client, and what changed.  No record holds a token, a secret, a key or a
 * software statement: members of client metadata that are one of those are left
 * out.  Members that are NULL are left out as well.
 */
struct trail {
	const char *event;   /* registered, updated, deleted, suspended,
				    resumed, recovered, imported, refused */
	int64_t at;	     /* seconds since the epoch */
	const char *by;	     /* "client" or "operator" */
	const char *request; /* our id of the request */
	const char *client_id;
	const char *certificate;  /* SHA-256 in hex, */
	const char *subject;	  /* and whose it is */
	const char *issuer, *jti; /* of the statement */
	const char *rules;	  /* with commas between them */
	const char *why;
	struct members *before, *after; /* metadata; of an update only the
					   members that differ are told */
};

/* Members for a record, of metadata as the store has them. */
struct members *trail_members(struct arena *arena, const char *metadata);

const char *trail_text(struct arena *arena, const struct trail *trail);

#endif
