/* SPDX-License-Identifier: ISC */
/* Warns of places that serving will ask in vain, and of what is there twice. */
#include <string.h>
#include <unistd.h>

#include "commands/config/private.h"
#include "kit/conf/config.h"

/* A file that is read, or an address that is fetched, when it is needed. */
static void
warn_place(struct warner *warner, const char *key, const char *place)
{
	if (place == NULL)
		return;
	if (*place != '/' && !fetch_allowed(&warner->config->fetch, place))
		config_warn(warner,
		    "%s: %s: its host is not in fetch.hosts, so that nobody "
		    "asks there",
		    key, place);
	if (*place == '/' && access(place, R_OK) != 0)
		config_warn(warner, "%s: %s: cannot be read", key, place);
}

static void
warn_directories(struct warner *warner)
{
	const struct config_directory *d = warner->config->directories;

	for (; d->issuer != NULL; d++) {
		warn_place(
		    warner, "directory[].status.software", d->status.software);
		warn_place(warner, "directory[].status.organisation",
		    d->status.organisation);
		warn_place(warner, "directory[].status.legal_entity",
		    d->status.legal_entity);
	}
}

static void
warn_tokens(struct warner *warner)
{
	const struct config_access_tokens *tokens =
	    warner->config->access_tokens;

	if (tokens == NULL)
		return;
	warn_place(warner,
	    tokens->keys != NULL && *tokens->keys == '/'
		? "access_tokens.jwks"
		: "access_tokens.jwks_uri",
	    tokens->keys);
	warn_place(
	    warner, "access_tokens.introspection", tokens->introspection);
	warn_place(warner, "access_tokens.secret_file", tokens->secret_file);
}

static void
warn_mirrors(struct warner *warner)
{
	const struct keyring_mirror *m = warner->config->mirrors;

	for (; m->prefix != NULL; m++)
		if (access(m->folder, R_OK | X_OK) != 0)
			config_warn(warner,
			    "fetch.mirror: %s: cannot be read, and nothing is "
			    "fetched in its place",
			    m->folder);
}

/* Who calls is known by a certificate, and the first that has it counts. */
static void
warn_servers(struct warner *warner)
{
	const struct config_resource_server *all =
	    warner->config->resource_servers;

	for (size_t i = 0; all[i].name != NULL; i++)
		for (size_t k = 0; k < i; k++) {
			if (strcmp(all[i].certificate, all[k].certificate) == 0)
				config_warn(warner,
				    "resource_servers[].certificate: %s and "
				    "%s have the same one",
				    all[k].name, all[i].name);
			if (strcmp(all[i].name, all[k].name) == 0)
				config_warn(warner,
				    "resource_servers[].name: %s: is the name "
				    "of two, which the log cannot tell apart",
				    all[i].name);
		}
}

/* A string with a blank at an end, or that is there twice, was not meant. */
static void
warn_list(struct warner *warner, const char *key, const char *const *list)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++) {
		const size_t length = strlen(list[i]);

		if (length > 0 &&
		    (list[i][0] == ' ' || list[i][length - 1] == ' '))
			config_warn(warner,
			    "%s: \"%s\": has a blank at an end, and is "
			    "compared with it",
			    key, list[i]);
		for (size_t k = 0; k < i; k++)
			if (strcmp(list[i], list[k]) == 0)
				config_warn(warner, "%s: %s: is there twice",
				    key, list[i]);
	}
}

void
config_warn_places(struct warner *warner)
{
	const struct config *config = warner->config;
	const struct config_protected *rule = config->authorizer;

	warn_directories(warner);
	warn_tokens(warner);
	warn_mirrors(warner);
	warn_servers(warner);
	warn_list(warner, "audience", config->audience);
	warn_list(warner, "fetch.hosts", config->fetch.hosts);
	for (; rule != NULL && rule->path != NULL; rule++)
		warn_list(warner, "authorizer[].methods", rule->methods);
}
