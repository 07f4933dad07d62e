/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_PROFILE_DISCOVERY_H
#define VALIDATORS_PROFILE_PROFILE_DISCOVERY_H

struct json;
struct profile_question;
struct reader;

/* The key "discovery" with the settings that it names in place of their
 * names: an array of strings for each member, or a constant. */
const struct json *profile_read_discovery(struct reader *reader,
    const struct json *root, const struct profile_question *questions);

#endif
