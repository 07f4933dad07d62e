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
struct reply;
struct service;

/*
 * An access token, which dcr or the bank's own authorization server has issued.
 * Tokens that are signed are verified here (RFC 9068); about others the bank's
 * server is asked (RFC 7662).  All end as the same claims and are judged alike.
 */
struct access {
	const char *client_id;
	bool own;	   /* sub is the client: no user gave the token */
	bool user;	   /* a user is named, who gave the token; never true
				   together with `own`, but both are false
				   where the token does not say */
	const char *scope; /* space-separated, without what only a user gives
			      where no user is named; or NULL.  The part that
			      counts: access_registered() */
	const char *thumbprint; /* cnf x5t#S256 (RFC 8705 section 3), or NULL */
	const char *jti;	/* never NULL of a token that dcr issued */
	int64_t issued;		/* -1: the token does not say */
	uint64_t withdrawn;	/* ACCESS_WITHDRAWN */
	int64_t expires;
	const struct json *claims; /* all that the token says */
};

/* A claim of tokens that dcr issues: the value of the client's `withdrawn`
 * (store/change.h) when the token was issued; left out while that is 0. */
#define ACCESS_WITHDRAWN "dcr_withdrawn"

enum access_answer {
	ACCESS_GOOD, /* for us, not expired and not revoked */
	ACCESS_BAD,
	ACCESS_UNABLE /* nobody could tell */
};

/* Reads a token; *out is the arena's.  Whether the client is still registered is
 * not looked at.  *why is set unless ACCESS_GOOD, for the log alone where the
 * token is bad; here and below it is the arena's. */
enum access_answer access_read(const struct service *service, const char *token,
    int64_t now, struct arena *arena, struct access *out, const char **why);

/* The same, but for what only the store knows: whether it was revoked is for
 * access_client() to say. */
enum access_answer access_vouched(const struct service *service,
    const char *token, int64_t now, struct arena *arena, struct access *out,
    const char **why);

/* The client (the arena's) that a token of access_vouched() names, and whether
 * the token was revoked, in one question to the store.  *found: there is such a
 * client. */
enum access_answer access_client(const struct service *service,
    const struct access *access, int64_t now, struct arena *arena,
    struct client *out, bool *found, const char **why);

/* May the token come with this certificate, or with none (NULL)?  A token that
 * names a certificate serves with that one alone; one that names none serves
 * with any, unless it `must` be bound (RFC 8705 section 3). */
bool access_bound(
    const struct access *access, const struct cert *cert, bool must);

/*
 * Have the client's tokens been withdrawn since this one was issued: by a
 * suspension, a resumption or a replacement that takes scopes away?  A token
 * that dcr issued says by a number before which withdrawal that was.  Any other
 * is judged by its iat: a token from the very second of the withdrawal, or
 * without iat, is withdrawn.
 */
bool access_outlived(const struct service *service, const struct access *access,
    const struct client *client);

/*
 * Does the token still come of a grant that its client, of this metadata, is
 * registered for?  Then its scope becomes the part for which the client is
 * registered; of a client without a scope that is nothing.  So it is whoever
 * has issued the token, and whenever.  A token that names no user must be of a
 * grant that gives the client its own.
 */
bool access_registered(
    struct access *access, const struct json *metadata, struct arena *arena);

/* The refusals of who comes with such a token: with a certificate that is not
 * the token's, after a withdrawal, of a grant that is not registered. */
struct reply *access_refuse_certificate(struct arena *arena);
struct reply *access_refuse_withdrawn(struct arena *arena);
struct reply *access_refuse_grant(struct arena *arena);

/* Revokes a token that dcr issued (RFC 7009), for good; false: the store
 * cannot. */
bool access_revoke(
    const struct service *service, const struct access *access, int64_t now);

/* What the introspection endpoint of the bank's server said lately, in this
 * process. */
struct introspection *introspection_open(
    const struct service *service, struct arena *arena, const char **why);

#endif
