/* SPDX-License-Identifier: ISC */
/* Follows the path of a claim into a statement. */
#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/private.h"

enum { PICKS_MOST = 4 };

/* One step of a path: name, and what to pick by. */
struct step {
	const char *name;
	struct {
		const char *member, *value;
	} by[PICKS_MOST];
	size_t count;
	bool picks;
	const char *rest; /* NULL: this was the last */
};

/* Takes what is between the brackets at `path`; returns what is behind
 * them. */
static const char *
take_pick(struct arena *arena, const char *path, struct step *step)
{
	size_t length = strcspn(++path, "=]");

	step->picks = true;
	if (path[length] == '=' && step->count < PICKS_MOST) {
		step->by[step->count].member =
		    arena_strndup(arena, path, length);
		path += length + 1;
		length = strcspn(path, "]");
		step->by[step->count++].value =
		    arena_strndup(arena, path, length);
	}
	path += length;
	return path + (*path == ']');
}

static struct step
take_step(struct arena *arena, const char *path)
{
	struct step step = {0};
	size_t length = strcspn(path, ".[");

	step.name = arena_strndup(arena, path, length);
	path += length;
	while (*path == '[')
		path = take_pick(arena, path, &step);
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

static const struct json *get_one(
    struct arena *arena, const struct json *object, const char *path);

static bool
is_picked(const struct json *entry, const struct step *step)
{
	for (size_t i = 0; i < step->count; i++) {
		const char *value =
		    json_string(json_get(entry, step->by[i].member));
		if (value == NULL || strcmp(value, step->by[i].value) != 0)
			return false;
	}
	return true;
}

static void
pick_one(struct arena *arena, struct json *found, const struct json *entry,
    const struct step *step)
{
	if (is_picked(entry, step))
		append_all(found, step->rest != NULL
				      ? get_one(arena, entry, step->rest)
				      : entry);
}

static const struct json *
pick(struct arena *arena, const struct json *value, const struct step *step)
{
	struct json *found = json_new_array(arena);

	if (json_type(value) != JSON_ARRAY) {
		if (step->count > 0 || json_type(value) <= JSON_NULL)
			return NULL;
		pick_one(arena, found, value, step);
		return found;
	}
	for (size_t i = 0; i < json_length(value); i++)
		pick_one(arena, found, json_at(value, i), step);
	return found;
}

static const struct json *
get_one(struct arena *arena, const struct json *object, const char *path)
{
	struct step step = take_step(arena, path);
	const struct json *value = json_get(object, step.name);

	if (step.picks)
		return pick(arena, value, &step);
	return step.rest != NULL ? get_one(arena, value, step.rest) : value;
}

/* Does the path lead somewhere?  One that picks does so when there is something
 * to pick, whatever is in there. */
static bool
leads(struct arena *arena, const struct json *object, const char *path)
{
	const char *last = strrchr(path, ']');
	const struct json *found;

	if (last == NULL)
		return json_type(get_one(arena, object, path)) > JSON_NULL;
	found = get_one(arena, object,
	    arena_strndup(arena, path, (size_t)(last + 1 - path)));
	return json_length(found) > 0;
}

const char *
path_choose(struct arena *arena, const struct json *object, const char *paths)
{
	const char *first = NULL;

	while (strchr(paths, '|') != NULL) {
		size_t length = strcspn(paths, "|");
		const char *path = arena_strndup(arena, paths, length);
		if (leads(arena, object, path))
			return path;
		if (first == NULL)
			first = path;
		paths += length + 1;
	}
	if (first == NULL || leads(arena, object, paths))
		return paths;
	return first;
}

/* Most paths are one name. */
const struct json *
path_get(struct arena *arena, const struct json *object, const char *paths)
{
	if (strpbrk(paths, ".[|") == NULL)
		return json_get(object, paths);
	return get_one(arena, object, path_choose(arena, object, paths));
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
