/* SPDX-License-Identifier: ISC */
#include "validators/run/path.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"

/* One step of a path: name, and what to pick by. */
struct step {
	const char *name, *member, *value;
	const char *rest; /* NULL: this was the last */
};

static struct step
take_step(struct arena *arena, const char *path)
{
	struct step step = {0};
	size_t length = strcspn(path, ".[");

	step.name = arena_strndup(arena, path, length);
	path += length;
	if (*path == '[') {
		length = strcspn(++path, "=");
		step.member = arena_strndup(arena, path, length);
		path += length + (path[length] == '=');
		length = strcspn(path, "]");
		step.value = arena_strndup(arena, path, length);
		path += length + (path[length] == ']');
	}
	step.rest = *path == '.' ? path + 1 : NULL;
	return step;
}

static void
append_all(struct json *found, const struct json *value)
{
	if (json_type(value) != JSON_ARRAY) {
		if (value != NULL)
			json_append(found, value);
		return;
	}
	for (size_t i = 0; i < json_length(value); i++)
		json_append(found, json_at(value, i));
}

static const struct json *
pick(struct arena *arena, const struct json *array, const struct step *step)
{
	struct json *found = json_new_array(arena);

	for (size_t i = 0; i < json_length(array); i++) {
		const struct json *entry = json_at(array, i);
		const char *value = json_string(json_get(entry, step->member));
		if (value == NULL || strcmp(value, step->value) != 0)
			continue;
		append_all(found, step->rest != NULL
				      ? path_get(arena, entry, step->rest)
				      : entry);
	}
	return found;
}

const struct json *
path_get(struct arena *arena, const struct json *object, const char *path)
{
	struct step step = take_step(arena, path);
	const struct json *value = json_get(object, step.name);

	if (step.member != NULL)
		return json_type(value) == JSON_ARRAY
			   ? pick(arena, value, &step)
			   : NULL;
	return step.rest != NULL ? path_get(arena, value, step.rest) : value;
}

const char *
path_pointer(struct arena *arena, const char *root, const char *path)
{
	const char *pointer = root;

	while (path != NULL) {
		struct step step = take_step(arena, path);
		pointer = arena_printf(arena, "%s/%s", pointer, step.name);
		path = step.rest;
	}
	return pointer;
}
