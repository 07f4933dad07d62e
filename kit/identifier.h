/* SPDX-License-Identifier: ISC */
#ifndef KIT_IDENTIFIER_H
#define KIT_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Which identifiers there are, and the forms in which they are kept and told.
 * What is none is refused where it would come in; what an older program has
 * kept all the same is named by dcr doctor.
 */

/* A client_id: 1 to 64 letters, digits and "-._~", so that it stands unescaped
 * in a path (RFC 3986 section 2.3) and in a header. */
#define IDENTIFIER_CLIENT_FORM "1 to 64 letters, digits and -._~"
bool identifier_is_client(const char *text, size_t length);

/* A software_id, or an organisation's: 1 to LIMIT_IDENTIFIER bytes of UTF-8
 * without control characters: which others there are is the directory's to
 * say, or the authority's whose number it is, and a blank may be among them. */
#define IDENTIFIER_PARTY_FORM "1 to 256 bytes without control characters"
bool identifier_is_party(const char *text);

/*
 * An identifier and the directory in which it means something, as one key: a
 * blank between them, and in the identifier a blank is %20 and a % is %25.
 * Two keys are equal when both parts are.
 */
const char *identifier_key(
    struct arena *arena, const char *id, const char *directory);

/* The parts of a key; the arena's. */
const char *identifier_of_key(struct arena *arena, const char *key);
const char *identifier_directory(const char *key);

/* What a header tells of an identifier: itself when it is of letters, digits
 * and "-._~:", which mean nothing anywhere; else "", as of NULL. */
const char *identifier_told(const char *text);

#endif
