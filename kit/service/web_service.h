/* SPDX-License-Identifier: ISC */
#ifndef KIT_SERVICE_WEB_SERVICE_H
#define KIT_SERVICE_WEB_SERVICE_H

#include <stdint.h>

#include "kit/net/fetch.h"

struct arena;
struct exchange;
struct exchanged;
struct exchanger;
struct json;
struct reader;

/*
 * A web service of the bank's, as dcr.conf and an overlay name one: where it
 * is, whom to trust there, and by what it knows us: a certificate, a password
 * (HTTP Basic), a bearer token of a file, or one that a token endpoint gives
 * for client credentials (RFC 6749 section 4.4).  No secret is in a message or
 * in the log.
 */
enum { WEB_SERVICE_SECRET_MAX = 8192 };

struct web_service {
	const char *url; /* without a / at its end */
	const char *ca, *certificate, *key;
	const char *username, *password_file; /* Basic */
	const char *token_file;		      /* of a bearer token */
	const char *token_endpoint, *client_id, *secret_file, *scope;
	char access_token[WEB_SERVICE_SECRET_MAX]; /* of token_endpoint; "":
						      none */
	int64_t access_token_until; /* a moment of monotonic_now() */
	const char *hosts[3];	    /* that may be asked; NULL ends */
};

/* Reads url, ca, certificate, key, basic and bearer of an object; `prefix`
 * stands before their names in messages.  Paths are from the reader's folder;
 * where it has none they must be absolute.  The service is the arena's. */
struct web_service *web_service_read(
    struct reader *reader, const struct json *entry, const char *prefix);

/* Adds this program's credentials to a call; NULL, or why not: never what a
 * file of secrets holds. */
const char *web_service_authenticate(struct web_service *service,
    struct fetch_call *what, int64_t deadline, struct arena *arena);

/* NULL and the body of an answer 200.  A call for which no connection came
 * about is made once more. */
const char *web_service_call(const struct web_service *service, const char *uri,
    struct fetch_call *what, int64_t deadline, struct arena *arena,
    char **body);

/* What keeps the connections to that service; NULL and *why when there is no
 * libcurl.  It is closed with the arena. */
struct exchanger *web_service_exchanger(
    const struct web_service *service, struct arena *arena, const char **why);

/* Makes one request with our credentials, over a connection that is kept.  An
 * access token that is refused with 401 is asked for again, once.  As of
 * exchange_make(), and FETCHED_FAILED where there are no credentials. */
enum fetched web_service_exchange(struct web_service *service,
    struct exchanger *exchanger, const struct exchange *what,
    struct arena *arena, struct exchanged *out, const char **why);

#endif
