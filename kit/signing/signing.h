/* SPDX-License-Identifier: ISC */
#ifndef KIT_SIGNING_SIGNING_H
#define KIT_SIGNING_SIGNING_H

#include <stdint.h>

struct arena;
struct json;
struct keys;
struct signer; /* kit/signing/signers.h */

/*
 * The folder as a server uses it: read again whenever it has changed, so that
 * a rotation holds in every process from the next request on.
 */
struct signing;

/* The folder, which is read at the first use and closed with the arena. */
struct signing *signing_at(struct arena *arena, const char *folder);

/* The same, read now.  NULL and *why when it is not fit or no key signs. */
struct signing *signing_open(
    struct arena *arena, const char *folder, const char **why);

/* The edition of the folder: another number once keys.json, and so a public
 * key, has changed; 0 and *why when the folder is not fit by then.  One system
 * call where nothing has changed. */
uint64_t signing_edition(
    struct signing *signing, struct arena *arena, const char **why);

/* Our own keys as they are now, like signers_list; they stand until the next
 * call.  NULL and *why. */
const struct signer *signing_own(
    struct signing *signing, struct arena *arena, const char **why);

/* Tells what the other machines sign with from now on, in place of what was
 * known; our keys may be among theirs.  A NULL kid ends. */
void signing_tell(struct signing *signing, const struct signer *others);
const struct signer *signing_others(struct signing *signing);

/* A compact JWS of type `typ` over the claims, kid and alg in its header; NULL
 * and *why when the folder is not fit any more. */
const char *signing_token(struct signing *signing, struct arena *arena,
    const char *typ, const struct json *claims, const char **why);

/* The published keys at `now` as a JWK Set (RFC 7517); NULL and *why. */
const struct json *signing_jwks(struct signing *signing, struct arena *arena,
    int64_t now, const char **why);

/* The published keys at `now` to verify with, which stand until the next call;
 * NULL and *why. */
const struct keys *signing_keys(struct signing *signing, struct arena *arena,
    int64_t now, const char **why);

#endif
