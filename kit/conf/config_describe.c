/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"

static void
set_strings(struct arena *arena, struct json *object, const char *name,
    const char *const *strings)
{
	struct json *array = json_new_array(arena);

	for (; *strings != NULL; strings++)
		json_append_string(array, *strings);
	json_set(object, name, array);
}

static const struct json *
describe_fetch(struct arena *arena, const struct config *config)
{
	struct json *fetch = json_new_object(arena);
	struct json *mirror = json_new_object(arena);

	if (*config->fetch.hosts != NULL) /* an empty array is not taken */
		set_strings(arena, fetch, "hosts", config->fetch.hosts);
	if (config->fetch.ca != NULL)
		json_set_string(fetch, "ca", config->fetch.ca);
	json_set_boolean(
	    fetch, "private_addresses", config->fetch.private_addresses);
	json_set_integer(fetch, "seconds", config->fetch.seconds);
	for (const struct keyring_mirror *m = config->mirrors;
	     m->prefix != NULL; m++)
		json_set_string(mirror, m->prefix, m->folder);
	json_set(fetch, "mirror", mirror);
	return fetch;
}

static void
set_optional(struct json *object, const char *name, const char *text)
{
	if (text != NULL)
		json_set_string(object, name, text);
}

const struct json *
config_describe(struct arena *arena, const struct config *config)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "profile", config->profile);
	set_optional(all, "overlay", config->overlay);
	json_set_string(all, "issuer", config->issuer);
	set_strings(arena, all, "audience", config->audience);
	json_set_string(
	    all, "registration_endpoint", config->registration_endpoint);
	config_describe_issuing(arena, config, all);
	/* A password may be in it: the store shows it, where it is known. */
	json_set_string(all, "store",
	    strncmp(config->store, "bdb:", 4) == 0 ? config->store : "***");
	json_set(all, "directory", config_describe_directories(arena, config));
	json_set_string(all, "client_ca", config->client_ca);
	config_describe_proxy(config, all);
	config_describe_revocation(config, all);
	json_set_string(all, "cache", config->cache);
	json_set(all, "fetch", describe_fetch(arena, config));
	if (config->statement_max_age != 0)
		json_set_integer(
		    all, "statement_max_age", config->statement_max_age);
	set_optional(all, "duplicates", config->duplicates);
	json_set_boolean(all, "registration_access_token",
	    config->registration_access_token);
	json_set_integer(
	    all, "certificate_changes", config->certificate_changes);
	json_set_integer(all, "software_changes", config->software_changes);
	json_set_boolean(all, "recovery", config->recovery);
	config_describe_tokens(arena, config, all);
	config_describe_authorizer(arena, config, all);
	if (config->metadata != NULL)
		json_set(all, "metadata", config->metadata);
	return all;
}
