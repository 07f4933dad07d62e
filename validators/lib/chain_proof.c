/* SPDX-License-Identifier: ISC */
/* Proves a trust chain, by the statements that came or are fetched. */
#include "validators/lib/chain_proof.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/entity/entity_chain.h"
#include "kit/entity/entity_collect.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "validators/lib/chained.h"
#include "validators/lib/directory.h"
#include "validators/lib/keys_at.h"
#include "validators/lib/profile.h"
#include "validators/lib/setting.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

/* A chain on its way to be proved. */
struct proof {
	const struct submission *s;
	struct verdict *v;
	const struct rule *rules;
	enum keyring_wish wish;
	const char *const *texts;
	size_t count;
	struct entity_chain chain;
	const struct json *metadata;
};

static enum chain_rule
rule_of(enum entity_fault fault)
{
	static const enum chain_rule of[] = {
	    [ENTITY_FORM] = CHAIN_FORM,
	    [ENTITY_CRITICAL] = CHAIN_CRITICAL,
	    [ENTITY_LINK] = CHAIN_LINK,
	    [ENTITY_TIMES] = CHAIN_TIMES,
	    [ENTITY_ALGORITHM] = CHAIN_ALGORITHM,
	    [ENTITY_SIGNATURE] = CHAIN_SIGNATURE,
	    [ENTITY_CONSTRAINTS] = CHAIN_CONSTRAINTS,
	    [ENTITY_POLICY] = CHAIN_POLICY,
	    [ENTITY_METADATA] = CHAIN_METADATA,
	};

	return of[fault];
}

static enum entity_got
get(void *context, const char *uri, const char **text, const char **why)
{
	const struct proof *proof = context;
	const struct submission *s = proof->s;
	size_t length;

	switch (keyring_text(s->keyring, uri, false, proof->wish, s->now,
	    s->arena, text, &length, why)) {
	case KEYRING_FOUND:
		*text =
		    arena_strndup(s->arena, *text, jws_length(*text, length));
		return ENTITY_GOT;
	case KEYRING_FORBIDDEN:
		return ENTITY_FORBIDDEN;
	case KEYRING_UNREACHABLE:
		break;
	}
	return ENTITY_UNREACHABLE;
}

static bool
is_trusted(void *context, const char *identifier)
{
	const struct proof *proof = context;

	return directory_of(proof->s->config, identifier) != NULL;
}

/* False after refusing or being unable. */
static bool
collect(struct proof *proof)
{
	const struct entity_source source = {get, is_trusted, proof};
	const struct submission *s = proof->s;
	struct entity_collected *found = arena_alloc(s->arena, sizeof(*found));

	if (!setting_true(s, "collect")) {
		refuse(proof->v, &proof->rules[CHAIN_MISSING], "",
		    "must be a trust chain: superiors are not asked here");
		return false;
	}
	entity_collect(s->arena, &source, &s->entity->own, found);
	proof->texts = found->texts;
	proof->count = found->count;
	if (found->count > 0)
		return true;
	if (found->unreachable)
		unable(proof->v, "a trust chain: %s", found->why);
	else
		refuse(proof->v,
		    &proof->rules[found->forbidden ? CHAIN_LOCATION
						   : CHAIN_MISSING],
		    "/authority_hints", "lead to no trust anchor: %s",
		    found->why);
	return false;
}

/* NULL after refusing or being unable. */
static const struct keys *
anchor_keys(const struct proof *proof)
{
	const struct submission *s = proof->s;
	const struct config_directory *directory =
	    directory_of(s->config, proof->chain.anchor);

	if (directory != NULL)
		return directory_keys(
		    s, proof->v, directory->keys, KEYRING_CACHED);
	refuse(proof->v, &proof->rules[CHAIN_ANCHOR], "",
	    "the chain ends at %s; trust anchors here are: %s",
	    quoted_whole(s->arena, proof->chain.anchor),
	    directory_listed(s->config, s->arena));
	return NULL;
}

/* The fault of the chain; ENTITY_OK also after refusing or being unable, when
 * there are no metadata. */
static enum entity_fault
prove(struct proof *proof)
{
	const struct submission *s = proof->s;
	struct entity_terms terms = {
	    .algorithms = setting_strings(s, "algorithms"),
	    .now = s->now,
	    .skew = setting_integer(s, "skew"),
	};
	enum entity_fault fault = entity_chain_read(
	    s->arena, proof->texts, proof->count, &proof->chain);

	if (fault != ENTITY_OK)
		return fault;
	terms.anchor = anchor_keys(proof);
	if (terms.anchor == NULL)
		return ENTITY_OK;
	fault = entity_chain_verify(s->arena, &terms, &proof->chain);
	return fault != ENTITY_OK
		   ? fault
		   : entity_chain_resolve(s->arena, &proof->chain,
			 s->profile->entity->type, &proof->metadata);
}

static void
keep(struct proof *proof)
{
	const struct submission *s = proof->s;
	const int64_t most = s->now + setting_integer(s, "life");

	s->entity->claims = chained_claims(s, &proof->chain, proof->metadata);
	s->entity->text = chained_text(s, proof->texts, proof->count);
	s->entity->expires =
	    proof->chain.expires < most ? proof->chain.expires : most;
}

void
chain_proof(
    const struct submission *s, struct verdict *v, const struct rule *rules)
{
	const bool came = s->entity->count > 1;
	struct proof proof = {
	    .s = s,
	    .v = v,
	    .rules = rules,
	    .wish = KEYRING_CACHED,
	    .texts = s->entity->texts,
	    .count = s->entity->count,
	};
	enum entity_fault fault;

	do {
		if (!came && !collect(&proof))
			return;
		fault = prove(&proof);
	} while (keyring_again(came || fault == ENTITY_OK, &proof.wish));
	if (fault != ENTITY_OK)
		refuse(v, &rules[rule_of(fault)],
		    arena_printf(s->arena, "/%zu", proof.chain.at), "%s",
		    proof.chain.why);
	else if (proof.metadata != NULL)
		keep(&proof);
}
