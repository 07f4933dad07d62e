/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_SECTOR_H
#define VALIDATORS_LIB_SECTOR_H

#include "kit/keyring/keyring.h"

struct json;
struct submission;

/* Asks keyring_document(), but a document that was kept and does not list the
 * URIs is fetched again before anybody is refused: it may have been changed.
 * The statement vouches for a URI that it has itself. */
enum keyring_answer sector_look_up(const struct submission *s, const char *uri,
    const struct json *uris, const struct json **document, const char **why);

#endif
