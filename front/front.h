/* SPDX-License-Identifier: ISC */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include <stdbool.h>
#include <stdint.h>

#include "validators/judge/judge.h"

struct arena;
struct config;
struct introspection;
struct passes;
struct published;
struct resource_servers;
struct signing;
struct store;

/* All that serving needs, for the life of the process. */
struct service {
	const struct config *config;
	struct judge judge;
	struct store *store;
	struct introspection *introspection; /* front/access/access.h; or NULL */
	struct signing *signing;     /* of our tokens; NULL: we issue none */
	struct published *published; /* front/access/published.h */
	struct resource_servers *resource_servers; /* with signing */
	struct passes *passes;			   /* front/authorizer/pass.h */
	const char *proxy_secret; /* kit/conf/proxy_secret.h; NULL: no proxy */
	const char *discovery;	  /* the document; NULL: not ours to say */
	int64_t sealed; /* when the audit trail was last sealed here */
};

/* False when the deployment is wrong: *why is then one line.  A store that is
 * merely out of order opens and answers 503. */
bool service_open(
    struct service *service, struct arena *arena, const char **why);
void service_close(struct service *service);

/* Between two requests: seals what has settled of the audit trail (store/
 * chain.h), once in SERVICE_SEAL_SECONDS. */
#define SERVICE_SEAL_SECONDS 60
void service_rest(struct service *service);

/* Is file descriptor 0 a listening socket, as a FastCGI responder is given? */
bool fastcgi_is_door(void);

/* The doors: each returns the exit code of the program. */
int fastcgi_main(void);
int cgi_main(void);

#endif
