/* SPDX-License-Identifier: ISC */
/* Reads what a mapping does with each member of a client. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/words.h"
#include "validators/lib/normalised.h"

static const char tagged[] = "#", jwks[] = "jwks";

static bool
is_member(const char *name)
{
	return strcmp(name, tagged) == 0 || strcmp(name, jwks) == 0 ||
	       (strchr(name, '#') == NULL && normalised_is(name));
}

const struct json *
mapping_read_list(struct reader *reader, const struct json *from,
    const char *prefix, const char *name)
{
	const struct json *list = json_get(from, name);

	if (list != NULL &&
	    (json_type(list) != JSON_ARRAY || json_length(list) == 0))
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be an array, not empty");
	return list;
}

static void
read_treatment(struct reader *reader, const struct json *from,
    const char *prefix, struct mapping_member *to)
{
	const char *ignored = reader_string(reader, from, prefix, "ignored");
	const char *inexpressible =
	    reader_string(reader, from, prefix, "inexpressible");

	to->words = reader_string(reader, from, prefix, "words");
	if (ignored != NULL) {
		to->treatment = MEMBER_IGNORED;
		to->words = ignored;
	}
	if (inexpressible == NULL)
		return;
	to->treatment = MEMBER_INEXPRESSIBLE;
	to->words = inexpressible;
	if (ignored != NULL)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%signored", prefix),
		    "is not allowed beside inexpressible");
}

/* A bank may see to what the product cannot express by something else, and
 * says so by name in dcr.conf. */
static void
read_elsewhere(struct reader *reader, const struct json *from,
    const char *prefix, const char *elsewhere, struct mapping_member *to)
{
	const bool allowed =
	    reader_boolean(reader, from, prefix, "elsewhere", false);

	if (allowed && to->treatment != MEMBER_INEXPRESSIBLE)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%selsewhere", prefix),
		    "is allowed only beside inexpressible");
	if (!words_have(elsewhere, to->name, strlen(to->name)))
		return;
	if (!allowed)
		reader_wrong(reader, "values.elsewhere",
		    arena_printf(reader->arena,
			"must not name %s: it is not one that something else "
			"can see to",
			to->name));
	to->treatment = MEMBER_ELSEWHERE;
}

static void
read_member(struct reader *reader, const char *name, const struct json *from,
    const char *elsewhere, struct mapping_member *to)
{
	static const char *const names[] = {"values", "words", "forbidden",
	    "harmless", "ignored", "inexpressible", "elsewhere", NULL};
	const char *prefix = arena_printf(reader->arena, "members.%s.", name);

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader,
		    arena_printf(reader->arena, "members.%s", name),
		    "must be an object");
	reader_known_keys(reader, from, prefix, names);
	to->name = strcmp(name, tagged) == 0 ? "" : name;
	read_treatment(reader, from, prefix, to);
	read_elsewhere(reader, from, prefix, elsewhere, to);
	to->values = mapping_read_list(reader, from, prefix, "values");
	to->harmless = mapping_read_list(reader, from, prefix, "harmless");
	to->forbidden = reader_string(reader, from, prefix, "forbidden");
	if (to->treatment != MEMBER_MAPPED &&
	    (to->values != NULL || to->forbidden != NULL))
		reader_wrong(reader,
		    arena_printf(reader->arena, "members.%s", name),
		    "is not mapped, and has no values to judge");
}

static void
need_all(struct reader *reader, const struct mapping *mapping)
{
	static const char *const others[] = {jwks, "", NULL};
	const char *const *lists[] = {normalised_names(), others};

	for (size_t i = 0; i < 2; i++)
		for (const char *const *name = lists[i]; *name != NULL; name++)
			if (mapping_member(mapping, *name) == NULL)
				reader_wrong(reader,
				    arena_printf(reader->arena, "members.%s",
					**name != '\0' ? *name : tagged),
				    "is missing: say how it is mapped, that "
				    "it is \"inexpressible\" or why it is "
				    "\"ignored\"");
}

static void
need_elsewhere(
    struct reader *reader, const char *elsewhere, const struct mapping *mapping)
{
	for (const char *at = elsewhere; at != NULL && *at != '\0';) {
		const size_t length = strcspn(at, " ");
		const char *name = arena_strndup(reader->arena, at, length);

		if (length > 0 && mapping_member(mapping, name) == NULL)
			reader_wrong(reader, "values.elsewhere",
			    arena_printf(reader->arena,
				"%s is no member of a client", name));
		at += length + (at[length] == ' ');
	}
}

void
mapping_read_members(struct reader *reader, const struct json *root,
    const struct json *values, struct mapping *mapping)
{
	const struct json *members = json_get(root, "members"), *value;
	const char *elsewhere = json_string(json_get(values, "elsewhere"));
	struct mapping_member *to = arena_alloc(
	    reader->arena, (json_length(members) + 1) * sizeof(*to));
	const char *name;

	mapping->members = to;
	if (json_type(members) != JSON_OBJECT)
		reader_wrong(reader, "members", "must be an object");
	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &value); to++) {
		if (!is_member(name))
			reader_wrong(reader,
			    arena_printf(reader->arena, "members.%s", name),
			    "no client has such a member");
		read_member(reader, name, value, elsewhere, to);
		mapping->member_count++;
	}
	need_all(reader, mapping);
	need_elsewhere(reader, elsewhere, mapping);
}
