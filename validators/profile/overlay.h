/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_OVERLAY_H
#define VALIDATORS_PROFILE_OVERLAY_H

struct json;
struct profile;
struct reader;

/*
 * What a bank has beside a shipped profile, in a file of its own: further
 * rules, tighter settings and added validators.  Rules can only refuse; of
 * each setting it is proved that less is accepted than before, so that a
 * regime is never relaxed.
 */

/* The profile with what the overlay says in it: it is yet to be read.  NULL,
 * and the mistake is in the reader, when something would be loosened. */
const struct json *overlay_apply(
    struct reader *reader, const struct json *profile, const char *path);

/* Does what is registered by default pass the settings that were tightened? */
void overlay_check_defaults(
    struct reader *reader, const struct profile *profile);

#endif
