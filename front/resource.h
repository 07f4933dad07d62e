/* SPDX-License-Identifier: ISC */
#ifndef FRONT_RESOURCE_H
#define FRONT_RESOURCE_H

struct arena;
struct request;
struct service;

enum resource {
	NOTHING,
	ENDPOINT,     /* the registration endpoint itself */
	SOFTWARE,     /* the same with ?software_id= */
	REGISTRATION, /* one registration, by path or ?client_id= */
	JWKS,	      /* where we sign anything */
	TOKEN,	      /* this and the next three: where we issue tokens */
	INTROSPECTION,
	REVOCATION,
	DISCOVERY,
	ENTITY,	 /* our own statement, as an entity of a federation */
	SIGNED,	 /* the document about us of which a part is signed */
	CLIENTS, /* this and the next two: for servers of the bank */
	CLIENT,
	EVENTS,
	AUTHORIZE, /* for web servers without FastCGI authorizers */
	DOOR,	   /* a FastCGI authorizer: any path is a call's */
	CONSOLE,   /* a process that serves pages for people: any path is */
	METRICS,   /* this and the next two: for the peers of dcr.conf */
	HEALTH,
	READY,
};

/* What is at the path of the request, for its caller: an identifier in the path
 * becomes the client_id of the request.  NOTHING, and *why, where that is
 * told. */
enum resource resource_find(const struct service *service,
    struct request *request, struct arena *arena, const char **why);

/* As metrics and log call it: a literal. */
const char *resource_name(enum resource resource);

#endif
