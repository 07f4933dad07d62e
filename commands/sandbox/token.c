/* SPDX-License-Identifier: ISC */

/* Signs the JWTs of a sandbox, with the changes that the options ask for. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"

static bool
algorithm_is(const struct sandbox_token *token, const char *name)
{
	return strcmp(token->algorithm, name) == 0;
}

static bool
algorithm_known(const struct sandbox_token *token)
{
	static const char *const names[] = {
	    "PS256", "ES256", "RS256", "HS256", "none"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (algorithm_is(token, names[i]))
			return true;
	}
	command_fail(EXIT_WRONG,
	    "sandbox: --alg %s: must be PS256, ES256, RS256, HS256 or none; "
	    "--header alg=... names any other",
	    token->algorithm);
	return false;
}

bool
sandbox_token_read(
    int argc, char **argv, bool request, struct sandbox_token *token)
{
	struct option options[] = {
	    {"--set", .value = NULL},
	    {"--unset", .value = NULL},
	    {"--header", .value = NULL},
	    {"--unheader", .value = NULL},
	    {"--alg", .value = &token->algorithm},
	    {"--kid", .value = &token->kid},
	    {"--key", .value = &token->key},
	    {"--raw-header", .value = &token->raw_header},
	    {"--raw-payload", .value = &token->raw_payload},
	    {"--tpp", .value = &token->tpp},
	    {request ? "--statement" : NULL, .value = &token->statement},
	    {"--statement-set", .value = &token->statement_set},
	    {"--statement-unset", .value = &token->statement_unset},
	    {0},
	};

	*token = (struct sandbox_token){.arena = token->arena,
	    .dir = argv[0],
	    .tpp = "tpp",
	    .now = time(NULL),
	    .argc = argc - 1,
	    .argv = argv + 1,
	    .algorithm = "PS256"};
	return options_read(argc, argv, options) && algorithm_known(token);
}

const char *
sandbox_token_file(const struct sandbox_token *token, const char *name)
{
	return arena_printf(
	    token->arena, "%s/%s/%s", token->dir, token->tpp, name);
}

static bool
change_one(const struct sandbox_token *token, struct json *object, int i,
    const char *set, const char *unset)
{
	const char *option = token->argv[i], *value = token->argv[i + 1];

	if (strcmp(option, set) == 0)
		return sandbox_set(
		    token->arena, object, option, value, token->now);
	if (strcmp(option, unset) == 0)
		return sandbox_unset(token->arena, object, option, value);
	return true;
}

static bool
change_claims(const struct sandbox_token *token, struct json *claims)
{
	bool done = true;

	for (int i = 0; done && i + 1 < token->argc; i += 2)
		done = change_one(token, claims, i,
		    token->inner ? "--statement-set" : "--set",
		    token->inner ? "--statement-unset" : "--unset");
	return done;
}

/* Changes the header option by option, --alg and --kid among them: the later
 * one wins. */
static bool
change_header(const struct sandbox_token *token, struct json *header)
{
	bool done = true;

	for (int i = 0; done && i + 1 < token->argc; i += 2) {
		const char *option = token->argv[i];

		if (strcmp(option, "--alg") == 0)
			json_set_string(header, "alg", token->argv[i + 1]);
		else if (strcmp(option, "--kid") == 0)
			json_set_string(header, "kid", token->argv[i + 1]);
		else
			done = change_one(
			    token, header, i, "--header", "--unheader");
	}
	return done;
}

static const char *
key_path(const struct sandbox_token *token)
{
	if (token->key != NULL)
		return token->key;
	if (!algorithm_is(token, "ES256"))
		return token->usual_key;
	if (token->ec_key == NULL)
		command_fail(EXIT_WRONG, "sandbox: --alg ES256 needs --key: "
					 "the directory has no such key");
	return token->ec_key;
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
kid_of(const struct sandbox_token *token, const char *key)
{
	const char *kid = token->kid;

	if (kid == NULL)
		kid = thumbprint(token->arena, key);
	if (kid == NULL)
		kid = thumbprint(
		    token->arena, sandbox_read(token->arena, token->usual_key));
	return kid;
}

/* Puts the base64 between the lines of the PEM into x5c. */
static void
set_certificate(const struct sandbox_token *token, struct json *header)
{
	struct json *chain = json_new_array(token->arena);
	const char *text = token->certificate, *all = "";

	if (text == NULL)
		return;
	for (; *text != '\0'; text += *text == '\n') {
		size_t length = strcspn(text, "\n");
		if (*text != '-')
			all = arena_printf(
			    token->arena, "%s%.*s", all, (int)length, text);
		text += length;
	}
	json_append_string(chain, all);
	json_set(header, "x5c", chain);
}

static const char *
header_text(const struct sandbox_token *token, const char *key)
{
	struct json *header = json_new_object(token->arena);

	json_set_string(header, "alg", token->algorithm);
	json_set_string(header, "kid", kid_of(token, key));
	json_set_string(header, "typ", "JWT");
	set_certificate(token, header);
	if (!token->inner && !change_header(token, header))
		return NULL;
	return token->raw_header != NULL ? token->raw_header
					 : json_text(token->arena, header);
}

const char *
sandbox_token_plain(const struct sandbox_token *token, struct json *claims)
{
	if (!change_claims(token, claims))
		return NULL;
	return token->raw_payload != NULL ? token->raw_payload
					  : json_text(token->arena, claims);
}

const char *
sandbox_token_sign(const struct sandbox_token *token, struct json *claims)
{
	const char *path = key_path(token), *payload = token->raw_payload;
	const char *key, *header, *jws, *why;

	key = path != NULL ? sandbox_read(token->arena, path) : NULL;
	if (key == NULL || !change_claims(token, claims))
		return NULL;
	header = header_text(token, key);
	if (header == NULL)
		return NULL;
	if (payload == NULL)
		payload = json_text(token->arena, claims);
	jws = issue_jws(
	    token->arena, header, payload, token->algorithm, key, &why);
	if (jws == NULL)
		command_fail(EXIT_WRONG, "sandbox: --alg %s with %s: %s",
		    token->algorithm, path, why);
	return jws;
}
