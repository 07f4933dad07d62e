/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_EVENT_H
#define DELIVER_EVENT_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct client;
struct json;
struct profile;

/*
 * What a receiver is told happened: a client as told_client() tells it, with
 * this in front:
 *
 *	"key":S		of the audit record, 16 hexadecimal digits: the event
 *			is the same when it comes again
 *	"event":S	"registered", "updated", "suspended", "resumed",
 *			"deleted", "imported" or "reconciled"
 *	"at":S		RFC 3339
 *	"why":S		why a client was suspended, resumed or deleted
 *
 * and behind it, of an update, "changed", the names of members that have
 * another value now, or none, and "scope_removed", the scopes that were taken
 * away.  A deletion has client_id, version (the last one), state "deleted" and
 * not_before, and neither a certificate nor a client.
 */

/* Is a record of this event told at all? */
bool event_is_told(const char *event);

/*
 * The event of a record of the audit trail, parsed.  `row` is its client as it
 * is now, or NULL: the jwks of the event are its, and so is all else of a record
 * of an older program.  NULL: nobody is told this record, or a deletion that
 * comes later says all.
 */
struct json *event_of_record(struct arena *arena, const struct profile *profile,
    const char *key, const struct json *record, const struct client *row);

/* The event for a client as it is, such as "reconciled", with the newest key of
 * the audit trail. */
struct json *event_of_client(struct arena *arena, const struct profile *profile,
    const char *key, const char *event, int64_t at,
    const struct client *client);

#endif
