/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_SERVED_H
#define FRONT_LIB_SERVED_H

#include <stdint.h>

struct reply;
struct request;
struct spent;

/* A request that was served, for those who tell of it: the log and the
 * metrics. */
struct served {
	const struct request *request;
	const struct reply *reply;
	const char *endpoint; /* "register", "manage", "token", "introspect",
				 "revoke", "jwks", "discovery", "clients",
				 "events", "authorize", "door" (a FastCGI
				 authorizer), "console", "none" */
	int64_t microseconds; /* from its variables to its answer */
	const struct spent *spent;
};

#endif
