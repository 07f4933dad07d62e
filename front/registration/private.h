/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_PRIVATE_H
#define FRONT_REGISTRATION_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"
#include "validators/judge/judge.h"
#include "validators/lib/submission.h"

struct arena;
struct members;
struct reply;
struct request;
struct service;
struct trail_facts;

/* A caller who may manage a registration, and the registration. */
struct manager {
	struct client client;
	const char *token; /* the registration access token that came, to be
			      told again; NULL: the caller came with an
			      access token */
	struct submission caller; /* its certificate is one that we accept */
};

/*
 * May the caller manage the registration that the request names (RFC 7592
 * section 2, and the profile)?  He may with a credential of that very client and
 * a certificate of its party.  NULL, or the reply, which is one and the same for
 * a client that does not exist and for a client that is somebody else's.  One
 * transaction at most, and no statement is verified.
 */
struct reply *manager_admit(const struct service *service,
    const struct request *request, struct arena *arena, struct manager *out);

/* Admits a caller who wants to change the registration: as manager_admit(), and
 * 403 when the client is suspended or waits, which may read and no more, and 412 when
 * If-Match names another version than the stored one (RFC 9110 section
 * 13.1.1). */
struct reply *manager_admit_change(const struct service *service,
    const struct request *request, struct arena *arena, struct manager *out);

/* The 403 for a client that is suspended or waits, on record: it may read and no
 * more. */
struct reply *manager_refuse_inactive(const struct service *service,
    const struct submission *caller, const struct client *client);

/*
 * Asks the external validators whether the registration may be read or removed.
 * NULL when it may; what they add is then in the client's metadata, to be
 * answered and not kept.  Else the reply.
 */
struct reply *manager_ask(
    const struct service *service, struct manager *manager, enum method method);

/* Are registration access tokens issued here? */
bool registration_issues_tokens(const struct service *service);

/* A new registration access token, to be told once; the client keeps its
 * hash. */
const char *registration_token(struct arena *arena, struct client *client);

/* NULL, or the 415 for a Content-Type that the profile does not have. */
struct reply *registration_media_type(const struct service *service,
    const struct request *request, struct arena *arena);

/* Judges what the request would register, or put in place of `replaced`.  NULL
 * when it may be registered, else the reply. */
struct reply *registration_judge(const struct service *service,
    const struct request *request, const struct replaced *replaced,
    struct arena *arena, int64_t now, struct submission *out);

/* The client metadata of a submission that has passed: what the server alone
 * decides (client_id, when it was issued, and where the registration is managed
 * if a registration access token is issued), then what was judged. */
struct members *registration_metadata(const struct service *service,
    const struct submission *s, const char *client_id, int64_t issued);

/* The registration as it is answered.  A registration access token is in no
 * store: it is told by who has it just now (NULL: by nobody). */
struct reply *registration_reply(struct arena *arena, int status,
    const char *outcome, const struct client *client, const char *token);

/* The refusal of an entity's statement that was made before the one that the
 * client is registered by; NULL: it was not. */
struct reply *registration_entity_older(
    const struct submission *s, const struct client *old);

/* The signed statement by which an entity of a federation is answered, before
 * anything is stored; NULL and *why when it cannot be signed.  And the reply
 * with it. */
const char *registration_entity(const struct service *service,
    const struct submission *s, const struct client *client, const char **why);
struct reply *registration_entity_reply(const struct service *service,
    const struct submission *s, const struct client *client,
    const char *outcome, const char *text);

/* ETag (RFC 9110 section 8.8.3): the version, in quotes. */
const char *registration_tag(struct arena *arena, const struct client *client);

/*
 * Makes the change, at the time of the submission.  The jti of a signed request
 * is spent with it, and it counts as one of the certificate's key and as one of
 * this software, of which there may be so many a day (dcr.conf).  NULL when it
 * was made, or somebody else has removed what it would remove; else the reply.
 */
struct reply *registration_change(const struct service *service,
    const struct submission *s, const char *software,
    struct stored_change *change);

/* The reply to a refusal, which goes on record (front/lib/note.h). */
struct reply *registration_refuse(const struct service *service,
    const struct submission *s, const struct verdict *verdict);

/* Suspends the client that the submission would have updated when the verdict
 * says that its directory has withdrawn it (judge_withdrawn()): what a fresh
 * statement says of the organisation holds for what is registered already. */
void registration_withdrawn(const struct service *service,
    const struct submission *s, const struct verdict *verdict);

/* The record of a change (kit/trail.h); `facts` NULL: nothing was changed. */
const char *registration_record(const struct submission *s, const char *event,
    const char *client_id, const struct trail_facts *facts,
    struct members *before, struct members *after);

/* What the record tells of the client that a change leaves behind, with its
 * metadata as members, unless NULL, and the version that the change makes. */
const struct trail_facts *registration_facts(const struct submission *s,
    const struct client *client, uint64_t version, struct members *registered);

/* The client has the certificate of this request from now on, if it brings
 * one. */
void registration_certificate(
    const struct submission *s, struct client *client);

/* The client was judged by the profile that judged this request, and is there
 * for as long as that says. */
void registration_judged(const struct submission *s, struct client *client);

/* The newest registration of the submission's software (the arena's).  NULL, or
 * the reply when the store cannot be read. */
struct reply *registration_newest(const struct service *service,
    const struct submission *s, struct client *out, bool *found);

/* Puts what the submission registers in the place of the old registration, with
 * its client_id.  `token` is the registration access token that came; or NULL.
 * The reply. */
struct reply *registration_replace(const struct service *service,
    const struct submission *s, const struct client *old, const char *token);

/* Removes the registration of the software whose submission asks for that
 * (profile.h, cancel).  The reply. */
struct reply *registration_cancel(
    const struct service *service, const struct submission *s);

/*
 * Answers with the newest registration of the submission's software (status
 * 200), with a new registration access token where such are issued, since the
 * old one cannot be told.  NULL when the software has no registration.
 */
struct reply *registration_existing(
    const struct service *service, const struct submission *s);

#endif
