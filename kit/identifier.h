/* SPDX-License-Identifier: ISC */
#ifndef KIT_IDENTIFIER_H
#define KIT_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Which identifiers are taken, and the forms in which they are kept and told.
 * Any other text is refused where it would come in; one that an older program
 * has kept is named by dcr doctor.
 */

/* A client_id: 1 to 64 letters, digits and "-._~", so that it stands unescaped
 * in a path (RFC 3986 section 2.3) and in a header. */
#define IDENTIFIER_CLIENT_FORM "1 to 64 letters, digits and -._~"
bool identifier_is_client(const char *text, size_t length);

/* A web server's id of a request: 1 to 64 of the same and of "@", so that it
 * stands as it is in a header, the log and a search. */
bool identifier_is_request(const char *text);

/* A software_id, or an organisation's identifier: 1 to LIMIT_IDENTIFIER bytes
 * of UTF-8 without control characters.  What else may stand in one, such as a
 * blank, is for the directory to say, or for the authority that gives out the
 * number. */
#define IDENTIFIER_PARTY_FORM "1 to 256 bytes without control characters"
bool identifier_is_party(const char *text);

/*
 * An identifier and the directory in which it means something, as one key: a
 * blank stands between them, and in the identifier a blank is %20 and a % is
 * %25.  Two keys are equal when both parts are.
 */
const char *identifier_key(
    struct arena *arena, const char *id, const char *directory);

/* The identifier in a key (the arena's), and the directory in it (a part of the
 * key). */
const char *identifier_of_key(struct arena *arena, const char *key);
const char *identifier_directory(const char *key);

/* What a header tells of an identifier: the identifier itself when it is of
 * letters, digits and "-._~:", which mean nothing anywhere; otherwise, and for
 * NULL, "". */
const char *identifier_told(const char *text);

#endif
