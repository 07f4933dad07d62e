/* SPDX-License-Identifier: ISC */
/* Lets grant types and response types that are left out follow each other. */
#include "kit/json.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"

/* Response type -> the grant type that it needs; NULL: the profile does not
 * ask. */
static const struct json *
needs(const struct submission *s)
{
	return profile_setting_of(
	    s->profile->questions, "response_types", "grant");
}

const struct json *
metadata_default_grants(const struct submission *s, const struct json *value)
{
	const struct json *types = metadata_spelled(
	    s, "response_types", metadata_given(s, "response_types").value);
	struct json *all = json_new_array(s->arena);

	for (size_t i = 0; i < json_length(value); i++)
		json_append(all, json_at(value, i));
	for (size_t i = 0; i < json_length(types); i++) {
		const char *type = json_string(json_at(types, i));
		const char *grant =
		    type != NULL ? json_string(json_get(needs(s), type)) : NULL;
		if (grant != NULL && !json_has_string(all, grant))
			json_append_string(all, grant);
	}
	return all;
}

const struct json *
metadata_default_types(const struct submission *s, const struct json *value)
{
	const struct json *grants = metadata_find(s, "grant_types").value;

	for (size_t i = 0; i < json_length(value); i++) {
		const char *grant = json_string(
		    json_get(needs(s), json_string(json_at(value, i))));
		if (grant != NULL && !json_has_string(grants, grant))
			return json_new_array(s->arena);
	}
	return value;
}

bool
metadata_redirects(const struct submission *s)
{
	const struct json *grants = metadata_find(s, "grant_types").value;
	const struct json *map = needs(s), *grant;
	const char *type;

	if (map == NULL ||
	    json_length(metadata_find(s, "response_types").value) > 0)
		return true;
	for (struct json_each each = json_each(map);
	     json_next(&each, &type, &grant);)
		if (json_has_string(grants, json_string(grant)))
			return true;
	return false;
}
