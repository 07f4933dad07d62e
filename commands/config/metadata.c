/* SPDX-License-Identifier: ISC */
/* Warns of metadata that a client cannot find, or in which an endpoint is
 * missing that it needs. */
#include <stdbool.h>
#include <string.h>

#include "commands/config/config.h"
#include "commands/config/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/uri.h"
#include "validators/judge/regime.h"
#include "validators/profile/discovery.h"

/* What is offered, and the endpoint that a client needs to use it. */
static const struct need {
	const char *member, *value; /* NULL: any */
	const char *endpoint;
	const char *clause;
} needs[] = {
    {"grant_types_supported", "authorization_code", "authorization_endpoint",
	"RFC 8414 section 2"},
    {"grant_types_supported", "implicit", "authorization_endpoint",
	"RFC 8414 section 2"},
    {"response_types_supported", NULL, "authorization_endpoint",
	"RFC 8414 section 2"},
    {"grant_types_supported", "urn:openid:params:grant-type:ciba",
	"backchannel_authentication_endpoint",
	"OpenID Connect CIBA 1.0 "
	"section 4"},
    {"grant_types_supported", "urn:ietf:params:oauth:grant-type:device_code",
	"device_authorization_endpoint", "RFC 8628 section 4"},
    {"require_pushed_authorization_requests", NULL,
	"pushed_authorization_request_endpoint", "RFC 9126 section 5"},
};

/* Endpoints that a server's metadata may name, by the registry of RFC 8414
 * section 7.1. */
static const char *const endpoints[] = {"authorization_endpoint",
    "token_endpoint", "registration_endpoint", "revocation_endpoint",
    "introspection_endpoint", "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "backchannel_authentication_endpoint", "userinfo_endpoint",
    "end_session_endpoint", "credential_endpoint", "challenge_endpoint",
    "authorization_challenge_endpoint", "federation_registration_endpoint",
    "global_token_revocation_endpoint", NULL};

/* "host:port", by which two URIs lead to one server. */
static const char *
server_of(struct arena *arena, const char *text)
{
	struct uri uri;

	if (text == NULL || !uri_parse_https(arena, text, &uri))
		return "";
	return arena_printf(
	    arena, "%s:%s", uri.host, uri.port != NULL ? uri.port : "443");
}

static bool
is_offered(const struct json *document, const struct need *need)
{
	const struct json *value = json_get(document, need->member);

	if (need->value != NULL)
		return json_has_string(value, need->value);
	return json_true(value) || json_length(value) > 0;
}

const struct json *
config_metadata(
    const struct config *config, struct arena *arena, const char **why)
{
	const struct profile *profile =
	    regime_load(arena, config->profile, config->overlay, why);

	return profile != NULL ? discovery_document(arena, config, profile, why)
			       : NULL;
}

const char *
config_needed_endpoint(
    struct arena *arena, const struct json *document, const char **why)
{
	if (json_get(document, "token_endpoint") == NULL) {
		*why = "token_endpoint is missing (RFC 8414 section 2)";
		return "token_endpoint";
	}
	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
		const struct need *need = &needs[i];

		if (json_get(document, need->endpoint) != NULL ||
		    !is_offered(document, need))
			continue;
		*why = arena_printf(arena,
		    "%s is missing, and %s%s%s that is offered needs one (%s)",
		    need->endpoint, need->member,
		    need->value != NULL ? " " : "",
		    need->value != NULL ? need->value : "", need->clause);
		return need->endpoint;
	}
	return NULL;
}

/* Does a client read what this program serves?  Where another server issues the
 * tokens, at another host, that server's metadata count. */
static bool
is_read(const struct config *config, struct arena *arena)
{
	return config->discovery[0].uri != NULL &&
	       (config->issuing != NULL ||
		   strcmp(server_of(arena, config->issuer),
		       server_of(arena, config->registration_endpoint)) == 0);
}

static void
warn_needed(struct warner *warner, const struct json *document)
{
	struct json *all = json_copy(warner->arena, document);
	const char *name, *why;

	while (
	    (name = config_needed_endpoint(warner->arena, all, &why)) != NULL) {
		config_warn(warner, "metadata: %s", why);
		json_set_boolean(all, name, true);
	}
}

/* Metadata are found by the issuer, and must name that very issuer. */
static void
warn_hosts(struct warner *warner)
{
	const struct config *config = warner->config;
	const char *here =
	    server_of(warner->arena, config->registration_endpoint);

	if (config->issuing == NULL)
		return;
	if (strcmp(server_of(warner->arena, config->issuer), here) != 0)
		config_warn(warner,
		    "issuer: clients look for the metadata at %s (RFC 8414 "
		    "section 3.3), and registration_endpoint is at another "
		    "host, %s: have that address lead to dcr as well",
		    config->discovery[0].uri, config->registration_endpoint);
	if (strcmp(server_of(warner->arena, config->issuing->token.uri),
		here) != 0)
		config_warn(warner,
		    "token_endpoint: is at another host than "
		    "registration_endpoint: %s and %s must both lead to dcr",
		    config->issuing->token.uri, config->registration_endpoint);
}

static bool
ends_in(const char *text, const char *end)
{
	const size_t length = strlen(text), last = strlen(end);

	return length > last && strcmp(text + length - last, end) == 0;
}

static void
warn_member(struct warner *warner, const char *name, const char *value)
{
	const char *const *known = endpoints;

	if (value != NULL && strncmp(value, "http://", 7) == 0)
		config_warn(
		    warner, "metadata: %s: is http and no https URI", name);
	if (!ends_in(name, "_endpoint"))
		return;
	while (*known != NULL && strcmp(*known, name) != 0)
		known++;
	if (*known == NULL)
		config_warn(warner,
		    "metadata: %s: is no endpoint that clients know (RFC 8414 "
		    "section 7.1)",
		    name);
	else if (value == NULL)
		config_warn(warner, "metadata: %s: must be a URI", name);
}

void
config_warn_metadata(struct warner *warner)
{
	const struct config *config = warner->config;
	const char *name, *why;
	const struct json *value, *document = discovery_document(warner->arena,
				      config, warner->profile, &why);

	if (strncmp(config->issuer, "http://", 7) == 0)
		config_warn(warner,
		    "issuer: is http and no https URI, so that no metadata are "
		    "served (RFC 8414 section 2)");
	warn_hosts(warner);
	for (struct json_each each = json_each(config->metadata);
	     json_next(&each, &name, &value);)
		warn_member(warner, name, json_string(value));
	if (document != NULL && is_read(config, warner->arena))
		warn_needed(warner, document);
}
