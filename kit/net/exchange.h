/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_EXCHANGE_H
#define KIT_NET_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "kit/net/fetch.h"

struct arena;

/*
 * One request of HTTP to a server of the bank's, by any method, and whatever it
 * answers.  The connection is kept for the next one.  What kit/net/fetch.h says
 * of redirects, hosts, proxies and addresses holds here as well; plain http is
 * for hosts of this machine alone.
 */
struct exchanger;

struct exchange {
	const char *method, *uri;
	const char *const *headers; /* "Name: value"; NULL ends; or NULL */
	const char *body, *type;    /* NULL: no body; the body's media type */
	const char *username, *password; /* HTTP Basic; or NULL */
	const char *bearer;		 /* RFC 6750, printable; or NULL */
	const char *certificate, *key;	 /* PEM files: mutual TLS; or NULL */
	int64_t milliseconds;		 /* for all of it; above 0 */
	size_t limit;			 /* bytes of the answer's body */
	bool inspect; /* tell the server's certificate as well */
};

struct exchanged {
	int status;	  /* 100 to 599 */
	const char *body; /* with a NUL behind it */
	size_t length;
	const char *location, *etag; /* of the headers; NULL: not there */
	const char *link;	     /* as it came (RFC 8288); or NULL */
	const char *type, *caching;  /* Content-Type and Cache-Control, as they
					came; or NULL */
	int64_t retry_after; /* milliseconds (RFC 9110 section 10.2.3); 0: not
				said */
	int64_t date;	     /* of the server's clock, in seconds since the
				epoch (RFC 9110 section 6.6.1); 0: not said */
	const char *certificate; /* of the server, PEM, when it was asked for
				    and the connection is a new one; or NULL */
};

/* NULL and *why when there is no libcurl.  The policy, which has to live as
 * long, and what is opened here are the arena's. */
struct exchanger *exchange_open(
    const struct fetch_policy *policy, struct arena *arena, const char **why);

/* FETCHED_OK: there is an answer, of whatever status.  FETCHED_UNREACHED: no
 * connection came about, and nothing was sent.  FETCHED_FAILED: nobody knows
 * whether the server did what it was asked.  *out and *why are the arena's. */
enum fetched exchange_make(struct exchanger *exchanger,
    const struct exchange *what, struct arena *arena, struct exchanged *out,
    const char **why);

#endif
