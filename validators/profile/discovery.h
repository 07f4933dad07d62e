/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_DISCOVERY_H
#define VALIDATORS_PROFILE_DISCOVERY_H

struct arena;
struct config;
struct json;
struct profile;

/*
 * Authorization server metadata (RFC 8414 section 2, OpenID Connect Discovery
 * 1.0 section 3): the endpoints of the deployment, what the profile's
 * validators take, read from their own settings, and the members that the
 * deployment adds.  NULL and *why, one line without the name of the file,
 * when two of them would say the same member.
 */
const struct json *discovery_document(struct arena *arena,
    const struct config *config, const struct profile *profile,
    const char **why);

#endif
