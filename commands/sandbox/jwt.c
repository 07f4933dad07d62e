/* SPDX-License-Identifier: ISC */
/* Signs the JWTs of a sandbox, with the changes that the options ask for. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"

static bool
algorithm_is(const struct sandbox_jwt *jwt, const char *name)
{
	return strcmp(jwt->algorithm, name) == 0;
}

static bool
algorithm_known(const struct sandbox_jwt *jwt)
{
	static const char *const names[] = {"PS256", "ES256", "RS256", "RS384",
	    "ES384", "EdDSA", "HS256", "none"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (algorithm_is(jwt, names[i]))
			return true;
	}
	command_fail(EXIT_WRONG,
	    "sandbox: --alg %s: must be PS256, ES256, RS256, RS384, ES384, "
	    "EdDSA, HS256 or none; --header alg=... names any other",
	    jwt->algorithm);
	return false;
}

bool
sandbox_jwt_read(int argc, char **argv, bool request, struct sandbox_jwt *jwt)
{
	struct option options[] = {
	    {"--set", .value = NULL},
	    {"--unset", .value = NULL},
	    {"--header", .value = NULL},
	    {"--unheader", .value = NULL},
	    {"--alg", .value = &jwt->algorithm},
	    {"--kid", .value = &jwt->kid},
	    {"--key", .value = &jwt->key},
	    {"--raw-header", .value = &jwt->raw_header},
	    {"--raw-payload", .value = &jwt->raw_payload},
	    {"--tpp", .value = &jwt->tpp},
	    {request ? "--statement" : NULL, .value = &jwt->statement},
	    {"--statement-set", .value = &jwt->statement_set},
	    {"--statement-unset", .value = &jwt->statement_unset},
	    {0},
	};

	*jwt = (struct sandbox_jwt){.arena = jwt->arena,
	    .given = jwt->given,
	    .dir = argv[0],
	    .tpp = "tpp",
	    .now = time(NULL),
	    .argc = argc - 1,
	    .argv = argv + 1,
	    .typ = "JWT"};
	if (!options_read(argc, argv, options))
		return false;
	jwt->usual = jwt->algorithm == NULL;
	if (jwt->usual)
		jwt->algorithm = "PS256";
	return algorithm_known(jwt);
}

bool
sandbox_jwt_plan(struct sandbox_jwt *jwt, const struct json *plan)
{
	const char *algorithm = json_string(json_get(plan, "alg"));

	if (jwt->usual && algorithm != NULL)
		jwt->algorithm = algorithm;
	if (!json_true(json_get(plan, "x5c")))
		return true;
	jwt->certificate = sandbox_read(jwt->arena,
	    jwt->given != NULL && jwt->given->signing_certificate != NULL
		? jwt->given->signing_certificate
		: sandbox_jwt_file(jwt, "signing.pem"));
	return jwt->certificate != NULL;
}

const char *
sandbox_jwt_file(const struct sandbox_jwt *jwt, const char *name)
{
	return arena_printf(jwt->arena, "%s/%s/%s", jwt->dir, jwt->tpp, name);
}

static bool
change_one(const struct sandbox_jwt *jwt, struct json *object, int i,
    const char *set, const char *unset)
{
	const char *option = jwt->argv[i], *value = jwt->argv[i + 1];

	if (strcmp(option, set) == 0)
		return sandbox_set(jwt->arena, object, option, value, jwt->now);
	if (strcmp(option, unset) == 0)
		return sandbox_unset(jwt->arena, object, option, value);
	return true;
}

static bool
change_claims(const struct sandbox_jwt *jwt, struct json *claims)
{
	bool done = true;

	for (int i = 0; done && i + 1 < jwt->argc; i += 2)
		done = change_one(jwt, claims, i,
		    jwt->inner ? "--statement-set" : "--set",
		    jwt->inner ? "--statement-unset" : "--unset");
	return done;
}

/* Changes the header option by option, --alg and --kid among them: the later
 * one wins. */
static bool
change_header(const struct sandbox_jwt *jwt, struct json *header)
{
	bool done = true;

	for (int i = 0; done && i + 1 < jwt->argc; i += 2) {
		const char *option = jwt->argv[i];

		if (strcmp(option, "--alg") == 0)
			json_set_string(header, "alg", jwt->argv[i + 1]);
		else if (strcmp(option, "--kid") == 0)
			json_set_string(header, "kid", jwt->argv[i + 1]);
		else
			done = change_one(
			    jwt, header, i, "--header", "--unheader");
	}
	return done;
}

static const char *
key_path(const struct sandbox_jwt *jwt)
{
	if (jwt->key != NULL)
		return jwt->key;
	if (!algorithm_is(jwt, "ES256"))
		return jwt->usual_key;
	if (jwt->ec_key == NULL)
		command_fail(EXIT_WRONG, "sandbox: --alg ES256 needs --key: "
					 "the directory has no such key");
	return jwt->ec_key;
}

static const char *
thumbprint(struct arena *arena, const char *key)
{
	const char *why;

	return json_string(
	    json_get(issue_jwk(arena, key, NULL, NULL, NULL, &why), "kid"));
}

/* The kid is the thumbprint of the key; for a secret, which has none, it is
 * that of the key which would be right. */
static const char *
kid_of(const struct sandbox_jwt *jwt, const char *key)
{
	const char *kid = jwt->kid;

	if (kid == NULL)
		kid = thumbprint(jwt->arena, key);
	if (kid == NULL)
		kid = thumbprint(
		    jwt->arena, sandbox_read(jwt->arena, jwt->usual_key));
	return kid;
}

/* Puts the base64 between the lines of the PEM into x5c. */
static void
set_certificate(const struct sandbox_jwt *jwt, struct json *header)
{
	struct json *chain = json_new_array(jwt->arena);
	const char *text = jwt->certificate, *all = "";

	if (text == NULL)
		return;
	for (; *text != '\0'; text += *text == '\n') {
		size_t length = strcspn(text, "\n");
		if (*text != '-')
			all = arena_printf(
			    jwt->arena, "%s%.*s", all, (int)length, text);
		text += length;
	}
	json_append_string(chain, all);
	json_set(header, "x5c", chain);
}

static const char *
header_text(const struct sandbox_jwt *jwt, const char *key)
{
	struct json *header = json_new_object(jwt->arena);

	json_set_string(header, "alg", jwt->algorithm);
	json_set_string(header, "kid", kid_of(jwt, key));
	json_set_string(header, "typ", jwt->typ);
	set_certificate(jwt, header);
	if (!jwt->inner && !change_header(jwt, header))
		return NULL;
	return jwt->raw_header != NULL ? jwt->raw_header
				       : json_text(jwt->arena, header);
}

const char *
sandbox_jwt_plain(const struct sandbox_jwt *jwt, struct json *claims)
{
	if (!change_claims(jwt, claims))
		return NULL;
	return jwt->raw_payload != NULL ? jwt->raw_payload
					: json_text(jwt->arena, claims);
}

const char *
sandbox_jwt_sign(const struct sandbox_jwt *jwt, struct json *claims)
{
	const char *path = key_path(jwt), *payload = jwt->raw_payload;
	const char *key, *header, *jws, *why;

	key = path != NULL ? sandbox_read(jwt->arena, path) : NULL;
	if (key == NULL || !change_claims(jwt, claims))
		return NULL;
	header = header_text(jwt, key);
	if (header == NULL)
		return NULL;
	if (payload == NULL)
		payload = json_text(jwt->arena, claims);
	jws = issue_jws(jwt->arena, header, payload, jwt->algorithm, key, &why);
	if (jws == NULL)
		command_fail(EXIT_WRONG, "sandbox: --alg %s with %s: %s",
		    jwt->algorithm, path, why);
	return jws;
}
