/* SPDX-License-Identifier: ISC */
/* Warns of calls of the bank's APIs that no scope protects, though nobody has
 * said that this is on purpose. */
#include <stddef.h>
#include <string.h>

#include "commands/config/private.h"
#include "kit/conf/config.h"

static bool
is_below(const char *path, const char *place)
{
	const size_t length = place != NULL ? strlen(place) : 0;

	return length > 0 && strncmp(path, place, length) == 0 &&
	       (path[length] == '\0' || path[length] == '/');
}

/* Calls of these paths come to dcr itself, and no rule is asked. */
static bool
is_ours(const struct config *config, const char *path)
{
	return is_below(path, config->registration_path) ||
	       is_below(path, config->jwks.path) ||
	       is_below(path, config->clients.path) ||
	       is_below(path, config->events.path) ||
	       is_below(path, "/.well-known") ||
	       (config->issuing != NULL &&
		   (is_below(path, config->issuing->token.path) ||
		       is_below(path, config->issuing->introspection.path) ||
		       is_below(path, config->issuing->revocation.path)));
}

void
config_warn_calls(struct warner *warner)
{
	const struct config *config = warner->config;
	const struct config_protected *rule = config->authorizer;

	if (rule == NULL && !config->calls_without_token)
		config_warn(warner,
		    "authorizer: is missing: the certificate of a registered "
		    "client opens every API; \"calls_without_token\": true "
		    "says that this is on purpose");
	for (; rule != NULL && rule->path != NULL; rule++) {
		if (is_ours(config, rule->path))
			config_warn(warner,
			    "authorizer[].path: %s: is an endpoint of dcr's, "
			    "for which no rule is asked",
			    rule->path);
		if (!rule->token && !rule->open)
			config_warn(warner,
			    "authorizer[].path: %s: no scope protects these "
			    "calls: the certificate of a registered client is "
			    "enough; \"token\": false says that this is on "
			    "purpose",
			    rule->path);
	}
}
