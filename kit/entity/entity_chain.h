/* SPDX-License-Identifier: ISC */
#ifndef KIT_ENTITY_ENTITY_CHAIN_H
#define KIT_ENTITY_ENTITY_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/entity/entity.h"
#include "kit/limits.h"

struct json;
struct keys;

/*
 * A trust chain (OpenID Federation 1.0, section 4): the configuration of an
 * entity, a statement of each superior about the one below it, up to one by a
 * trust anchor, whose own configuration may end the chain.  No clock, network
 * or file: what is needed comes in.  Nothing in a chain is true before
 * entity_chain_verify() has said so with the trust anchor's own keys, which are never
 * out of the chain.
 */
enum entity_fault {
	ENTITY_OK,
	ENTITY_FORM,	    /* a statement is no entity statement (3.2) */
	ENTITY_CRITICAL,    /* what must be understood is not (3.2, 6.1.3.2) */
	ENTITY_LINK,	    /* the statements make no chain (4, 10.2) */
	ENTITY_TIMES,	    /* not issued yet, or over */
	ENTITY_ALGORITHM,   /* signed by an alg that is not taken */
	ENTITY_SIGNATURE,   /* not by a key that the next statement names */
	ENTITY_CONSTRAINTS, /* of a superior, are broken (6.2) */
	ENTITY_POLICY,	    /* the metadata break a superior's policy (6.1) */
	ENTITY_METADATA	    /* there are none of the type, or not any more */
};

struct entity_chain {
	struct entity_statement list[LIMIT_CHAIN];
	size_t count;
	const char *subject, *superior, *anchor;
	int64_t expires; /* the first exp of all */

	/* After a fault: which statement, from 0, and what is wrong with it, in
	 * ASCII; the arena's. */
	size_t at;
	const char *why;
};

/* Reads so many statements.  ENTITY_FORM, _CRITICAL, _LINK or _CONSTRAINTS; the
 * last one also for a bound that is broken in its form or length. */
enum entity_fault entity_chain_read(struct arena *arena,
    const char *const *texts, size_t count, struct entity_chain *out);

/* By what statements are judged. */
struct entity_terms {
	const struct keys *anchor; /* the configured keys of the chain's trust
					 anchor */
	const struct json *algorithms; /* that statements may be signed by */
	int64_t now, skew;
};

/* Verifies all times and signatures.  ENTITY_TIMES, _ALGORITHM or
 * _SIGNATURE. */
enum entity_fault entity_chain_verify(struct arena *arena,
    const struct entity_terms *terms, struct entity_chain *chain);

/* The metadata of the chain's subject of that type, after those that its
 * superior gives and all policies.  ENTITY_POLICY or _METADATA; then *metadata
 * is NULL. */
enum entity_fault entity_chain_resolve(struct arena *arena,
    struct entity_chain *chain, const char *type, const struct json **metadata);

#endif
