/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "commands/sandbox.h"
#include "commands/sandbox_token.h"
#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/config.h"
#include "kit/digest.h"
#include "kit/json.h"

static const char *
path_of(const struct sandbox_token *token, const char *name)
{
	return arena_printf(token->arena, "%s/%s", token->dir, name);
}

static const char *
path_of_tpp(const struct sandbox_token *token, const char *name)
{
	return arena_printf(
	    token->arena, "%s/%s/%s", token->dir, token->tpp, name);
}

static const struct json *
read_software(const struct sandbox_token *token)
{
	const char *path = path_of_tpp(token, "software.json");
	const char *text = sandbox_read(token->arena, path);
	const struct json *software;
	struct json_error error = {0};

	if (text == NULL)
		return NULL;
	software = json_parse(token->arena, text, strlen(text), &error);
	if (json_type(software) == JSON_OBJECT)
		return software;
	command_fail(EXIT_WRONG, "sandbox: %s:%zu: %s", path, error.line,
	    software == NULL ? error.what : "must be one JSON object");
	return NULL;
}

static const char *
make_statement(struct sandbox_token *token, const struct json *software)
{
	struct json *claims = json_new_object(token->arena);
	const struct json *value;
	const char *name;

	token->usual_key = path_of(token, "directory.key");
	json_set_string(claims, "iss", SANDBOX_DIRECTORY);
	json_set_integer(claims, "iat", token->now);
	json_set_string(claims, "jti", random_hex(token->arena, 8));
	for (size_t i = 0; json_member(software, i, &name, &value); i++)
		json_set(claims, name, value);
	return sandbox_token_sign(token, claims);
}

/* The text of --statement as it is, but for line ends after it. */
static const char *
ready_statement(const struct sandbox_token *token)
{
	const char *text = sandbox_read(token->arena, token->statement);
	size_t length;

	if (text == NULL)
		return NULL;
	length = strlen(text);
	while (length > 0 && strchr("\r\n", text[length - 1]) != NULL)
		length--;
	return arena_strndup(token->arena, text, length);
}

static const char *
statement_for(const struct sandbox_token *request, const struct json *software)
{
	struct sandbox_token inner = {.arena = request->arena,
	    .dir = request->dir,
	    .tpp = request->tpp,
	    .now = request->now,
	    .argc = request->argc,
	    .argv = request->argv,
	    .inner = true,
	    .algorithm = "PS256"};

	if (request->statement == NULL)
		return make_statement(&inner, software);
	if (request->statement_set == NULL && request->statement_unset == NULL)
		return ready_statement(request);
	command_fail(EXIT_WRONG,
	    "sandbox: --statement %s: is signed already, "
	    "and goes without --statement-set and "
	    "--statement-unset",
	    request->statement);
	return NULL;
}

static const char *
subject_of(const struct sandbox_token *token)
{
	const char *path = path_of_tpp(token, "transport.pem");
	const char *text = sandbox_read(token->arena, path);
	const struct cert *cert;

	if (text == NULL)
		return NULL;
	cert = cert_parse(token->arena, text, strlen(text));
	if (cert != NULL)
		return cert_subject(cert);
	command_fail(EXIT_WRONG, "sandbox: %s: is no certificate", path);
	return NULL;
}

static const char *
issuer_of(const struct sandbox_token *token)
{
	const char *why;
	const struct config *config =
	    config_load(token->arena, path_of(token, SANDBOX_CONFIG), &why);

	if (config != NULL)
		return config->issuer;
	command_fail(EXIT_WRONG, "%s", why);
	return NULL;
}

/* RFC 9562 section 5.4. */
static const char *
random_uuid(struct arena *arena)
{
	const char *hex = random_hex(arena, 16);

	return arena_printf(arena, "%.8s-%.4s-4%.3s-%c%.3s-%.12s", hex, hex + 8,
	    hex + 13, "89ab"[hex[16] % 4], hex + 17, hex + 20);
}

static void
set_array(const struct sandbox_token *token, struct json *claims,
    const char *name, const char *const *items)
{
	struct json *array = json_new_array(token->arena);

	for (; *items != NULL; items++)
		json_append_string(array, *items);
	json_set(claims, name, array);
}

/* RFC 7519. */
static void
set_envelope(
    const struct sandbox_token *token, struct json *claims, const char *issuer)
{
	json_set_integer(claims, "iat", token->now);
	json_set_integer(claims, "exp", token->now + 300);
	json_set_string(claims, "aud", issuer);
	json_set_string(claims, "jti", random_uuid(token->arena));
}

/* UK Open Banking DCR: what it demands of every request. */
static void
set_metadata(const struct sandbox_token *token, struct json *claims,
    const struct json *software)
{
	static const char *const grants[] = {
	    "authorization_code", "refresh_token", "client_credentials", NULL};
	static const char *const responses[] = {"code id_token", NULL};
	const char *const uris[] = {
	    json_string(
		json_at(json_get(software, "software_redirect_uris"), 0)),
	    NULL};

	set_array(token, claims, "redirect_uris", uris);
	json_set_string(
	    claims, "token_endpoint_auth_method", "tls_client_auth");
	set_array(token, claims, "grant_types", grants);
	set_array(token, claims, "response_types", responses);
	json_set(claims, "software_id", json_get(software, "software_id"));
	json_set_string(claims, "scope", "openid accounts payments");
	json_set_string(claims, "application_type", "web");
	json_set_string(claims, "id_token_signed_response_alg", "PS256");
	json_set_string(claims, "request_object_signing_alg", "PS256");
}

static const char *
make_request(struct sandbox_token *token, const struct json *software)
{
	struct json *claims = json_new_object(token->arena);
	const char *issuer = issuer_of(token);
	const char *subject = issuer != NULL ? subject_of(token) : NULL;
	const char *statement =
	    subject != NULL ? statement_for(token, software) : NULL;

	if (statement == NULL)
		return NULL;
	token->usual_key = path_of_tpp(token, "signing.key");
	token->ec_key = path_of_tpp(token, "signing-ec.key");
	json_set(claims, "iss", json_get(software, "software_id"));
	set_envelope(token, claims, issuer);
	set_metadata(token, claims, software);
	json_set_string(claims, "tls_client_auth_subject_dn", subject);
	json_set_string(claims, "software_statement", statement);
	return sandbox_token_sign(token, claims);
}

static int
run(int argc, char **argv, struct arena *arena, bool request)
{
	struct sandbox_token token = {.arena = arena};
	const struct json *software;
	const char *jws;

	if (!sandbox_token_read(argc, argv, request, &token))
		return EXIT_WRONG;
	software = read_software(&token);
	if (software == NULL)
		return EXIT_WRONG;
	jws = request ? make_request(&token, software)
		      : make_statement(&token, software);
	if (jws == NULL)
		return EXIT_WRONG;
	puts(jws);
	return EXIT_PASS;
}

int
sandbox_statement(int argc, char **argv, struct arena *arena)
{
	return run(argc, argv, arena, false);
}

int
sandbox_request(int argc, char **argv, struct arena *arena)
{
	return run(argc, argv, arena, true);
}
