/* SPDX-License-Identifier: ISC */
#ifndef FRONT_DISCOVERY_H
#define FRONT_DISCOVERY_H

struct arena;
struct reply;
struct request;
struct service;

/* What anybody may know, certificate or not: the metadata of the server (RFC
 * 8414) and the keys of our tokens (RFC 7517). */
struct reply *discovery_get(const struct service *service,
    const struct request *request, struct arena *arena);
struct reply *discovery_jwks(const struct service *service,
    const struct request *request, struct arena *arena);

#endif
