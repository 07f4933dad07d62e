/* SPDX-License-Identifier: ISC */
/* Reads which names of a regime mean what a standard has a name for. */
#include "validators/lib/normalised.h"

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/known.h"
#include "validators/profile/private.h"

static void
check(struct reader *reader, const struct json *members, const char *name,
    const struct json *entry)
{
	const char *key = arena_printf(reader->arena, "normalised.%s", name);

	if (!normalised_is(name))
		reader_wrong(reader, key, "is no name of a standard");
	else if (json_string(entry) != NULL) {
		/* A version may not have the member. */
		if (!json_has_string(members, json_string(entry)) &&
		    !known_member(json_string(entry)))
			reader_wrong(reader, key, "must be a member");
	} else if (!json_is_object_of(entry, JSON_STRING))
		reader_wrong(
		    reader, key, "must be a member, or an object of words");
}

const struct json *
profile_read_normalised(struct reader *reader, const struct json *root)
{
	const struct json *all = json_get(root, "normalised"), *entry;
	const char *name;

	if (all != NULL && json_type(all) != JSON_OBJECT)
		reader_wrong(reader, "normalised", "must be an object");
	for (struct json_each each = json_each(all);
	     json_next(&each, &name, &entry);)
		check(reader, json_get(root, "members"), name, entry);
	return all;
}
