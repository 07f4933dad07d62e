/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/fetch.h"
#include "kit/uri.h"

static const char *
port_of(const struct uri *uri)
{
	return uri->port == NULL ? "443" : uri->port;
}

/* Read by the parser that reads the URI, so that the two cannot differ. */
static bool
host_matches(struct arena *arena, const char *entry, const struct uri *uri)
{
	struct uri host;

	return uri_parse(
		   arena, arena_printf(arena, "https://%s/", entry), &host) &&
	       host.userinfo == NULL && host.query == NULL &&
	       host.fragment == NULL && strcmp(host.path, "/") == 0 &&
	       strcmp(host.host, uri->host) == 0 &&
	       strcmp(port_of(&host), port_of(uri)) == 0;
}

static bool
permitted(
    const struct fetch_policy *policy, const char *text, struct arena *arena)
{
	struct uri uri;

	if (policy->hosts == NULL || !uri_parse(arena, text, &uri))
		return false;
	if (strcmp(uri.scheme, "https") != 0 || uri.userinfo != NULL ||
	    uri.fragment != NULL)
		return false;
	for (size_t i = 0; policy->hosts[i] != NULL; i++) {
		if (host_matches(arena, policy->hosts[i], &uri))
			return true;
	}
	return false;
}

bool
fetch_allowed(const struct fetch_policy *policy, const char *uri)
{
	struct arena *arena = arena_new();
	bool allowed = permitted(policy, uri, arena);

	arena_free(arena);
	return allowed;
}
