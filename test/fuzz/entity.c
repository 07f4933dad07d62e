/* SPDX-License-Identifier: ISC */
/* Fuzzes what a federation says of an entity: statements, chains of them, and
 * metadata policies. */
#include "test/fuzz/fuzz.h"

#include "kit/base64.h"
#include "kit/entity/entity_chain.h"
#include "kit/entity/entity_policy.h"
#include "kit/json.h"

#define TYPE "openid_relying_party"

static const struct json *
parse(struct arena *arena, const char *text)
{
	return json_parse_foreign(arena, text, strlen(text), NULL);
}

/* Whoever satisfies a policy satisfies it still when it is applied again, and
 * no parameter becomes null. */
static void
check_applied(
    struct arena *arena, const struct json *policy, const struct json *metadata)
{
	const char *why = NULL, *name;
	const struct json *once =
	    entity_policy_apply(arena, policy, TYPE, metadata, &why);
	const struct json *value;

	MUST((once == NULL) == (why != NULL));
	if (once == NULL)
		return;
	MUST(json_type(once) == JSON_OBJECT);
	for (struct json_each each = json_each(once);
	     json_next(&each, &name, &value);)
		MUST(json_type(value) != JSON_NULL ||
		     json_type(json_get(metadata, name)) == JSON_NULL);
	value = entity_policy_apply(arena, policy, TYPE, once, &why);
	MUST(value != NULL && json_equal(value, once));
	fuzz_reached("metadata that satisfy a policy");
}

static void
check_policies(struct arena *arena, const char *above, const char *below,
    const char *metadata)
{
	const char *why = NULL;
	const struct json *first = parse(arena, above);
	const struct json *second = parse(arena, below);
	const struct json *what = parse(arena, metadata), *both;

	if (first == NULL || second == NULL || json_type(what) != JSON_OBJECT)
		return;
	first = entity_policy_merge(arena, NULL, first, &why);
	MUST((first == NULL) == (why != NULL));
	if (first == NULL)
		return;
	check_applied(arena, first, what);
	both = entity_policy_merge(arena, first, second, &why);
	MUST((both == NULL) == (why != NULL));
	if (both == NULL)
		return;
	check_applied(arena, both, what);
	fuzz_reached("policies that go together");
}

/* The inside of a statement, well wrapped. */
static const char *
statement(struct arena *arena, const char *payload)
{
	static const char header[] =
	    "{\"alg\":\"ES256\",\"kid\":\"a\",\"typ\":\"" ENTITY_TYPE "\"}";

	return arena_printf(arena, "%s.%s.c2ln",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, payload, strlen(payload)));
}

static void
check_chain(struct arena *arena, const char *const *payloads, size_t count)
{
	struct entity_chain *chain = arena_alloc(arena, sizeof(*chain));
	const char *texts[3];
	const struct json *metadata;

	for (size_t i = 0; i < count; i++)
		texts[i] = statement(arena, payloads[i]);
	if (entity_chain_read(arena, texts, count, chain) != ENTITY_OK) {
		MUST(chain->why != NULL && fuzz_printable(chain->why));
		return;
	}
	for (size_t i = 0; i < count; i++)
		MUST(chain->expires <= chain->list[i].expires);
	MUST(strcmp(chain->list[0].issuer, chain->list[0].subject) == 0);
	fuzz_reached("a chain");
	if (entity_chain_resolve(arena, chain, TYPE, &metadata) == ENTITY_OK)
		fuzz_reached("metadata of a chain");
	else
		MUST(metadata == NULL && chain->why != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct fuzz_input input = {(const char *)data, size};
	struct entity_statement *alone = arena_alloc(arena, sizeof(*alone));
	const char *parts[3];

	if (size <= LIMIT_STATEMENT)
		(void)entity_read(arena, (const char *)data, size, alone);
	for (size_t i = 0; i < 3; i++)
		parts[i] = fuzz_next(arena, &input);
	check_policies(arena, parts[0], parts[1], parts[2]);
	check_chain(arena, parts, *parts[2] != '\0' ? 3 : 2);
	arena_free(arena);
	return 0;
}
