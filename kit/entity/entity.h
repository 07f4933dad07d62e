/* SPDX-License-Identifier: ISC */
#ifndef KIT_ENTITY_ENTITY_H
#define KIT_ENTITY_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/jose/jws.h"

struct arena;
struct json;

/*
 * A signed statement about an entity of a federation (OpenID Federation 1.0,
 * section 3): its configuration, by itself, or a superior's statement about
 * it.
 */
struct entity_statement {
	struct jws jws;
	const char *issuer, *subject;
	int64_t issued, expires; /* seconds since the epoch */
	bool critical;		 /* asks for what nobody here understands (crit,
			  metadata_policy_crit): not to be believed */
};

/* The media type of a statement, and the value of its typ. */
#define ENTITY_TYPE "entity-statement+jwt"

/* Is the text the identifier of an entity: an https URL with a host, perhaps a
 * port and a path, and nothing else (section 1.2)? */
bool entity_is_identifier(struct arena *arena, const char *text);

/* Takes a statement apart and looks at the form of header and claims.  NULL, or
 * what is wrong, in ASCII, the arena's.  No signature is verified and no time
 * is compared. */
const char *entity_read(struct arena *arena, const char *text, size_t length,
    struct entity_statement *out);

/* Is it a configuration: by the entity about itself? */
bool entity_is_configuration(const struct entity_statement *statement);

/* Where an entity publishes its configuration (section 9). */
const char *entity_place(struct arena *arena, const char *identifier);

/* Where the superior with this configuration tells about one of its
 * subordinates (section 8.1.1); NULL: it names no such place. */
const char *entity_fetch_place(struct arena *arena,
    const struct entity_statement *superior, const char *subject);

#endif
