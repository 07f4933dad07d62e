/* SPDX-License-Identifier: ISC */
/* Says whether a product can express a client: what it cannot is refused, and
 * never left out. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/words.h"

const struct mapping_member *
mapping_member(const struct mapping *mapping, const char *name)
{
	const size_t length = strcspn(name, "#");

	for (size_t i = 0; i < mapping->member_count; i++) {
		const char *known = mapping->members[i].name;

		if (strncmp(known, name, length) == 0 && known[length] == '\0')
			return &mapping->members[i];
	}
	return NULL;
}

/* Is the value one of these?  "id_token code" is "code id_token" (RFC 6749
 * section 3.1.1). */
static bool
is_one_of(const struct json *value, const struct json *values)
{
	for (size_t i = 0; i < json_length(values); i++) {
		const struct json *one = json_at(values, i);

		if (json_equal(value, one) ||
		    (json_string(value) != NULL && json_string(one) != NULL &&
			words_same(json_string(value), json_string(one))))
			return true;
	}
	return false;
}

static const char *
wrong_value(struct arena *arena, const struct mapping_member *member,
    const struct json *value)
{
	const char *text = json_string(value);

	if (member->values != NULL && !is_one_of(value, member->values))
		return arena_printf(arena, "%s cannot be %s there%s%s",
		    member->name, json_text(arena, value),
		    member->words != NULL ? ": " : "",
		    member->words != NULL ? member->words : "");
	if (member->forbidden != NULL && text != NULL &&
	    strstr(text, member->forbidden) != NULL)
		return arena_printf(arena, "%s cannot have %s in it there",
		    member->name, member->forbidden);
	return NULL;
}

/* One value, or each of an array. */
static const char *
wrong_values(struct arena *arena, const struct mapping_member *member,
    const struct json *value)
{
	const char *why = NULL;

	if (json_type(value) != JSON_ARRAY)
		return wrong_value(arena, member, value);
	for (size_t i = 0; why == NULL && i < json_length(value); i++)
		why = wrong_value(arena, member, json_at(value, i));
	return why;
}

static const char *
judge(struct arena *arena, const struct mapping_member *member,
    const struct json *value)
{
	if (is_one_of(value, member->harmless))
		return NULL;
	switch (member->treatment) {
	case MEMBER_MAPPED:
		return wrong_values(arena, member, value);
	case MEMBER_INEXPRESSIBLE:
		return arena_printf(arena, "%s cannot be expressed there: %s",
		    member->name, member->words);
	case MEMBER_IGNORED:
	case MEMBER_ELSEWHERE:
		break;
	}
	return NULL;
}

const char *
mapping_inexpressible(struct arena *arena, const struct mapping *mapping,
    const struct json *client)
{
	const struct json *value;
	const char *name, *why = NULL;

	for (struct json_each each = json_each(client);
	     why == NULL && json_next(&each, &name, &value);) {
		const struct mapping_member *member =
		    mapping_member(mapping, name);
		if (json_is_empty(value))
			continue;
		if (member != NULL && member->treatment == MEMBER_MAPPED &&
		    strchr(name, '#') != NULL)
			member = mapping_member(mapping, "");
		why = member != NULL
			  ? judge(arena, member, value)
			  : arena_printf(arena,
				"%s: the mapping does not know it", name);
	}
	return why;
}
