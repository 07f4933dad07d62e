/* SPDX-License-Identifier: ISC */
#ifndef KIT_SIGNING_SIGNERS_H
#define KIT_SIGNING_SIGNERS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct json;

/*
 * The folder of the keys that our access tokens are signed with.
 *
 * keys.json says which keys there are, with their public halves, and is
 * replaced as a whole; KID.pem is the private half (PKCS #8), of the keys that
 * sign or will.  Folder and private keys must belong to us and be closed to
 * everybody else, or nothing is signed.
 *
 * One key signs.  A next one may be published ahead, so that resource servers
 * have it by the time it signs.  The old ones are published until the last
 * token that they may have signed has died, and have no private half any more.
 *
 * Where several machines serve one set of clients each has a folder and keys of
 * its own, and is told the public halves of the others' (SIGNER_OTHER).  Those
 * are kept beside, in others.json, for the time when nobody can tell.
 */
enum signer_state { SIGNER_NEXT, SIGNER_SIGNING, SIGNER_OLD, SIGNER_OTHER };

/* The name of a state: "next", "signing", "old" or "other". */
const char *signers_state(enum signer_state state);

struct signer {
	const char *kid;       /* RFC 7638 thumbprint; NULL ends */
	const char *algorithm; /* "ES256" or "PS256" */
	enum signer_state state;
	int64_t since; /* in this state */
	int64_t until; /* of an old or other one: published until then; else
			  0 */
	const struct json *jwk;
};

/* How long after it signed last a key is published: the longest life that a
 * token can have, and some time for clocks. */
#define SIGNERS_OLD_SECONDS (LIMIT_TOKEN_SECONDS + 60)

/* How long a key that signs or will is told to other machines at a time; once
 * half of that is over they are told again. */
#define SIGNERS_LEASE_SECONDS (4L * SIGNERS_OLD_SECONDS)

/* Until when a key of ours that is told to other machines at `now` counts
 * there; a key whose time is over has none left. */
int64_t signers_until(const struct signer *own, int64_t now);

/* The folder as it is now, oldest key first; NULL and *why (one line) when it
 * is not there, not closed, or broken.  An empty folder has no signers. */
const struct signer *signers_list(
    struct arena *arena, const char *folder, const char **why);

/* The folder as it is now, whatever has become of the private halves. */
const struct signer *signers_public(
    struct arena *arena, const char *folder, const char **why);

/* Reads another machine's key; false when this is not the public JWK of that
 * kid. */
bool signers_other(struct arena *arena, const char *kid, const char *jwk,
    int64_t until, struct signer *out);

/* The functions below change the folder, one process at a time, and forget old
 * keys whose time is over.  False and *why when nothing was changed. */
/* Makes a new key, which signs when it is the first and otherwise is the next
 * one. */
bool signers_new(struct arena *arena, const char *folder, const char *algorithm,
    int64_t now, const char **why);
/* Lets the next key sign (a new one if there is none); the key that signed
 * before is old and loses its private half.  With a kid (NULL: any) the next
 * key must be that one; when it signs already nothing is done. */
bool signers_rotate(struct arena *arena, const char *folder, const char *kid,
    int64_t now, const char **why);
/* Takes away a key that does not sign.  An old key whose tokens may be alive,
 * which are dead then, is taken away only with `at_once`. */
bool signers_retire(struct arena *arena, const char *folder, const char *kid,
    bool at_once, int64_t now, const char **why);

#endif
