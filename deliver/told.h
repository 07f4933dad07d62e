/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_TOLD_H
#define DELIVER_TOLD_H

#include <stdint.h>

struct arena;
struct client;
struct json;
struct normalised_of;
struct profile;
struct trail_facts;

/*
 * A client as receivers are told it, such as the bank's authorization server:
 *
 *	{"client_id":S,"version":N,
 *	 "state":"active" or "suspended","standing":"pending" or "expired",
 *	 "not_before":N,"expires":N,"profile":S,"software_id":S,"directory":S,"organisation_id":S,
 *	 "organisation_name":S,"roles":[S],
 *	 "certificate":{"sha256":S,"subject":S,"issuer":S},"client":{...}}
 *
 * not_before, in seconds since the epoch: access tokens and grants from before
 * that second are dead; 0: none is.  standing: why a client is as good as
 * suspended that nobody has suspended; else left out.  expires: the first second without the
 * client, of one that expires.  profile: what judged it, and the version.
 * directory: the iss of the statement.
 * client: validators/lib/normalised.h, with jwks where that is a client's only
 * key set.  What is not known is left out.  Neither a token nor a statement is
 * in it.
 */
struct json *told_client(struct arena *arena, const struct profile *profile,
    const struct client *client);

/*
 * The facts for the record of a change that leaves this client behind (kit/
 * trail.h): of told_client() all but jwks.  `version` is the one that the change
 * makes.  `of`: what the caller has at hand of the client, all of it but the
 * subject; NULL, and what is NULL in it, is read from client->metadata.  profile
 * NULL: without the client's metadata.
 */
const struct trail_facts *told_facts(struct arena *arena,
    const struct profile *profile, const struct client *client,
    uint64_t version, const struct normalised_of *of);

/* The facts for the record of its deletion at that second, which no token from
 * before survives. */
const struct trail_facts *told_deletion(
    struct arena *arena, const struct client *client, int64_t at);

#endif
