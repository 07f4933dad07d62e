/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_SERVICE_H
#define FRONT_LIB_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "validators/judge/judge.h"

struct arena;
struct config;
struct identities;
struct introspection;
struct json;
struct metrics;
struct published;
struct reply;
struct request;
struct resource_servers;
struct signing;
struct store;

/* All that serving needs, for the life of the process. */
struct service {
	const struct config *config;
	struct judge judge;
	struct store *store;
	struct introspection *introspection; /* of the bank's server; or NULL */
	struct signing *signing;	     /* NULL: we sign nothing */
	struct signing *entity; /* what we sign as an entity of a federation;
				   NULL: nothing */
	struct published *published; /* front/access/published.h */
	struct resource_servers *resource_servers; /* there may be none */
	struct identities *identities; /* front/authorizer/authorize.h */
	const char *proxy_secret; /* kit/conf/proxy_secret.h; NULL: no proxy */
	const struct json *discovery; /* the document, where it is ours */
	struct signed_document *signed_document; /* front/discovery_signed.c;
						    NULL: there is none */
	struct metrics *metrics; /* front/metrics/metrics.h; NULL: none */
	bool console;	/* it serves pages for people (front/console), and
			   nothing else */
	int64_t sealed; /* when the audit trail was last sealed here */
};

/* Answers a request to one endpoint.  The reply is the arena's. */
typedef struct reply *handler(const struct service *service,
    const struct request *request, struct arena *arena);

#endif
