/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ACCESS_H
#define FRONT_ACCESS_H

#include <stdint.h>

struct arena;
struct introspection;
struct json;
struct service;

/*
 * Access tokens of the bank's authorization server: either signed ones that
 * are verified here (RFC 9068), or any that the server is asked about (RFC
 * 7662).  Both end as the same claims and are judged alike.
 */
struct access {
	const char *client_id;
	const char *scope;	/* space-separated, or NULL */
	const char *thumbprint; /* cnf x5t#S256 (RFC 8705 section 3), or NULL */
	int64_t expires;
};

enum access_answer {
	ACCESS_GOOD, /* of a client itself, for us, and not expired */
	ACCESS_BAD,
	ACCESS_UNABLE /* nobody could tell; *why (the arena's) */
};

/* *out is the arena's. */
enum access_answer access_read(const struct service *service, const char *token,
    int64_t now, struct arena *arena, struct access *out, const char **why);

/* What an introspection endpoint said lately, in this process. */
struct introspection *introspection_open(
    const struct service *service, struct arena *arena, const char **why);

/* The endpoint's answer, an object of claims; NULL with ACCESS_BAD or
 * ACCESS_UNABLE in *answer.  It serves again for LIMIT_INTROSPECTION_SECONDS
 * and never past exp. */
const struct json *introspection_ask(struct introspection *introspection,
    const char *token, int64_t now, struct arena *arena,
    enum access_answer *answer, const char **why);

/* NumericDate of a claim, rounded down; -1 when it is none. */
int64_t access_date(const struct json *claims, const char *name);

#endif
