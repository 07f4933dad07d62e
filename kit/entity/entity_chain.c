/* SPDX-License-Identifier: ISC */
/* Reads a trust chain, and verifies it with the trust anchor's keys (sections 4 and
 * 10.2). */
#include "kit/entity/entity_chain.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/entity/private.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/shown.h"

enum { SHOWN_MOST = 60 };

enum entity_fault
entity_chain_fault(struct entity_chain *chain, enum entity_fault fault,
    size_t at, const char *why)
{
	chain->at = at;
	chain->why = why;
	return fault;
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Does the trust anchor's own configuration end the chain? */
static bool
ends_in_configuration(const struct entity_chain *chain)
{
	return entity_is_configuration(&chain->list[chain->count - 1]);
}

/* Each statement but the first, and the last if it is the trust anchor's, is of a
 * superior about the issuer of the one before, and nobody comes twice. */
static const char *
wrong_link(const struct entity_chain *chain, size_t at)
{
	const struct entity_statement *list = chain->list;
	const bool last = at + 1 == chain->count;

	if (at == 0)
		return entity_is_configuration(&list[0])
			   ? NULL
			   : "must be the configuration of the entity: iss and "
			     "sub are its identifier";
	if (entity_is_configuration(&list[at]) && (at == 1 || !last))
		return "must be the statement of a superior: iss is not sub";
	if (at == 1 ? !same(list[1].subject, list[0].subject)
		    : !same(list[at].subject, list[at - 1].issuer))
		return "must be about the issuer of the statement before it";
	for (size_t i = 0; i < at && !entity_is_configuration(&list[at]); i++)
		if (same(list[i].subject, list[at].issuer))
			return "must not be by an entity that is in the chain "
			       "already";
	return NULL;
}

static enum entity_fault
judge_links(struct arena *arena, struct entity_chain *chain)
{
	const struct json *hints =
	    json_get(chain->list[0].jws.payload, "authority_hints");

	for (size_t i = 0; i < chain->count; i++) {
		const char *wrong = wrong_link(chain, i);

		if (wrong != NULL)
			return entity_chain_fault(chain, ENTITY_LINK, i, wrong);
	}
	if (!json_has_string(hints, chain->list[1].issuer))
		return entity_chain_fault(chain, ENTITY_LINK, 1,
		    "must be by one of the authority_hints of the entity");
	chain->subject = chain->list[0].subject;
	chain->superior = chain->list[1].issuer;
	chain->anchor = chain->list[chain->count - 1].issuer;
	return entity_constraints_judge(arena, chain);
}

static void
note_end(struct entity_chain *chain, const struct entity_statement *statement)
{
	if (statement == chain->list || statement->expires < chain->expires)
		chain->expires = statement->expires;
}

enum entity_fault
entity_chain_read(struct arena *arena, const char *const *texts, size_t count,
    struct entity_chain *out)
{
	*out = (struct entity_chain){.count = count};
	if (count < 2 || count > LIMIT_CHAIN)
		return entity_chain_fault(out, ENTITY_LINK, 0,
		    arena_printf(arena,
			"the chain must have 2 to %d statements", LIMIT_CHAIN));
	for (size_t i = 0; i < count; i++) {
		const char *wrong = entity_read(
		    arena, texts[i], strlen(texts[i]), &out->list[i]);

		if (wrong != NULL)
			return entity_chain_fault(out, ENTITY_FORM, i, wrong);
		if (out->list[i].critical)
			return entity_chain_fault(out, ENTITY_CRITICAL, i,
			    "crit or metadata_policy_crit asks for what is not "
			    "understood here");
		note_end(out, &out->list[i]);
	}
	return judge_links(arena, out);
}

static enum entity_fault
verify_time(struct arena *arena, const struct entity_terms *terms,
    struct entity_chain *chain, size_t at)
{
	const struct entity_statement *s = &chain->list[at];

	if (s->issued > terms->now + terms->skew)
		return entity_chain_fault(chain, ENTITY_TIMES, at,
		    arena_printf(arena,
			"iat is in the future: it is %s, and the time here is "
			"%s",
			moment_text(arena, s->issued),
			moment_text(arena, terms->now)));
	if (terms->now >= s->expires)
		return entity_chain_fault(chain, ENTITY_TIMES, at,
		    arena_printf(arena, "expired at %s: the time here is %s",
			moment_text(arena, s->expires),
			moment_text(arena, terms->now)));
	if (!json_has_string(terms->algorithms, s->jws.algorithm))
		return entity_chain_fault(chain, ENTITY_ALGORITHM, at,
		    arena_printf(arena, "alg '%s' is not taken here",
			shown(arena, s->jws.algorithm, SHOWN_MOST)));
	return ENTITY_OK;
}

static void
free_keys(void *keys)
{
	keys_free(keys);
}

/* The keys that a statement gives to its subject; NULL: none can be read. */
static const struct keys *
keys_of(struct arena *arena, const struct entity_statement *statement)
{
	const struct json *jwks = json_get(statement->jws.payload, "jwks");
	const char *text = json_text(arena, jwks), *why;
	struct keys *keys = keys_parse(text, strlen(text), &why);

	if (keys != NULL)
		arena_defer(arena, free_keys, keys);
	return keys;
}

static enum entity_fault
verify_by(struct arena *arena, struct entity_chain *chain, size_t at,
    const struct keys *keys, const char *whose)
{
	const enum keys_answer answer =
	    keys != NULL ? keys_verify(keys, &chain->list[at].jws)
			 : KEYS_UNKNOWN;

	if (answer == KEYS_VERIFIED)
		return ENTITY_OK;
	return entity_chain_fault(chain, ENTITY_SIGNATURE, at,
	    arena_printf(arena, "%s of %s",
		answer == KEYS_UNKNOWN
		    ? "kid and alg must be those of a key"
		    : "must be signed by the key that kid names, a key",
		whose));
}

/* The entity signs its own configuration, with a key that its superior names as
 * well; each other statement is signed as the next one says, and those of the
 * trust anchor by the keys that were configured. */
static enum entity_fault
verify_signature(struct arena *arena, const struct entity_terms *terms,
    struct entity_chain *chain, size_t at)
{
	const size_t subordinate =
	    chain->count - (ends_in_configuration(chain) ? 2 : 1);
	enum entity_fault fault;

	if (at >= subordinate)
		return verify_by(
		    arena, chain, at, terms->anchor, "the trust anchor");
	if (at == 0) {
		fault = verify_by(arena, chain, 0,
		    keys_of(arena, &chain->list[0]), "the entity itself");
		if (fault != ENTITY_OK)
			return fault;
	}
	return verify_by(arena, chain, at, keys_of(arena, &chain->list[at + 1]),
	    "its issuer, as the next statement has them");
}

/* From the top: whoever is not of the federation has nothing verified that he
 * has signed himself. */
enum entity_fault
entity_chain_verify(struct arena *arena, const struct entity_terms *terms,
    struct entity_chain *chain)
{
	enum entity_fault fault = ENTITY_OK;

	for (size_t i = 0; i < chain->count; i++)
		chain->list[i].jws.accepted = terms->algorithms;
	for (size_t i = 0; fault == ENTITY_OK && i < chain->count; i++)
		fault = verify_time(arena, terms, chain, i);
	for (size_t i = chain->count; fault == ENTITY_OK && i > 0; i--)
		fault = verify_signature(arena, terms, chain, i - 1);
	return fault;
}
