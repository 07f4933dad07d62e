/* SPDX-License-Identifier: ISC */
/* Identifiers of entities, and the places that follow from them. */
#include "kit/entity/entity.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/percent.h"
#include "kit/uri.h"

bool
entity_is_identifier(struct arena *arena, const char *text)
{
	struct uri uri;

	return text != NULL && strlen(text) <= LIMIT_IDENTIFIER &&
	       uri_parse_https(arena, text, &uri) && *uri.host != '\0' &&
	       uri.query == NULL;
}

bool
entity_is_configuration(const struct entity_statement *statement)
{
	return strcmp(statement->issuer, statement->subject) == 0;
}

const char *
entity_place(struct arena *arena, const char *identifier)
{
	size_t length = strlen(identifier);

	if (length > 0 && identifier[length - 1] == '/')
		length--;
	return arena_printf(arena, "%.*s/.well-known/openid-federation",
	    (int)length, identifier);
}

const char *
entity_fetch_place(struct arena *arena, const struct entity_statement *superior,
    const char *subject)
{
	const struct json *metadata =
	    json_get(superior->jws.payload, "metadata");
	const char *endpoint =
	    json_string(json_get(json_get(metadata, "federation_entity"),
		"federation_fetch_endpoint"));
	struct uri uri;

	if (endpoint == NULL || !uri_parse_https(arena, endpoint, &uri))
		return NULL;
	return arena_printf(arena, "%s%csub=%s", endpoint,
	    uri.query != NULL ? '&' : '?',
	    percent_encode(arena, subject, "-._~"));
}
