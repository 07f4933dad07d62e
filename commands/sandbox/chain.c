/* SPDX-License-Identifier: ISC */
/* The trust chains of a sandbox: a small federation. */
#include <string.h>

#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/signing/signers.h"

bool
sandbox_has_chain(const struct json *plan)
{
	return json_get(plan, "chain") != NULL;
}

/* A key pair and its key set, NAME.key and NAME.jwks. */
static void
make_keys(struct sandbox_world *world, const char *name)
{
	struct sandbox_jwk key = {.use = "sig"};

	key.key = sandbox_key(
	    world, arena_printf(world->arena, "%s.key", name), ISSUE_RSA_2048);
	if (world->why == NULL)
		sandbox_jwks(world, arena_printf(world->arena, "%s.jwks", name),
		    &key, 1);
}

void
sandbox_chain_world(struct sandbox_world *world)
{
	make_keys(world, "superior");
	sandbox_folder(world, "entity");
	if (world->why == NULL)
		signers_new(world->arena,
		    arena_printf(world->arena, "%s/entity", world->dir),
		    "PS256", world->now, &world->why);
}

void
sandbox_chain_party(struct sandbox_world *world, const char *folder,
    const struct sandbox_jwk keys[], size_t count)
{
	struct sandbox_jwk plain[2] = {{NULL, NULL, NULL}};

	for (size_t i = 0; i < count && i < 2; i++) {
		plain[i] = keys[i];
		plain[i].certificate = NULL;
	}
	make_keys(world, arena_printf(world->arena, "%s/entity", folder));
	sandbox_jwks(world, arena_printf(world->arena, "%s/keys.jwks", folder),
	    plain, count < 2 ? count : 2);
}

void
sandbox_chain_keys(const struct sandbox_jwt *jwt, struct json *variables)
{
	json_set(variables, "keys",
	    sandbox_read_object(
		jwt->arena, sandbox_jwt_file(jwt, "keys.jwks")));
	json_set(variables, "entity_keys",
	    sandbox_read_object(
		jwt->arena, sandbox_jwt_file(jwt, "entity.jwks")));
	json_set(variables, "superior_keys",
	    sandbox_read_object(jwt->arena,
		sandbox_path(jwt->arena, jwt->dir, "superior.jwks")));
	json_set(variables, "directory_keys",
	    sandbox_read_object(jwt->arena,
		sandbox_path(jwt->arena, jwt->dir, "directory.jwks")));
}

/* A statement of the trust anchor's, which no option changes. */
static const char *
sign_above(const struct sandbox_jwt *jwt, const struct json *template,
    const struct json *variables)
{
	const struct json *claims =
	    sandbox_fill(jwt->arena, template, variables);
	struct sandbox_jwt above = {
	    .arena = jwt->arena,
	    .dir = jwt->dir,
	    .tpp = jwt->tpp,
	    .now = jwt->now,
	    .inner = true,
	    .typ = jwt->typ,
	    .algorithm = "PS256",
	    .usual_key = sandbox_path(jwt->arena, jwt->dir, "directory.key"),
	};

	return claims == NULL
		   ? NULL
		   : sandbox_jwt_sign(&above, json_copy(jwt->arena, claims));
}

const char *
sandbox_chain(struct sandbox_jwt *jwt, const struct json *plan,
    const struct json *variables, struct json *claims, const char *statement)
{
	const struct json *above = json_get(plan, "chain");
	struct json *chain = json_new_array(jwt->arena);
	const char *own;

	jwt->usual_key = sandbox_jwt_file(jwt, "entity.key");
	jwt->ec_key = sandbox_jwt_file(jwt, "signing-ec.key");
	own = sandbox_jwt_sign(jwt, claims);
	if (own == NULL)
		return NULL;
	json_append_string(chain, own);
	json_append_string(chain, statement);
	for (size_t i = 0; i < json_length(above); i++) {
		const char *text =
		    sign_above(jwt, json_at(above, i), variables);

		if (text == NULL)
			return NULL;
		json_append_string(chain, text);
	}
	return json_text(jwt->arena, chain);
}
