/* SPDX-License-Identifier: ISC */
/* The plan of a sandbox, and templates filled with its values. */
#include "commands/sandbox/private.h"

#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/profile/layer.h"
#include "validators/profile/load.h"

/* ./mars.json has its plan in ./mars.world.json. */
static const char *
file_of(struct arena *arena, const char *path)
{
	static const char end[] = ".json";
	size_t length = strlen(path);

	if (length > sizeof(end) - 1 &&
	    strcmp(path + length - (sizeof(end) - 1), end) == 0)
		length -= sizeof(end) - 1;
	return arena_printf(arena, "%.*s.world.json", (int)length, path);
}

const char *
sandbox_plan_text(struct arena *arena, const char *profile)
{
	const char *alone = profile_alone(arena, profile);
	const char *name = arena_printf(arena, "%s.world", alone);

	if (strpbrk(alone, "/.") != NULL)
		return sandbox_read(arena, file_of(arena, alone));
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return t->text;
	command_fail(EXIT_WRONG,
	    "sandbox: --profile %s: this profile comes without a plan",
	    profile);
	return NULL;
}

/* A request of the world as the layer wants it. */
static const struct json *
under(struct arena *arena, const struct json *plan, const char *layer)
{
	const char *text = layer_text(arena, layer), *name;
	const struct json *changes =
	    text != NULL ? json_get(json_parse(arena, text, strlen(text), NULL),
			       "request")
			 : NULL;
	const struct json *value;
	struct json *copy = json_copy(arena, plan);
	struct json *request = json_copy(arena, json_get(plan, "request"));

	for (struct json_each each = json_each(changes);
	     json_next(&each, &name, &value);)
		json_set(request, name, value);
	json_set(copy, "request", request);
	return copy;
}

const struct json *
sandbox_plan(struct arena *arena, const char *profile)
{
	const struct json *layers = layer_names(arena, &profile);
	const struct json *plan = sandbox_object(arena,
	    arena_printf(arena, "the world of %s", profile),
	    sandbox_plan_text(arena, profile));

	for (size_t i = json_length(layers); i > 0 && plan != NULL; i--)
		plan = under(arena, plan, json_string(json_at(layers, i - 1)));
	return plan;
}

const struct json *
sandbox_plan_read(struct arena *arena, const char *dir)
{
	return sandbox_read_object(
	    arena, sandbox_path(arena, dir, SANDBOX_PLAN));
}

/* What "software.software_redirect_uris.0" leads to. */
static const struct json *
look_up(struct arena *arena, const struct json *value, const char *path)
{
	while (value != NULL && *path != '\0') {
		size_t length = strcspn(path, ".");
		const char *name = arena_strndup(arena, path, length);
		value = json_type(value) == JSON_ARRAY
			    ? json_at(value, (size_t)strtoul(name, NULL, 10))
			    : json_get(value, name);
		path += length + (path[length] == '.');
	}
	if (value == NULL)
		command_fail(EXIT_WRONG,
		    "sandbox: the plan names a variable that has no value");
	return value;
}

/* The name between the braces of "${name}" at `text`; NULL: there is none. */
static const char *
name_at(struct arena *arena, const char *text)
{
	const char *end = strchr(text, '}');

	return end == NULL
		   ? NULL
		   : arena_strndup(arena, text + 2, (size_t)(end - text - 2));
}

const char *
sandbox_fill_text(
    struct arena *arena, const char *text, const struct json *variables)
{
	const char *all = "", *open, *name;

	while ((open = strstr(text, "${")) != NULL &&
	       (name = name_at(arena, open)) != NULL) {
		const struct json *value = look_up(arena, variables, name);
		if (value == NULL)
			return NULL;
		all = arena_printf(arena, "%s%.*s%s", all, (int)(open - text),
		    text,
		    json_string(value) != NULL ? json_string(value)
					       : json_text(arena, value));
		text = open + strlen(name) + 3;
	}
	return arena_printf(arena, "%s%s", all, text);
}

static const struct json *
fill_string(struct arena *arena, const char *text, const struct json *variables)
{
	const char *name =
	    strncmp(text, "${", 2) == 0 ? name_at(arena, text) : NULL;

	if (name != NULL && text[strlen(name) + 3] == '\0')
		return look_up(arena, variables, name);
	text = sandbox_fill_text(arena, text, variables);
	return text != NULL ? json_new_string(arena, text) : NULL;
}

static const struct json *
fill_array(struct arena *arena, const struct json *template,
    const struct json *variables)
{
	struct json *array = json_new_array(arena);

	for (size_t i = 0; i < json_length(template); i++) {
		const struct json *value =
		    sandbox_fill(arena, json_at(template, i), variables);
		if (value == NULL)
			return NULL;
		json_append(array, value);
	}
	return array;
}

static const struct json *
fill_object(struct arena *arena, const struct json *template,
    const struct json *variables)
{
	struct json *object = json_new_object(arena);
	const struct json *member;
	const char *name;

	for (struct json_each each = json_each(template);
	     json_next(&each, &name, &member);) {
		const struct json *value =
		    sandbox_fill(arena, member, variables);
		if (value == NULL)
			return NULL;
		json_set(object, name, value);
	}
	return object;
}

const struct json *
sandbox_fill(struct arena *arena, const struct json *template,
    const struct json *variables)
{
	switch (json_type(template)) {
	case JSON_STRING:
		return fill_string(arena, json_string(template), variables);
	case JSON_ARRAY:
		return fill_array(arena, template, variables);
	case JSON_OBJECT:
		return fill_object(arena, template, variables);
	default:
		return template;
	}
}

const struct json *
sandbox_party(const struct json *plan, const char *folder)
{
	const struct json *parties = json_get(plan, "parties");

	for (size_t i = 0; i < json_length(parties); i++) {
		const struct json *party = json_at(parties, i);
		const char *name = json_string(json_get(party, "folder"));
		if (name != NULL && strcmp(name, folder) == 0)
			return party;
	}
	command_fail(EXIT_WRONG, "sandbox: there is no party %s", folder);
	return NULL;
}
