/* SPDX-License-Identifier: ISC */
/* dcr sandbox statement and dcr sandbox request: what is in them. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/x509/cert.h"

/* What requests and statements of one party are made from. */
struct world {
	const struct json *plan, *software;
	const char *issuer, *endpoint;
};

/* RFC 9562 section 5.4. */
static const char *
random_uuid(struct arena *arena)
{
	const char *hex = random_hex(arena, 16);

	return arena_printf(arena, "%.8s-%.4s-4%.3s-%c%.3s-%.12s", hex, hex + 8,
	    hex + 13, "89ab"[hex[16] % 4], hex + 17, hex + 20);
}

static struct json *
variables_of(const struct sandbox_jwt *jwt, const struct world *world)
{
	struct json *variables = json_new_object(jwt->arena);

	json_set(variables, "directory", json_get(world->plan, "directory"));
	json_set(variables, "software", world->software);
	json_set_string(variables, "issuer", world->issuer);
	json_set_string(variables, "endpoint", world->endpoint);
	if (sandbox_has_chain(world->plan))
		sandbox_chain_keys(jwt, variables);
	json_set_integer(variables, "now", jwt->now);
	json_set_integer(variables, "soon", jwt->now + 300);
	json_set_integer(variables, "later", jwt->now + 600);
	json_set_integer(variables, "tomorrow", jwt->now + SANDBOX_DAY);
	json_set_string(variables, "random", random_hex(jwt->arena, 8));
	json_set_string(variables, "uuid", random_uuid(jwt->arena));
	return variables;
}

static const char *
make_statement(struct sandbox_jwt *jwt, const struct world *world)
{
	const struct json *template = json_get(world->plan, "statement");
	const struct json *value, *made;
	struct json *claims;
	const char *name;

	if (template == NULL) {
		command_fail(EXIT_WRONG,
		    "sandbox: there are no software statements in this world");
		return NULL;
	}
	made = sandbox_fill(jwt->arena, template, variables_of(jwt, world));
	if (made == NULL)
		return NULL;
	claims = json_copy(jwt->arena, made);
	jwt->usual_key = sandbox_path(jwt->arena, jwt->dir,
	    sandbox_has_chain(world->plan) ? "superior.key" : "directory.key");
	if (sandbox_has_chain(world->plan))
		return sandbox_jwt_sign(jwt, claims);
	for (struct json_each each = json_each(world->software);
	     json_next(&each, &name, &value);)
		json_set(claims, name, value);
	return sandbox_jwt_sign(jwt, claims);
}

/* Reads --statement as it is, but for line ends behind it. */
static const char *
ready_statement(const struct sandbox_jwt *jwt)
{
	const char *text = sandbox_read(jwt->arena, jwt->statement);
	size_t length;

	if (text == NULL)
		return NULL;
	length = strlen(text);
	while (length > 0 && strchr("\r\n", text[length - 1]) != NULL)
		length--;
	return arena_strndup(jwt->arena, text, length);
}

static const char *
statement_for(const struct sandbox_jwt *request, const struct world *world)
{
	struct sandbox_jwt inner = {.arena = request->arena,
	    .dir = request->dir,
	    .tpp = request->tpp,
	    .now = request->now,
	    .argc = request->argc,
	    .argv = request->argv,
	    .inner = true,
	    .typ = request->typ,
	    .algorithm = "PS256"};

	if (request->given != NULL && request->given->statement != NULL)
		return request->given->statement;
	if (request->statement == NULL)
		return make_statement(&inner, world);
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
subject_of(const struct sandbox_jwt *jwt)
{
	const char *path = jwt->given != NULL && jwt->given->certificate != NULL
			       ? jwt->given->certificate
			       : sandbox_jwt_file(jwt, "transport.pem");
	const char *text = sandbox_read(jwt->arena, path);
	const struct cert *cert;

	if (text == NULL)
		return NULL;
	cert = cert_parse(jwt->arena, text, strlen(text));
	if (cert != NULL)
		return cert_subject(cert);
	command_fail(
	    EXIT_WRONG, "sandbox: %s: must be a certificate in PEM", path);
	return NULL;
}

static bool
read_world(const struct sandbox_jwt *jwt, struct world *world)
{
	static const struct sandbox_given none;
	const struct sandbox_given *given =
	    jwt->given != NULL ? jwt->given : &none;
	const struct config *config;

	world->issuer = given->issuer;
	world->endpoint = given->endpoint;
	if (given->issuer == NULL) {
		config = sandbox_config(jwt->arena, jwt->dir);
		if (config == NULL)
			return false;
		world->issuer = config->issuer;
		world->endpoint = config->registration_endpoint;
	}
	world->plan = given->plan != NULL
			  ? given->plan
			  : sandbox_plan_read(jwt->arena, jwt->dir);
	if (world->plan == NULL)
		return false;
	world->software = given->software != NULL
			      ? given->software
			      : sandbox_read_object(jwt->arena,
				    sandbox_jwt_file(jwt, "software.json"));
	return world->software != NULL;
}

/* The object that the signed request comes in, where the plan has one. */
static const char *
wrapped(const struct sandbox_jwt *jwt, const struct world *world,
    struct json *variables, const char *request)
{
	const struct json *template = json_get(world->plan, "wrapped");
	const struct json *object;

	if (request == NULL || template == NULL)
		return request;
	json_set_string(variables, "request", request);
	object = sandbox_fill(jwt->arena, template, variables);
	return object != NULL ? json_text(jwt->arena, object) : NULL;
}

static const char *
make_request(struct sandbox_jwt *jwt, const struct world *world)
{
	struct json *variables = variables_of(jwt, world);
	const char *subject = subject_of(jwt), *statement = NULL;
	const struct json *made;
	struct json *claims;

	if (json_get(world->plan, "statement") != NULL)
		statement = statement_for(jwt, world);
	if (subject == NULL || !sandbox_jwt_plan(jwt, world->plan) ||
	    (statement == NULL && json_get(world->plan, "statement") != NULL))
		return NULL;
	json_set_string(variables, "subject", subject);
	json_set_string(variables, "statement", statement);
	made = sandbox_fill(
	    jwt->arena, json_get(world->plan, "request"), variables);
	if (made == NULL)
		return NULL;
	claims = json_copy(jwt->arena, made);
	if (sandbox_has_chain(world->plan))
		return sandbox_chain(
		    jwt, world->plan, variables, claims, statement);
	jwt->usual_key = sandbox_jwt_file(jwt, "signing.key");
	jwt->ec_key = sandbox_jwt_file(jwt, "signing-ec.key");
	return json_true(json_get(world->plan, "plain"))
		   ? sandbox_jwt_plain(jwt, claims)
		   : wrapped(
			 jwt, world, variables, sandbox_jwt_sign(jwt, claims));
}

static const char *
make(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given, bool request)
{
	struct sandbox_jwt jwt = {.arena = arena, .given = given};
	struct world world;

	if (!sandbox_jwt_read(argc, argv, request, &jwt) ||
	    !read_world(&jwt, &world))
		return NULL;
	if (json_get(world.plan, "typ") != NULL)
		jwt.typ = json_string(json_get(world.plan, "typ"));
	return request ? make_request(&jwt, &world)
		       : make_statement(&jwt, &world);
}

const char *
sandbox_statement_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given)
{
	return make(arena, argc, argv, given, false);
}

const char *
sandbox_request_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given)
{
	return make(arena, argc, argv, given, true);
}

static int
print(const char *text)
{
	if (text == NULL)
		return EXIT_WRONG;
	puts(text);
	return EXIT_PASS;
}

int
sandbox_statement(int argc, char **argv, struct arena *arena)
{
	return print(sandbox_statement_text(arena, argc, argv, NULL));
}

int
sandbox_request(int argc, char **argv, struct arena *arena)
{
	return print(sandbox_request_text(arena, argc, argv, NULL));
}
