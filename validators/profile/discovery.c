/* SPDX-License-Identifier: ISC */
/* Makes the authorization server metadata out of configuration and profile. */
#include "validators/profile/discovery.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/profile.h"

/* "Claims with zero elements MUST be omitted", RFC 8414 section 3.2. */
static void
say(struct json *document, const char *name, const struct json *value)
{
	if (json_type(value) != JSON_ARRAY || json_length(value) > 0)
		json_set(document, name, value);
}

/* A resource server is known by its certificate and nothing else. */
static void
say_issuing(
    struct arena *arena, struct json *document, const struct config *config)
{
	const struct config_issuing *issuing = config->issuing;
	struct json *methods = json_new_array(arena);

	json_append_string(methods, "tls_client_auth");
	json_set_string(document, "token_endpoint", issuing->token.uri);
	json_set_string(document, "jwks_uri", config->jwks.uri);
	json_set_string(
	    document, "introspection_endpoint", issuing->introspection.uri);
	json_set(
	    document, "introspection_endpoint_auth_methods_supported", methods);
	json_set_string(
	    document, "revocation_endpoint", issuing->revocation.uri);
	json_set(
	    document, "revocation_endpoint_auth_methods_supported", methods);
}

static struct json *
say_deployment(struct arena *arena, const struct config *config,
    const struct profile *profile)
{
	const struct profile_entity *entity = profile->entity;
	struct json *document = json_new_object(arena);
	const struct json *value;
	const char *name;

	json_set_string(document, "issuer", config->issuer);
	if (config->issuing != NULL)
		say_issuing(arena, document, config);
	json_set_string(document,
	    entity != NULL ? entity->endpoint : "registration_endpoint",
	    config->registration_endpoint);
	for (struct json_each each =
		 json_each(entity != NULL ? entity->metadata : NULL);
	     json_next(&each, &name, &value);)
		json_set(document, name, value);
	if (config->issuing != NULL && !profile_connection_is_plain(profile))
		json_set_boolean(document,
		    "tls_client_certificate_bound_access_tokens", true);
	return document;
}

static bool
say_profile(
    struct json *document, const struct json *members, const char **taken)
{
	const struct json *value;

	for (struct json_each each = json_each(members);
	     json_next(&each, taken, &value);) {
		if (json_get(document, *taken) != NULL)
			return false;
		say(document, *taken, value);
	}
	return true;
}

/* The document of which a part is signed has a name that is the profile's. */
static const char *
signed_misfit(struct arena *arena, const struct config *config,
    const struct profile *profile)
{
	const struct profile_signed *of = profile->signed_metadata;

	if (config->signed_metadata == NULL)
		return NULL;
	if (of == NULL)
		return "signed_metadata: the profile has no such document";
	if (strcmp(strrchr(config->signed_metadata->place.uri, '/') + 1,
		of->at) == 0)
		return NULL;
	return arena_printf(arena,
	    "signed_metadata.endpoint: the profile has it at /.well-known/%s",
	    of->at);
}

const struct json *
discovery_document(struct arena *arena, const struct config *config,
    const struct profile *profile, const char **why)
{
	struct json *document = say_deployment(arena, config, profile);
	const struct json *value;
	const char *name;

	*why = signed_misfit(arena, config, profile);
	if (*why != NULL)
		return NULL;
	if (!say_profile(document, profile->discovery, &name)) {
		*why = arena_printf(arena,
		    "profile %s: discovery.%s: is said by the configuration",
		    config->profile, name);
		return NULL;
	}
	for (struct json_each each = json_each(config->metadata);
	     json_next(&each, &name, &value);) {
		/* A member of the profile counts though it is empty, and left
		 * out. */
		bool profiles = json_get(profile->discovery, name) != NULL;
		if (profiles || json_get(document, name) != NULL) {
			*why =
			    arena_printf(arena, "metadata: %s: is said by %s",
				name, profiles ? "the profile" : "other keys");
			return NULL;
		}
		say(document, name, value);
	}
	return document;
}
