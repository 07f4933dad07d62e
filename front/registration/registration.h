/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_REGISTRATION_H
#define FRONT_REGISTRATION_REGISTRATION_H

struct arena;
struct reply;
struct request;
struct service;

/* POST to the registration endpoint (RFC 7591 section 3): judge, then store,
 * then answer.  What was answered with 201 is on disk. */
struct reply *register_post(const struct service *service,
    const struct request *request, struct arena *arena);

/* What a client may do with its registration (RFC 7592 section 2): each function
 * is in a file of its name. */
struct reply *manage_get(const struct service *service,
    const struct request *request, struct arena *arena);
struct reply *manage_put(const struct service *service,
    const struct request *request, struct arena *arena);
struct reply *manage_delete(const struct service *service,
    const struct request *request, struct arena *arena);

/* POST with ?software_id=: gives a lost client_id (and token) back to whose
 * request would register that software, where the deployment allows it: by the
 * certificate, the statement and the software's key, and once. */
struct reply *manage_recover(const struct service *service,
    const struct request *request, struct arena *arena);

#endif
