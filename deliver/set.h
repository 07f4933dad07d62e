/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_SET_H
#define DELIVER_SET_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct config_receiver;
struct json;
struct signing;

/*
 * An event as a Security Event Token (RFC 8417), typ secevent+jwt:
 *
 *	iss	our issuer
 *	aud	the receiver's "audience"
 *	jti	set_id(): the same when the event is told again
 *	iat	when the token was made
 *	toe	when it happened (section 2.2)
 *	sub_id	{"format":"opaque","id":CLIENT_ID} (RFC 9493 sections 3.2.4 and
 *		4.1)
 *	events	of one member: its name is the issuer with "/events/" and the
 *		name of the event behind, which is the bank's to give, and its
 *		value the event as deliver/event.h has it
 *
 * It has no exp, by which it might pass for a token that gives access (section
 * 4), and no sub.
 */

/* What names an event: the key of its record; of a client that is told as it is,
 * "KEY-CLIENT_ID-VERSION", for all of these are told under one key. */
const char *set_id(struct arena *arena, const struct json *event);

/* Is this a receiver's error (RFC 8935 section 2.4) about us or our keys?  So it is
 * with every token, for people to mend: no client is to be parked or suspended
 * for it. */
bool set_error_is_ours(const char *err);

/* The token at `now`, the arena's.  NULL and *why: the keys cannot be used. */
const char *set_make(struct arena *arena, struct signing *signing,
    const struct config_receiver *receiver, const struct json *event,
    int64_t now, const char **why);

#endif
