/* SPDX-License-Identifier: ISC */
/* Judges what superiors say of the chains below them (section 6.2). */
#include <string.h>
#include <strings.h>

#include "kit/entity/private.h"
#include "kit/json.h"
#include "kit/uri.h"

/* A host, or a domain when it begins with a period; nothing else could ever
 * match, and would exclude nobody. */
static bool
is_name(const struct json *value)
{
	const char *text = json_string(value);

	return text != NULL && *text != '\0' && strcmp(text, ".") != 0 &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-.")] == '\0';
}

static bool
are_names(const struct json *names)
{
	if (names == NULL)
		return true;
	if (!json_is_array_of(names, JSON_STRING, 0))
		return false;
	for (size_t i = 0; i < json_length(names); i++)
		if (!is_name(json_at(names, i)))
			return false;
	return true;
}

static bool
is_within(const char *host, const char *name)
{
	const size_t length = strlen(host), part = strlen(name);

	if (*name != '.')
		return strcasecmp(host, name) == 0;
	return length > part && strcasecmp(host + length - part, name) == 0;
}

static bool
is_among(const char *host, const struct json *names)
{
	for (size_t i = 0; i < json_length(names); i++)
		if (is_within(host, json_string(json_at(names, i))))
			return true;
	return false;
}

static const char *
wrong_name(
    struct arena *arena, const struct json *constraints, const char *identifier)
{
	const struct json *names = json_get(constraints, "naming_constraints");
	const struct json *permitted = json_get(names, "permitted");
	struct uri uri;

	if (names == NULL)
		return NULL;
	if (json_type(names) != JSON_OBJECT || !are_names(permitted) ||
	    !are_names(json_get(names, "excluded")))
		return "naming_constraints: must have arrays of hosts and "
		       "domains";
	if (!uri_parse_https(arena, identifier, &uri) ||
	    is_among(uri.host, json_get(names, "excluded")) ||
	    (permitted != NULL && !is_among(uri.host, permitted)))
		return "naming_constraints: an entity below has a host that is "
		       "not permitted";
	return NULL;
}

/* `between` entities are between the superior and the chain's subject. */
static const char *
wrong_bounds(const struct json *constraints, size_t between)
{
	const struct json *most = json_get(constraints, "max_path_length");
	const struct json *types =
	    json_get(constraints, "allowed_entity_types");
	int64_t number = 0;

	if (most != NULL && (!json_integer(most, &number) || number < 0))
		return "max_path_length: must be a whole number";
	if (most != NULL && (int64_t)between > number)
		return "max_path_length: the chain is longer";
	if (types != NULL && (!json_is_array_of(types, JSON_STRING, 0) ||
				 json_has_string(types, "federation_entity")))
		return "allowed_entity_types: must be an array of types "
		       "without federation_entity";
	return NULL;
}

enum entity_fault
entity_constraints_judge(struct arena *arena, struct entity_chain *chain)
{
	for (size_t i = 1; i < chain->count; i++) {
		const struct json *constraints =
		    json_get(chain->list[i].jws.payload, "constraints");
		const char *wrong = NULL;

		if (constraints == NULL)
			continue;
		if (json_type(constraints) != JSON_OBJECT)
			wrong = "constraints: must be an object";
		if (wrong == NULL)
			wrong = wrong_bounds(constraints, i - 1);
		for (size_t j = 1; wrong == NULL && j <= i; j++)
			wrong = wrong_name(
			    arena, constraints, chain->list[j].subject);
		if (wrong != NULL)
			return entity_chain_fault(
			    chain, ENTITY_CONSTRAINTS, i, wrong);
	}
	return ENTITY_OK;
}

bool
entity_constraints_allow(const struct entity_chain *chain, const char *type)
{
	for (size_t i = 1; i < chain->count; i++) {
		const struct json *types = json_get(
		    json_get(chain->list[i].jws.payload, "constraints"),
		    "allowed_entity_types");

		if (types != NULL && !json_has_string(types, type))
			return false;
	}
	return true;
}
