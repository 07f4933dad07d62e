/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_CHAINED_H
#define VALIDATORS_LIB_CHAINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct entity_chain;
struct json;
struct submission;

/*
 * Requests whose statement is a trust chain (OpenID Federation 1.0, section
 * 12.2).  The claims are the metadata of the entity as its federation has them,
 * and beside them, whatever the metadata say: iss, the trust anchor; sub, the
 * entity; superior, who vouches for it; exp, when the chain ends.  The members
 * of the request are the claims of JWT alone, since nothing is registered that
 * no superior has seen: and the keys of the entity are for statements.
 */

/* Takes the body apart: an entity's own statement, or a JSON array that begins
 * with it, as the media type says. */
void chained_parse(struct submission *s, const char *body, size_t length);

/* Takes a chain apart that was kept, and was proved when it was registered:
 * its claims are put in, if it is one. */
void chained_parse_kept(struct submission *s, const char *text);

/* The claims of a chain, of which those are the resolved metadata. */
const struct json *chained_claims(const struct submission *s,
    const struct entity_chain *chain, const struct json *metadata);

/* The chain as a text to be kept. */
const char *chained_text(
    const struct submission *s, const char *const *texts, size_t count);

/* When the entity's own statement in a chain that was kept was issued, in seconds
 * since the epoch; -1: it cannot be read. */
int64_t chained_issued(struct arena *arena, const char *kept);

/* After a question has passed: what it has proved of the chain is the statement
 * from now on. */
void chained_adopt(struct submission *s);

#endif
