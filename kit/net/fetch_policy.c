/* SPDX-License-Identifier: ISC */
/* Which URIs the configuration allows to be fetched. */
#include <string.h>

#include "kit/arena.h"
#include "kit/net/private.h"
#include "kit/uri.h"

static const char *
port_of(const struct uri *uri)
{
	if (uri->port != NULL)
		return uri->port;
	return strcmp(uri->scheme, "http") == 0 ? "80" : "443";
}

/* Compares a host of the policy with the URI's.  The parser that reads the URI
 * reads the host, so that the two cannot differ. */
static bool
host_matches(struct arena *arena, const char *entry, const struct uri *uri)
{
	struct uri host;

	return uri_parse(arena,
		   arena_printf(arena, "%s://%s/", uri->scheme, entry),
		   &host) &&
	       host.userinfo == NULL && host.query == NULL &&
	       host.fragment == NULL && strcmp(host.path, "/") == 0 &&
	       strcmp(host.host, uri->host) == 0 &&
	       strcmp(port_of(&host), port_of(uri)) == 0;
}

static bool
permitted(const struct fetch_policy *policy, const char *text, bool clear,
    struct arena *arena)
{
	struct uri uri;

	if (!uri_parse(arena, text, &uri))
		return false;
	if (strcmp(uri.scheme, "https") != 0 &&
	    !(clear && strcmp(uri.scheme, "http") == 0))
		return false;
	if (uri.userinfo != NULL || uri.fragment != NULL)
		return false;
	if (policy->any_host)
		return strcmp(uri.scheme, "https") == 0;
	for (size_t i = 0; policy->hosts != NULL && policy->hosts[i] != NULL;
	     i++) {
		if (host_matches(arena, policy->hosts[i], &uri))
			return true;
	}
	return false;
}

bool
fetch_permitted(const struct fetch_policy *policy, const char *uri, bool clear)
{
	struct arena *arena = arena_new();
	bool permission = permitted(policy, uri, clear, arena);

	arena_free(arena);
	return permission;
}

bool
fetch_allowed(const struct fetch_policy *policy, const char *uri)
{
	return fetch_permitted(policy, uri, false);
}

bool
fetch_ocsp_allowed(const struct fetch_policy *policy, const char *uri)
{
	return fetch_permitted(policy, uri, true);
}
