/* SPDX-License-Identifier: ISC */
/* Reads which members an overlay lets in or keeps out. */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

void
overlay_wrong(const struct overlay_change *to, const char *name,
    const char *key, const char *what)
{
	reader_wrong(to->reader,
	    arena_printf(to->reader->arena, "members.%s%s%s", name,
		*key != '\0' ? "." : "", key),
	    what);
}

struct json *
overlay_list_copy(struct arena *arena, const struct json *list)
{
	struct json *copy = json_new_array(arena);

	for (size_t i = 0; i < json_length(list); i++)
		json_append(copy, json_at(list, i));
	return copy;
}

/* The array of that name, and the object of that name, to be changed. */
struct json *
overlay_list(const struct overlay_change *to, const char *name)
{
	struct json *copy =
	    overlay_list_copy(to->reader->arena, json_get(to->all, name));

	json_set(to->all, name, copy);
	return copy;
}

struct json *
overlay_object(const struct overlay_change *to, const char *name)
{
	const struct json *was = json_get(to->all, name);
	struct json *copy = was != NULL ? json_copy(to->reader->arena, was)
					: json_new_object(to->reader->arena);

	json_set(to->all, name, copy);
	return copy;
}

void
overlay_members(const struct overlay_change *to, const struct json *members)
{
	struct reader *reader = to->reader;
	const struct json *entry;
	const char *name;

	if (members != NULL && json_type(members) != JSON_OBJECT)
		reader_wrong(reader, "members",
		    "must be an object of members: false, or what is let in");
	for (struct json_each each = json_each(members);
	     reader->why == NULL && json_next(&each, &name, &entry);) {
		if (json_type(entry) == JSON_OBJECT)
			overlay_let_in(to, name, entry);
		else if (json_type(entry) == JSON_BOOLEAN && !json_true(entry))
			overlay_keep_out(to, name);
		else
			overlay_wrong(to, name, "",
			    "must be false, or an object with type and clause");
	}
}
