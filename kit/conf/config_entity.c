/* SPDX-License-Identifier: ISC */
/* Reads what dcr.conf says of us as an entity of a federation. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "kit/uri.h"

/* Seconds. */
enum { ENTITY_LEAST = 300, ENTITY_MOST = 2592000, ENTITY_USUAL = 86400 };

static const char prefix[] = "entity.";

static void
check_superiors(struct reader *reader, const char *const *superiors)
{
	size_t count = 0;
	struct uri uri;

	for (; superiors != NULL && superiors[count] != NULL; count++)
		if (!uri_parse_https(reader->arena, superiors[count], &uri) ||
		    uri.query != NULL)
			reader_wrong(reader, "entity.superiors",
			    "must hold https URIs without a query");
	if (count == 0 || count > LIMIT_HINTS)
		reader_wrong(reader, "entity.superiors",
		    arena_printf(reader->arena,
			"must have 1 to %d entities: who has statements about "
			"this server",
			LIMIT_HINTS));
}

static void
read_entity(struct reader *reader, const struct json *from, void *out)
{
	static const char *const names[] = {
	    "keys", "superiors", "seconds", "metadata", NULL};
	struct config_entity *to = out;

	reader_known_keys(reader, from, prefix, names);
	to->keys = reader_need_path(reader, from, prefix, "keys");
	to->superiors = reader_strings(reader, from, prefix, "superiors");
	check_superiors(reader, to->superiors);
	to->seconds = reader_number(reader, from, prefix, "seconds",
	    ENTITY_LEAST, ENTITY_MOST, ENTITY_USUAL);
	to->metadata = json_get(from, "metadata");
	if (to->metadata != NULL && json_type(to->metadata) != JSON_OBJECT)
		reader_wrong(reader, "entity.metadata", "must be an object");
}

void
config_read_entity(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_entity *to;

	if (json_get(root, "entity") == NULL)
		return;
	to = arena_alloc(reader->arena, sizeof(*to));
	config->entity = to;
	reader_object(reader, root, "entity", read_entity, to);
	if (to->keys != NULL && config->keys != NULL &&
	    strcmp(to->keys, config->keys) == 0)
		reader_wrong(reader, "entity.keys",
		    "must be another folder than keys: the keys of an entity "
		    "are for its statements");
	if (config->discovery[1].path == NULL)
		reader_wrong(reader, "issuer",
		    "must be an https URI without a query beside entity: it is "
		    "the identifier of this server");
	else
		to->place = config_endpoint_beside(
		    reader, &config->discovery[1], "openid-federation");
}
