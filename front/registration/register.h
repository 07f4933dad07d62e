/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_REGISTER_H
#define FRONT_REGISTRATION_REGISTER_H

struct arena;
struct reply;
struct request;
struct service;

/* POST to the registration endpoint (RFC 7591 section 3): judge, then store,
 * then answer.  What was answered with 201 is on disk. */
struct reply *register_post(const struct service *service,
    const struct request *request, struct arena *arena);

#endif
