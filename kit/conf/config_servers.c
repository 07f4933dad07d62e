/* SPDX-License-Identifier: ISC */
/* Reads which servers of the bank may read clients and poll events, and
 * where. */
#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"

static void
read_server(struct reader *reader, const struct json *entry, void *to)
{
	static const char *const names[] = {"name", "certificate", NULL};
	static const char prefix[] = "resource_servers[].";
	struct config_resource_server *server = to;

	reader_known_keys(reader, entry, prefix, names);
	server->name = reader_need(reader, entry, prefix, "name");
	(void)reader_need(reader, entry, prefix, "certificate");
	server->certificate = reader_file(reader, entry, prefix, "certificate");
}

/* Is there a receiver of Security Event Tokens; with `poll`, one that comes and
 * asks for them? */
static bool
has_set(const struct json *root, bool poll)
{
	const struct json *all = json_get(root, "deliver");

	for (size_t i = 0; i < json_length(all); i++) {
		const struct json *one = json_at(all, i);
		const char *kind = json_string(json_get(one, "kind"));
		if (kind != NULL && strcmp(kind, "set") == 0 &&
		    (!poll || json_get(one, "poll") != NULL))
			return true;
	}
	return false;
}

static struct config_endpoint
read_place(struct reader *reader, const struct json *root,
    const struct config *config, const char *key, const char *usual)
{
	const struct config_endpoint registration = {
	    config->registration_endpoint, config->registration_path};
	struct config_endpoint place = config_read_endpoint(reader, root, key);

	if (place.uri == NULL && registration.path != NULL)
		place = config_endpoint_beside(reader, &registration, usual);
	json_set_string(reader->told, key, place.uri);
	return place;
}

/* Reads an endpoint that is there for somebody, or refuses to have it. */
static void
read_for(struct reader *reader, const struct json *root,
    struct config_endpoint *to, const struct config *config, const char *key,
    const char *usual, const char *whom)
{
	if (whom == NULL)
		*to = read_place(reader, root, config, key, usual);
	else if (json_get(root, key) != NULL)
		reader_wrong(reader, key, whom);
}

/* Our keys, where events are all that they sign. */
static void
read_keys(struct reader *reader, const struct json *root, struct config *config)
{
	const struct config_endpoint registration = {
	    config->registration_endpoint, config->registration_path};

	if (config->issuing != NULL)
		return;
	if (!has_set(root, false)) {
		if (json_get(root, "keys") != NULL)
			reader_wrong(reader, "keys",
			    "is allowed only beside token_endpoint or a "
			    "receiver of kind set: nothing else is signed");
		return;
	}
	config->keys = reader_need_path(reader, root, "", "keys");
	if (registration.path != NULL)
		config->jwks =
		    config_endpoint_beside(reader, &registration, "jwks");
}

/* An endpoint, and whether what is below its path belongs to it as well. */
struct place {
	const char *name;
	const char *path; /* NULL: it is not served */
	bool all;
};

static bool
is_below(const char *path, const struct place *place)
{
	const size_t length = strlen(place->path);

	return strncmp(path, place->path, length) == 0 &&
	       (path[length] == '\0' || (place->all && path[length] == '/'));
}

static bool
is_apart(const struct place *a, const struct place *b)
{
	return a->path == NULL || b->path == NULL ||
	       (!is_below(a->path, b) && !is_below(b->path, a));
}

/* The places of this file come first; the others are known to be apart. */
static void
check_apart(struct reader *reader, const struct config *config)
{
	static const struct config_issuing nothing;
	const struct config_issuing *issuing =
	    config->issuing != NULL ? config->issuing : &nothing;
	const struct place places[] = {
	    {"clients_endpoint", config->clients.path, true},
	    {"events_endpoint", config->events.path, false},
	    {"registration_endpoint", config->registration_path, true},
	    {"the one of the key set", config->jwks.path, false},
	    {"token_endpoint", issuing->token.path, false},
	    {"the one of introspection", issuing->introspection.path, false},
	    {"the one of revocation", issuing->revocation.path, false},
	    {"the one of discovery", config->discovery[0].path, false},
	    {"the one of discovery", config->discovery[1].path, false},
	};

	for (size_t i = 0; i < 2; i++)
		for (size_t k = i + 1; k < sizeof(places) / sizeof(*places);
		     k++)
			if (!is_apart(&places[i], &places[k]))
				reader_wrong(reader, places[i].name,
				    arena_printf(reader->arena,
					"%s must be another path than %s",
					places[i].path, places[k].name));
}

void
config_read_servers(
    struct reader *reader, const struct json *root, struct config *config)
{
	config->resource_servers =
	    reader_objects(reader, root, "resource_servers", "server", 0,
		sizeof(*config->resource_servers), read_server);
	const bool none = config->resource_servers->name == NULL;

	read_keys(reader, root, config);
	read_for(reader, root, &config->clients, config, "clients_endpoint",
	    "clients",
	    none ? "is allowed only beside resource_servers, who may read them"
		 : NULL);
	read_for(reader, root, &config->events, config, "events_endpoint",
	    "events",
	    has_set(root, true) ? NULL
				: "is allowed only beside a receiver of kind "
				  "set that polls");
	if (reader->why == NULL)
		check_apart(reader, config);
}
