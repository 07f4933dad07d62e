/* SPDX-License-Identifier: ISC */
/* Writes the dcr.conf of a new sandbox. */
#include <string.h>

#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"

/* The text with exactly this at its end in place of any slash. */
const char *
sandbox_extend(struct arena *arena, const char *text, const char *end)
{
	size_t length = strlen(text);

	while (length > 0 && text[length - 1] == '/')
		length--;
	return arena_printf(arena, "%.*s%s", (int)length, text, end);
}

/* The member `fetch`: a keystore of the user's own is fetched from; the default
 * one does not exist, and a folder stands for it. */
static const char *
fetch_text(const struct sandbox_world *world)
{
	struct uri uri;

	if (!world->fetched)
		return "{ \"mirror\": { \"" SANDBOX_KEYSTORE
		       "\": \"keystore\" } }";
	uri_parse(world->arena, world->keystore, &uri);
	return arena_printf(world->arena,
	    "{ \"hosts\": [\"%s%s%s:%s\"], \"ca\": \"server-ca.pem\",\n"
	    "             \"private_addresses\": true, \"seconds\": 3 }",
	    uri.address ? "[" : "", uri.host, uri.address ? "]" : "",
	    uri.port != NULL ? uri.port : "443");
}

/* One object or string in a line, as the items of an array. */
static const char *
items_text(
    const struct sandbox_world *world, const char *key, const char *before)
{
	const struct json *items = json_get(world->plan, key);
	const char *all = "";

	for (size_t i = 0; i < json_length(items); i++)
		all = arena_printf(world->arena, "%s%s%s%s", all, before,
		    json_text(world->arena, json_at(items, i)),
		    i + 1 < json_length(items) ? "," : "");
	return all;
}

/* Further members: the directory, and what the plan of the regime adds. */
static const char *
further_text(struct sandbox_world *world)
{
	struct json *variables = json_new_object(world->arena);
	const struct json *members = json_get(world->plan, "configuration");
	const char *directory = json_string(json_get(world->plan, "directory"));
	const char *community = json_string(json_get(world->plan, "community"));
	const struct json *value;
	const char *all = "", *name;

	if (directory != NULL)
		all = arena_printf(world->arena,
		    "  // Whose software statements are believed.\n"
		    "  \"directory\": [\n"
		    "    // This directory issues its members' certificates "
		    "itself.\n"
		    "    { \"issuer\": \"%s\","
		    " \"member_ca\": \"client-ca.pem\",\n"
		    "      \"jwks\": \"directory.jwks\" }\n"
		    "  ],\n",
		    directory);
	if (community != NULL)
		all = arena_printf(world->arena,
		    "%s  // Whose members' certificates sign requests.\n"
		    "  \"directory\": [\n"
		    "    { \"issuer\": \"%s\","
		    " \"member_ca\": \"client-ca.pem\" }\n"
		    "  ],\n",
		    all, community);
	json_set_string(variables, "issuer",
	    sandbox_extend(world->arena, world->issuer, ""));
	if (members != NULL) {
		members = sandbox_fill(world->arena, members, variables);
		if (members == NULL)
			world->why = "its plan is incomplete";
	}
	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &value);)
		all = arena_printf(world->arena, "%s  \"%s\": %s,\n", all, name,
		    json_text(world->arena, value));
	return all;
}

void
sandbox_write_config(struct sandbox_world *world)
{
	static const char form[] =
	    "// A sandbox: every key in this folder is for throwing away.\n"
	    "{\n"
	    "  \"profile\": \"%s\",\n"
	    "  // The issuer, and what else requests may name as audience.\n"
	    "  \"issuer\": \"%s\",\n"
	    "  \"audience\": [\"%s\"%s],\n"
	    "  \"registration_endpoint\": \"%s\",\n"
	    "  // dcr issues the access tokens itself, signed with these "
	    "keys.\n"
	    "  \"token_endpoint\": \"%s\",\n"
	    "  \"keys\": \"keys\",\n"
	    "  // Who may ask about them, and what the APIs need.\n"
	    "  \"resource_servers\": ["
	    " { \"name\": \"api\", \"certificate\": \"api/transport.pem\" } "
	    "],\n"
	    "  \"authorizer\": [%s\n"
	    "  ],\n"
	    "  \"store\": \"bdb:db\",\n"
	    "%s"
	    "  // Whose certificates clients come with.\n"
	    "  \"client_ca\": \"client-ca.pem\",\n"
	    "  \"cache\": \"cache\",\n"
	    "  // Where the keys of the TPPs' software are.\n"
	    "  \"fetch\": %s\n"
	    "}\n";
	const char *audience = items_text(world, "audience", " ");

	sandbox_file(world, SANDBOX_CONFIG,
	    arena_printf(world->arena, form, world->profile, world->issuer,
		world->issuer,
		*audience != '\0' ? arena_printf(world->arena, ",%s", audience)
				  : "",
		world->endpoint,
		sandbox_extend(world->arena, world->issuer, "/token"),
		items_text(world, "authorizer", "\n    "), further_text(world),
		fetch_text(world)),
	    0644);
	sandbox_file(world, SANDBOX_PLAN,
	    json_text_pretty(world->arena, world->plan), 0644);
}
