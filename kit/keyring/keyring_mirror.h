/* SPDX-License-Identifier: ISC */
#ifndef KIT_KEYRING_KEYRING_MIRROR_H
#define KIT_KEYRING_KEYRING_MIRROR_H

struct arena;
struct keyring;
struct keyring_mirror;
struct keyring_setup;

/* The mapping of URIs to local files; nothing but kit/keyring/keyring.c and
 * kit/keyring/keyring_document.c includes this. */

/* What the ring was opened with. */
const struct keyring_setup *keyring_setup_of(const struct keyring *ring);

/* The first mirror that the URI belongs to, or NULL.  The list may be NULL. */
const struct keyring_mirror *keyring_mirror_of(
    const struct keyring_mirror *mirrors, const char *uri);

/* The arena's; NULL when what follows the prefix is no plain relative path:
 * segments of [A-Za-z0-9._-], none empty, "." or "..". */
const char *keyring_mirror_path(
    const struct keyring_mirror *mirror, const char *uri, struct arena *arena);

#endif
