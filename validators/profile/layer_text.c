/* SPDX-License-Identifier: ISC */
/* Finds the layers behind the name of a profile, and their texts. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/profile/layer.h"
#include "validators/profile/load.h"

static const char end[] = ".layer";

/* Is it the name of a layer by its letters?  A path may have a plus as well,
 * and goes on with a dot or a slash. */
static bool
is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";

	return *text != '\0' && text[strspn(text, letters)] == '\0';
}

const struct json *
layer_names(struct arena *arena, const char **which)
{
	struct json *names = json_new_array(arena);
	const char *plus;

	while ((plus = strrchr(*which, '+')) != NULL && is_name(plus + 1)) {
		json_append_string(names, plus + 1);
		*which = arena_strndup(arena, *which, (size_t)(plus - *which));
	}
	return names;
}

bool
layer_is(const struct profile_text *text)
{
	const char *dot = strchr(text->name, '.');

	return dot != NULL && strcmp(dot, end) == 0;
}

const char *
layer_name(struct arena *arena, const struct profile_text *text)
{
	return arena_strndup(
	    arena, text->name, strlen(text->name) - strlen(end));
}

const char *
layer_text(struct arena *arena, const char *name)
{
	const char *wanted = arena_printf(arena, "%s%s", name, end);

	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strcmp(t->name, wanted) == 0)
			return t->text;
	return NULL;
}
