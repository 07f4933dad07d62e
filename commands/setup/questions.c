/* SPDX-License-Identifier: ISC */
/* What dcr setup asks, and how an answer comes into the configuration. */
#include <string.h>

#include "commands/config/config.h"
#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/uri.h"
#include "kit/x509/cert.h"
#include "store/store.h"
#include "validators/judge/regime.h"
#include "validators/lib/facts.h"
#include "validators/lib/profile.h"
#include "validators/profile/load.h"

static const char *
said(const struct setup *setup, const char *name)
{
	return json_string(json_get(setup->conf, name));
}

static const struct profile *
profile_of(struct setup *setup)
{
	const char *why, *name = said(setup, "profile");

	return name != NULL ? regime_load(setup->arena, name, NULL, &why)
			    : NULL;
}

static const char *
usual_profile(struct setup *setup)
{
	(void)setup;
	return "uk";
}

static const char *
take_profile(struct setup *setup, const char *answer)
{
	const char *why = setup_take_string(setup, "profile", answer);

	if (why == NULL)
		(void)regime_load(setup->arena, answer, NULL, &why);
	return why;
}

/* Clients find the metadata by the issuer, which RFC 8414 section 2 makes an
 * https URI without a query. */
static const char *
take_issuer(struct setup *setup, const char *answer)
{
	const struct json *audience = json_get(setup->conf, "audience");
	struct json *all;
	struct uri uri;

	if (!uri_parse_https(setup->arena, answer, &uri) || uri.query != NULL)
		return "must be an https URI without a query (RFC 8414 section "
		       "2), as https://as.bank.example";
	if (audience != NULL && !json_has_string(audience, answer)) {
		all = json_new_array(setup->arena);
		json_append_string(all, answer);
		for (size_t i = 0; i < json_length(audience); i++)
			json_append(all, json_at(audience, i));
		json_set(setup->conf, "audience", all);
	}
	return setup_take_string(setup, "issuer", answer);
}

static const char *
without_slash(const struct setup *setup, const char *uri)
{
	size_t length = strlen(uri);

	while (length > 0 && uri[length - 1] == '/')
		length--;
	return arena_strndup(setup->arena, uri, length);
}

static const char *
usual_endpoint(struct setup *setup)
{
	const char *issuer = said(setup, "issuer");

	return issuer == NULL ? NULL
			      : arena_printf(setup->arena, "%s/register",
				    without_slash(setup, issuer));
}

static const char *
take_endpoint(struct setup *setup, const char *answer)
{
	return setup_take_string(setup, "registration_endpoint", answer);
}

static const char *
take_authorization(struct setup *setup, const char *answer)
{
	struct json *metadata = json_new_object(setup->arena);
	struct uri uri;

	if (!uri_parse_https(setup->arena, answer, &uri))
		return "must be an https URI";
	json_set_string(metadata, "authorization_endpoint", answer);
	return setup_take_value(setup, "metadata", metadata);
}

/* Do the metadata offer what needs an endpoint that they do not name?  All else
 * has been answered. */
static bool
misses_endpoint(struct setup *setup)
{
	const char *why = NULL;
	const struct config *config =
	    config_of(setup->arena, setup->path, setup->conf, &why);
	const struct json *document =
	    config != NULL ? config_metadata(config, setup->arena, &why) : NULL;

	return document != NULL &&
	       config_needed_endpoint(setup->arena, document, &why) != NULL;
}

static bool
has_statements(struct setup *setup)
{
	const struct profile *profile = profile_of(setup);

	return profile == NULL || (profile->given & STATEMENT_SIGNED) != 0;
}

static bool
has_superiors(struct setup *setup)
{
	const struct profile *profile = profile_of(setup);

	return profile != NULL && profile->entity != NULL;
}

static const char *
take_client_ca(struct setup *setup, const char *answer)
{
	const char *why = NULL;

	if (trust_load(setup->arena, answer, &why) == NULL)
		return why;
	setup->client_ca = answer;
	return setup_take_string(
	    setup, "client_ca", setup_name(setup, "client-ca.pem"));
}

static const char *
usual_store(struct setup *setup)
{
	return setup->etc ? "bdb:/var/lib/dcr" : "bdb:db";
}

static const char *
take_store(struct setup *setup, const char *answer)
{
	if (store_kind(answer) == NULL)
		return "no such kind of store; allowed are bdb:FOLDER and "
		       "postgresql:CONNECTION";
	return setup_take_string(setup, "store", answer);
}

static const char *
usual_tokens(struct setup *setup)
{
	(void)setup;
	return "yes";
}

static const char *
take_tokens(struct setup *setup, const char *answer)
{
	const char *endpoint = said(setup, "registration_endpoint"), *why;
	const struct json *before = setup->conf;

	if (strcmp(answer, "no") == 0)
		return setup_take_value(setup, "calls_without_token",
		    json_parse(setup->arena, "true", 4, NULL));
	if (strcmp(answer, "yes") != 0 || endpoint == NULL)
		return "must be yes or no";
	setup->conf = json_copy(setup->arena, before);
	json_set_string(setup->conf, "keys", setup_name(setup, "keys"));
	why = setup_take_string(setup, "token_endpoint",
	    arena_printf(setup->arena, "%.*s/token",
		(int)(strrchr(endpoint, '/') - endpoint), endpoint));
	if (why != NULL)
		setup->conf = json_copy(setup->arena, before);
	return why;
}

static bool
gives_tokens(struct setup *setup)
{
	return json_get(setup->conf, "token_endpoint") != NULL;
}

/* The calls of the regime, as its sandbox has them. */
static const struct json *
rules_of(struct setup *setup)
{
	const char *name = said(setup, "profile");
	const struct json *plan = NULL;

	if (setup->rules != NULL || name == NULL)
		return setup->rules;
	name = arena_printf(
	    setup->arena, "%s.world", profile_alone(setup->arena, name));
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			plan = json_parse(
			    setup->arena, t->text, strlen(t->text), NULL);
	return json_get(plan, "authorizer");
}

static const char *
usual_scopes(struct setup *setup)
{
	const struct json *rules = rules_of(setup);
	const char *all = "";

	for (size_t i = 0; i < json_length(rules); i++) {
		const struct json *rule = json_at(rules, i);
		const char *method =
		    json_string(json_at(json_get(rule, "methods"), 0));
		const char *scope = json_string(json_get(rule, "scope"));

		all = arena_printf(setup->arena, "%s%s%s %s %s", all,
		    *all != '\0' ? "\n" : "", method != NULL ? method : "*",
		    json_string(json_get(rule, "path")),
		    scope != NULL ? scope : "-");
	}
	return *all != '\0' ? all : NULL;
}

const struct setup_question setup_questions[] = {
    {"--profile", "profile",
	"Which regime's rules hold?  uk, au, br, eidas, rfc7591, another\n"
	"of dcr version, or a file",
	true, false, NULL, usual_profile, take_profile},
    {"--issuer", "issuer",
	"Who is the bank's authorization server?  Its issuer, an https URI",
	true, false, NULL, NULL, take_issuer},
    {"--endpoint", "registration_endpoint", "At which URI do clients register?",
	false, false, NULL, usual_endpoint, take_endpoint},
    {"--authorization-endpoint", "metadata",
	"Where do customers consent?  The authorization_endpoint of the "
	"bank's own\nserver, an https URI (none: nobody does)",
	false, false, NULL, NULL, take_authorization},
    {"--directory", "directory",
	"Whose software statements count?  ISSUER=KEYS, where KEYS is the "
	"file\nor the https URI of that directory's key set",
	true, true, has_statements, NULL, setup_take_directory},
    {"--superior", "entity",
	"Who vouches for this server in the federation?  An https URI", true,
	true, has_superiors, NULL, setup_take_superior},
    {"--fetch", "fetch",
	"From which hosts may the key sets of the apps be fetched?  HOST or\n"
	"HOST:PORT",
	false, true, NULL, NULL, setup_take_host},
    {"--client-ca", "client_ca",
	"Who issues the certificates that clients come with?  A PEM file of\n"
	"authorities",
	true, false, NULL, NULL, take_client_ca},
    {"--store", "store",
	"Where are the clients kept?  bdb:FOLDER, or postgresql:CONNECTION",
	false, false, NULL, usual_store, take_store},
    {"--tokens", "token_endpoint",
	"Shall dcr issue the access tokens?  yes or no", true, false, NULL,
	usual_tokens, take_tokens},
    {"--scope", "authorizer",
	"Which calls need which scope?  METHODS PATH SCOPE, where METHODS is\n"
	"GET,POST or *, and the SCOPE - is the certificate alone",
	true, true, gives_tokens, usual_scopes, setup_take_scope},
    {"--metadata", "metadata",
	"Which further endpoints of the bank's own server do clients need?\n"
	"NAME=URI, as backchannel_authentication_endpoint=https://...",
	false, true, misses_endpoint, NULL, setup_take_metadata},
    {0},
};
