/* SPDX-License-Identifier: ISC */
/* Whose part is played: a sandbox's TPP, or one with credentials of its own. */
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/profile.h"

static const char *
or_file(
    const struct conformance_wish *wish, const char *given, const char *name)
{
	if (given != NULL || wish->sandbox == NULL)
		return given;
	return arena_printf(wish->arena, "%s/%s", wish->sandbox, name);
}

static bool
read_world(struct conformance_wish *wish, struct conformance_role *role)
{
	const struct config *config;
	const char *why = NULL;

	if (!sandbox_become_owner(wish->arena, wish->sandbox))
		return false;
	config = config_load(wish->arena,
	    arena_printf(wish->arena, "%s/dcr.conf", wish->sandbox), &why);
	if (config == NULL) {
		command_fail(EXIT_WRONG, "%s", why);
		return false;
	}
	role->dir = wish->sandbox;
	if (wish->profile == NULL)
		wish->profile = config->profile;
	if (wish->issuer == NULL)
		wish->issuer = config->issuer;
	return true;
}

/* A JWT in a file, without the line ends behind it. */
static bool
read_statement(const struct conformance_wish *wish, struct sandbox_given *given)
{
	size_t length = 0;
	char *text;

	if (wish->statement == NULL)
		return true;
	text = command_read(
	    wish->arena, wish->statement, LIMIT_STATEMENT, &length);
	if (text == NULL) {
		(void)command_fail_file(EXIT_WRONG, wish->statement);
		return false;
	}
	while (length > 0 && strchr("\r\n ", text[length - 1]) != NULL)
		text[--length] = '\0';
	given->statement = text;
	given->software = conformance_claims(wish->arena, text);
	if (given->software != NULL && *text != '{')
		return true;
	command_fail(EXIT_WRONG, "conformance: --statement %s: must be a JWT",
	    wish->statement);
	return false;
}

/* What a world would have: the form of a request, and the software. */
static bool
read_own(const struct conformance_wish *wish, struct sandbox_given *given)
{
	given->plan = sandbox_plan(wish->arena, wish->profile);
	if (given->plan == NULL)
		return false;
	if (given->software != NULL)
		return true;
	command_fail(EXIT_WRONG,
	    "conformance: --statement or --software is missing: what requests "
	    "are made of");
	return false;
}

static void
set_variables(const struct conformance_wish *wish, const struct json *software,
    struct json *variables)
{
	json_set_string(variables, "url", wish->url);
	if (wish->token_url != NULL)
		json_set_string(variables, "token_url", wish->token_url);
	if (wish->issuer != NULL)
		json_set_string(variables, "issuer", wish->issuer);
	json_set(variables, "software", software);
}

/* In a sandbox each TPP has a software of its own, which is not given. */
static const struct json *
software_of(const struct conformance_wish *wish, struct sandbox_given *given)
{
	if (wish->software != NULL)
		given->software =
		    sandbox_read_object(wish->arena, wish->software);
	if (given->software != NULL || wish->software != NULL ||
	    wish->sandbox == NULL)
		return given->software;
	return sandbox_read_object(
	    wish->arena, or_file(wish, NULL, "tpp/software.json"));
}

bool
conformance_party(struct conformance_wish *wish, struct conformance_role *role,
    struct json *variables)
{
	struct sandbox_given *given = &role->given;
	const struct json *software;

	if (wish->sandbox != NULL && !read_world(wish, role))
		return false;
	role->certificate =
	    or_file(wish, wish->certificate, "tpp/transport.pem");
	role->key = or_file(wish, wish->key, "tpp/transport.key");
	role->signing_key = wish->signing_key;
	role->kid = wish->kid;
	role->algorithm = wish->algorithm;
	given->issuer = wish->issuer;
	given->endpoint = wish->url;
	given->certificate = wish->certificate;
	given->signing_certificate = wish->signing_certificate;
	if (!read_statement(wish, given))
		return false;
	software = software_of(wish, given);
	if ((software == NULL &&
		(wish->software != NULL || wish->sandbox != NULL)) ||
	    (wish->sandbox == NULL && !read_own(wish, given)))
		return false;
	set_variables(wish, software, variables);
	return true;
}
