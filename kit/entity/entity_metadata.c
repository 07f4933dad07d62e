/* SPDX-License-Identifier: ISC */
/* Makes the metadata of an entity as its federation has them (section
 * 6.1.4). */
#include <string.h>

#include "kit/arena.h"
#include "kit/entity/entity_policy.h"
#include "kit/entity/private.h"
#include "kit/json.h"

static const struct json *
claimed(const struct entity_statement *s, const char *type)
{
	return json_get(json_get(s->jws.payload, "metadata"), type);
}

/* What the superior gives wins over what the entity says of itself. */
static const struct json *
with_given(
    struct arena *arena, const struct json *own, const struct json *given)
{
	struct json *both = json_copy(arena, own);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(given);
	     json_next(&each, &name, &value);)
		json_set(both, name, value);
	return both;
}

/* The policies of all superiors, merged from the top downwards. */
static enum entity_fault
merge(
    struct arena *arena, struct entity_chain *chain, const struct json **merged)
{
	*merged = NULL;
	for (size_t i = chain->count; i > 1; i--) {
		const struct json *policy =
		    json_get(chain->list[i - 1].jws.payload, "metadata_policy");
		const char *why = NULL;

		if (policy == NULL)
			continue;
		*merged = entity_policy_merge(arena, *merged, policy, &why);
		if (*merged == NULL)
			return entity_chain_fault(chain, ENTITY_POLICY, i - 1,
			    arena_printf(arena, "metadata_policy: %s", why));
	}
	return ENTITY_OK;
}

enum entity_fault
entity_chain_resolve(struct arena *arena, struct entity_chain *chain,
    const char *type, const struct json **metadata)
{
	const struct json *own = claimed(&chain->list[0], type), *policy;
	const char *why = NULL;
	enum entity_fault fault;

	*metadata = NULL;
	if (own == NULL)
		return entity_chain_fault(chain, ENTITY_METADATA, 0,
		    arena_printf(arena, "metadata.%s: is missing", type));
	if (!entity_constraints_allow(chain, type))
		return entity_chain_fault(chain, ENTITY_METADATA, 0,
		    arena_printf(arena,
			"metadata.%s: a superior does not allow entities of "
			"this type",
			type));
	fault = merge(arena, chain, &policy);
	if (fault != ENTITY_OK)
		return fault;
	own = with_given(arena, own, claimed(&chain->list[1], type));
	own = entity_policy_apply(arena, policy, type, own, &why);
	if (own == NULL)
		return entity_chain_fault(chain, ENTITY_POLICY, 0, why);
	*metadata = own;
	return ENTITY_OK;
}
