/* SPDX-License-Identifier: ISC */
/* dcr sandbox assertion: a client assertion (RFC 7523) for the token
 * endpoint. */
#include <stdio.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"

enum { LIFE_SECONDS = 60 };

/* RFC 7523 section 3 item 3. */
static const char *
audience_of(const struct sandbox_jwt *jwt)
{
	const struct config *config;

	if (jwt->given != NULL && jwt->given->issuer != NULL)
		return jwt->given->issuer;
	config = sandbox_config(jwt->arena, jwt->dir);
	if (config == NULL)
		return NULL;
	return config->issuing != NULL ? config->issuing->token.uri
				       : config->issuer;
}

/* Where clients are known by a certificate that they bring, an assertion is made
 * as a request is. */
static bool
take_plan(struct sandbox_jwt *jwt)
{
	const struct json *plan = jwt->given != NULL && jwt->given->plan != NULL
				      ? jwt->given->plan
				      : sandbox_plan_read(jwt->arena, jwt->dir);

	if (plan == NULL)
		return false;
	return json_get(plan, "community") == NULL ||
	       sandbox_jwt_plan(jwt, plan);
}

const char *
sandbox_assertion_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given)
{
	struct sandbox_jwt jwt = {.arena = arena, .given = given};
	struct json *claims = json_new_object(arena);
	const char *client_id = argv[1], *audience;

	argv[1] = argv[0];
	if (!sandbox_jwt_read(argc - 1, argv + 1, false, &jwt))
		return NULL;
	audience = audience_of(&jwt);
	if (audience == NULL || !take_plan(&jwt))
		return NULL;
	jwt.usual_key = sandbox_jwt_file(&jwt, "signing.key");
	jwt.ec_key = sandbox_jwt_file(&jwt, "signing-ec.key");
	json_set_string(claims, "iss", client_id);
	json_set_string(claims, "sub", client_id);
	json_set_string(claims, "aud", audience);
	json_set_integer(claims, "iat", jwt.now);
	json_set_integer(claims, "exp", jwt.now + LIFE_SECONDS);
	json_set_string(claims, "jti", random_hex(arena, 16));
	return sandbox_jwt_sign(&jwt, claims);
}

int
sandbox_assertion(int argc, char **argv, struct arena *arena)
{
	const char *jws;

	if (argc < 2 || argv[1][0] == '-' || argv[1][0] == '\0')
		return command_usage();
	jws = sandbox_assertion_text(arena, argc, argv, NULL);
	if (jws == NULL)
		return EXIT_WRONG;
	puts(jws);
	return EXIT_PASS;
}
