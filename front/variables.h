/* SPDX-License-Identifier: ISC */
#ifndef FRONT_VARIABLES_H
#define FRONT_VARIABLES_H

#include <stdbool.h>

struct door;

/* The variables that a request is read from, by the names in
 * front/variables.c: the shorter ones first. */
enum variable {
	FCGI_ROLE,
	PATH_INFO,
	UNIQUE_ID, /* this and REQUEST_ID: the web server's id of the request */
	REQUEST_ID,
	REMOTE_ADDR,
	REQUEST_URI,
	SCRIPT_NAME,
	CONTENT_TYPE,
	ORIGINAL_URI,
	QUERY_STRING,
	HTTP_IF_MATCH,
	CONTENT_LENGTH,
	REQUEST_METHOD,
	ORIGINAL_METHOD,
	REDIRECT_STATUS,
	SSL_CLIENT_CERT,
	HTTP_CONNECTION,
	HTTP_CLIENT_CERT,
	SSL_CLIENT_VERIFY,
	HTTP_AUTHORIZATION,
	HTTP_IF_NONE_MATCH,
	PROXY_SECRET,	     /* front/private.h */
	ORIGINAL_CONNECTION, /* of a server that keeps HTTP_CONNECTION back */
	HTTP_CONTENT_ENCODING,
	VARIABLES /* how many there are */
};

/* A variable as the web server told it first; NULL: it did not. */
struct told {
	const char *value;
	bool twice; /* it came again: a header, or with another value */
};

struct variables {
	struct told told[VARIABLES];
	bool pretends, forwarded; /* of kit/request.h */
};

/* Looks once at all that the door has.  `proxy`: the headers of a proxy that
 * hands over certificates pretend nothing.  The values are the door's. */
void variables_read(const struct door *door, bool proxy, struct variables *out);

const char *variables_name(enum variable variable);

/* Is this one the header of a request? */
bool variables_is_header(const char *name);

#endif
