/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_PRIVATE_H
#define FRONT_REGISTRATION_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"
#include "validators/judge/judge.h"
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
struct reply *manager_ask(const struct service *service,
    struct manager *manager, enum added_method method);

/* Are registration access tokens issued here? */
bool manager_issues_tokens(const struct service *service);

/* What registering and replacing, reading and removing have in common. */

/* NULL, or the 415. */
struct reply *registration_media_type(const struct service *service,
    const struct request *request, struct arena *arena);

/* The metadata of a submission that has passed: what the server alone decides
 * (client_id, when it was issued, and where it is managed if it gets a
 * token), then what was judged. */
const char *registration_metadata(const struct service *service,
    const struct submission *s, const char *client_id, int64_t issued);

/* The registration as it is answered: the token is in no store, so it is told
 * by who has it just now (NULL: by nobody). */
struct reply *registration_reply(struct arena *arena, int status,
    const char *outcome, const struct client *client, const char *token);

/* ETag (RFC 9110 section 8.8.3): the version, in quotes. */
const char *registration_tag(struct arena *arena, const struct client *client);

/* A change of a judged submission: its jti goes with it. */
void registration_spend(
    const struct submission *s, struct stored_change *change);

/* Has the change count as one of the certificate's key, and one of this
 * software, of which there may be so many a day (dcr.conf). */
void registration_count(const struct service *service,
    const struct submission *s, const char *software,
    struct stored_change *change);

/* The 429 for a change that was one too many (CLASH_COUNT), which goes on
 * record like any refusal. */
struct reply *registration_full(const struct service *service,
    const struct submission *s, const struct stored_change *change,
    const char *client_id);

/* Makes the change; NULL when it was made, else the reply. */
struct reply *registration_change(const struct service *service,
    const struct submission *s, struct stored_change *change);

/* The reply to a refusal, which goes on record: a bounded number of them for
 * each certificate and day. */
struct reply *registration_refuse(const struct service *service,
    const struct submission *s, const struct verdict *verdict);

/* Puts a refusal on record, as registration_refuse does. */
void registration_note(const struct service *service,
    const struct submission *s, const struct reply *reply,
    const char *client_id);

/* The record of a change (kit/trail.h). */
const char *registration_record(const struct submission *s, const char *event,
    const char *client_id, const char *before, const char *after);

/*
 * Answers with the newest registration of the submission's software (status
 * 200), with a new registration access token where such are issued, since the
 * old one cannot be told.  NULL when it has none.
 */
struct reply *registration_existing(
    const struct service *service, const struct submission *s);

#endif
