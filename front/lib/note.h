/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_NOTE_H
#define FRONT_LIB_NOTE_H

#include "kit/trail.h"

struct reply;
struct service;
struct submission;

/* What every record of the audit trail says of a request, with no more than that
 * (kit/trail.h): who asked, and when. */
struct trail note_begin(const struct submission *s, const char *event);

/* Whom a known caller (CLIENT_KNOWN) counts as: the key of the certificate, or,
 * of a caller without one, the software; as 64 digits. */
const char *note_source(const struct submission *s);

/* What the refusals are of: they are counted apart, so that those of one kind
 * leave room for those of the other. */
enum note_of { NOTE_REGISTRATIONS, NOTE_TOKENS };

/*
 * Puts a refusal on record: LIMIT_NOTES a day of one known caller, and of all
 * others together.  `client_id` is that of
 * the client that the request was about; or NULL.  A refusal whose record cannot
 * be written is still a refusal; the store has said in the log what is wrong
 * with it.
 */
void note_refusal(const struct service *service, const struct submission *s,
    const struct reply *reply, const char *client_id, enum note_of of);

#endif
