/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ACCESS_ACCESS_H
#define FRONT_ACCESS_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct cert;
struct client;
struct introspection;
struct json;
struct service;

/*
 * Access tokens: ours, or those of the bank's authorization server.  These are
 * either signed ones that are verified here, as ours are (RFC 9068), or any
 * that the server is asked about (RFC 7662).  All end as the same claims and
 * are judged alike.
 */
struct access {
	const char *client_id;
	bool own;	   /* sub is the client: no user gave it */
	bool user;	   /* somebody else is named, who gave it: never
				   true together with the former, but both are
				   false where the token does not say */
	const char *scope; /* space-separated, without what only a user gives
			      where no user is named; or NULL */
	const char *thumbprint; /* cnf x5t#S256 (RFC 8705 section 3), or NULL */
	const char *jti;	/* never NULL of a token of ours */
	int64_t issued;		/* -1: not said */
	uint64_t withdrawn;	/* ACCESS_WITHDRAWN */
	int64_t expires;
	const struct json *claims; /* all of them */
};

/* A claim of our tokens: what `withdrawn` of the client (store/store.h) was
 * when the token was issued.  It is left out while that is 0. */
#define ACCESS_WITHDRAWN "dcr_withdrawn"

enum access_answer {
	ACCESS_GOOD, /* for us, not expired and not revoked */
	ACCESS_BAD,
	ACCESS_UNABLE /* nobody could tell; *why (the arena's) */
};

/* *out is the arena's.  Whether its client is still registered is not looked
 * at. */
enum access_answer access_read(const struct service *service, const char *token,
    int64_t now, struct arena *arena, struct access *out, const char **why);

/* May it come with this certificate?  A token that names one serves with that
 * one alone; one that names none, unless it must (RFC 8705 section 3). */
bool access_bound(
    const struct access *access, const struct cert *cert, bool must);

/*
 * Have the client's tokens been withdrawn since it was issued: by a suspension,
 * a resumption or a replacement that takes scopes away?  One of ours says by a
 * number before which withdrawal it was.  Any other is judged by its iat, and
 * one from the very second of the withdrawal, or without iat, is withdrawn.
 */
bool access_outlived(const struct service *service, const struct access *access,
    const struct client *client);

/* Revokes a token of ours (RFC 7009), for good; false: the store cannot. */
bool access_revoke(
    const struct service *service, const struct access *access, int64_t now);

/* What an introspection endpoint said lately, in this process. */
struct introspection *introspection_open(
    const struct service *service, struct arena *arena, const char **why);

#endif
