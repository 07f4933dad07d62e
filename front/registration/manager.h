/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_MANAGER_H
#define FRONT_REGISTRATION_MANAGER_H

#include <stdbool.h>

#include "store/store.h"
#include "validators/lib/submission.h"

struct arena;
struct reply;
struct request;
struct service;

/* Somebody who may manage a registration, and the registration. */
struct manager {
	struct client client;
	const char *token; /* the registration access token that came, to be
			      told again; NULL: it was another credential */
	struct submission caller; /* its certificate is one that we accept */
};

/*
 * RFC 7592 section 2 and the profile: a credential of that very client, by a
 * caller whose certificate is of its party.  NULL when the caller may; else
 * the reply, which is one and the same for a client that does not exist and
 * for one that is somebody else's.  One transaction at most, and no statement
 * is verified.
 */
struct reply *manager_admit(const struct service *service,
    const struct request *request, struct arena *arena, struct manager *out);

/* NULL, or the 403 for a client that is suspended: it may read and no more. */
struct reply *manager_active(
    const struct service *service, const struct manager *manager);

/* NULL, or the 412 when If-Match names no version that is ours (RFC 9110
 * section 13.1.1). */
struct reply *manager_matches(const struct manager *manager,
    const struct request *request, struct arena *arena);

/*
 * Asks the validators that are not ours whether this may be read or removed.
 * NULL when it may; what they add is then in the client's metadata, to be
 * answered and not kept.  Else the reply.
 */
struct reply *manager_ask_added(const struct service *service,
    struct manager *manager, enum added_method method);

/* Are registration access tokens issued here? */
bool manager_issues_tokens(const struct service *service);

#endif
