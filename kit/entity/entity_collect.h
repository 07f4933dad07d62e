/* SPDX-License-Identifier: ISC */
#ifndef KIT_ENTITY_ENTITY_COLLECT_H
#define KIT_ENTITY_ENTITY_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/entity/entity.h"
#include "kit/limits.h"

/* What was said of a statement that is fetched. */
enum entity_got {
	ENTITY_GOT,
	ENTITY_FORBIDDEN, /* nothing may be fetched there */
	ENTITY_UNREACHABLE
};

/* Where statements are from, and who is a trust anchor.  The text is NUL-ended
 * and stands as long as the arena; *why likewise. */
struct entity_source {
	enum entity_got (*get)(void *context, const char *uri,
	    const char **text, const char **why);
	bool (*is_trusted)(void *context, const char *identifier);
	void *context;
};

struct entity_collected {
	const char *texts[LIMIT_CHAIN]; /* the entity's own first */
	size_t count;			/* 0: no chain was found */

	/* Of no chain: why, a line, the arena's; and whether that may change by
	 * itself, since somebody could not be reached, or is for who permits
	 * fetches to say. */
	bool unreachable, forbidden;
	const char *why;
};

/*
 * Looks for a chain from an entity up to a trust anchor, by the superiors that
 * each names (OpenID Federation 1.0, section 10.1): the first that there is,
 * trust anchors before others.  Nothing that is found is believed here.  Nobody
 * is asked twice; LIMIT_HINTS of each, LIMIT_CHAIN and LIMIT_CHAIN_FETCHES
 * bound the rest.
 */
void entity_collect(struct arena *arena, const struct entity_source *source,
    const struct entity_statement *own, struct entity_collected *out);

#endif
