/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_REGISTRATION_H
#define FRONT_REGISTRATION_REGISTRATION_H

#include <stdint.h>

#include "store/store.h"
#include "validators/judge/judge.h"

struct arena;
struct reply;
struct request;
struct service;

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
