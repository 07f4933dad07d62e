/* SPDX-License-Identifier: ISC */
/* Puts values into the templates of a mapping: none of them can become more
 * than the one value that it is. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/percent.h"

/* RFC 3986 section 2.3. */
#define UNRESERVED "-._~"

/* The pointer at the next {/..}, and where the text goes on behind it; NULL:
 * none follows, and `before` is all that there is. */
static const char *
next_pointer(struct arena *arena, const char **text, const char **before)
{
	const char *open = strstr(*text, "{/"), *close;

	close = open != NULL ? strchr(open, '}') : NULL;
	if (close == NULL) {
		*before = *text;
		*text = "";
		return NULL;
	}
	*before = arena_strndup(arena, *text, (size_t)(open - *text));
	*text = close + 1;
	return arena_strndup(arena, open + 1, (size_t)(close - open - 1));
}

bool
mapping_pointers(struct arena *arena, const char *text,
    void (*see)(void *context, const char *pointer), void *context)
{
	const char *pointer, *before;

	while ((pointer = next_pointer(arena, &text, &before)) != NULL)
		see(context, pointer);
	return strstr(before, "{/") == NULL;
}

static const char *
lacks(struct arena *arena, const char *pointer)
{
	return arena_printf(arena, "%s is not there as one value", pointer);
}

static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

/* The text with values, each changed by `encode`, which answers NULL where one
 * cannot stand. */
static const char *
fill(struct arena *arena, const struct json *context, const char *text,
    const char *(*encode)(struct arena *arena, const char *value),
    const char **why)
{
	const char *out = "", *before, *pointer, *value;

	while ((pointer = next_pointer(arena, &text, &before)) != NULL) {
		value =
		    mapping_text(arena, mapping_at(arena, context, pointer));
		if (value == NULL) {
			*why = lacks(arena, pointer);
			return NULL;
		}
		value = encode(arena, value);
		if (value == NULL) {
			*why = arena_printf(
			    arena, "%s cannot stand there", pointer);
			return NULL;
		}
		out = arena_printf(arena, "%s%s%s", out, before, value);
	}
	return arena_printf(arena, "%s%s", out, before);
}

/* No segment is empty or of dots alone, which would be another path (RFC 3986
 * section 5.2.4). */
static const char *
in_path(struct arena *arena, const char *value)
{
	if (*value == '\0' || strcmp(value, ".") == 0 ||
	    strcmp(value, "..") == 0)
		return NULL;
	return percent_encode(arena, value, UNRESERVED);
}

static const char *
in_header(struct arena *arena, const char *value)
{
	(void)arena;
	return is_plain(value) ? value : NULL;
}

static const char *
in_text(struct arena *arena, const char *value)
{
	(void)arena;
	return value;
}

const char *
mapping_fill_uri(struct arena *arena, const struct json *context,
    const struct mapping_step *step, const char **why)
{
	const char *uri = fill(arena, context, step->path, in_path, why);
	const struct json *pattern;
	const char *name, *value, *divider = "?";

	for (struct json_each each = json_each(step->query);
	     uri != NULL && json_next(&each, &name, &pattern);) {
		value = json_string(pattern);
		/* A page that is not known yet has no parameter. */
		if (strcmp(value, "{/page/token}") == 0 &&
		    mapping_at(arena, context, "/page/token") == NULL)
			continue;
		value = fill(arena, context, value, in_text, why);
		if (value == NULL)
			return NULL;
		uri = arena_printf(arena, "%s%s%s=%s", uri, divider, name,
		    percent_encode(arena, value, UNRESERVED));
		divider = "&";
	}
	return uri;
}

const char *const *
mapping_fill_headers(struct arena *arena, const struct json *context,
    const struct mapping_step *step, const char **why)
{
	const char **all =
	    arena_alloc(arena, (json_length(step->headers) + 2) * sizeof(*all));
	const char **next = all, *name, *value;
	const struct json *pattern;

	*next++ = "Accept: application/json";
	for (struct json_each each = json_each(step->headers);
	     json_next(&each, &name, &pattern);) {
		value =
		    fill(arena, context, json_string(pattern), in_header, why);
		if (value == NULL)
			return NULL;
		*next++ = arena_printf(arena, "%s: %s", name, value);
	}
	return all;
}

/* Is the text one pointer and nothing else?  The pointer, or NULL. */
static const char *
alone(struct arena *arena, const char *text)
{
	const char *before, *pointer = next_pointer(arena, &text, &before);

	return pointer != NULL && *before == '\0' && *text == '\0' ? pointer
								   : NULL;
}

static const struct json *
fill_string(struct arena *arena, const struct json *context, const char *text,
    const char **why)
{
	const char *pointer = alone(arena, text);
	const struct json *value;

	if (pointer == NULL) {
		text = fill(arena, context, text, in_text, why);
		return text != NULL ? json_new_string(arena, text) : NULL;
	}
	value = mapping_at(arena, context, pointer);
	if (value == NULL)
		*why = lacks(arena, pointer);
	return value;
}

static const struct json *
fill_array(struct arena *arena, const struct json *context,
    const struct json *pattern, const char **why)
{
	struct json *array = json_new_array(arena);

	for (size_t i = 0; i < json_length(pattern); i++) {
		const struct json *value =
		    mapping_fill_json(arena, context, json_at(pattern, i), why);
		if (value == NULL)
			return NULL;
		json_append(array, value);
	}
	return array;
}

const struct json *
mapping_fill_json(struct arena *arena, const struct json *context,
    const struct json *pattern, const char **why)
{
	struct json *object;
	const struct json *part, *value;
	const char *name;

	if (json_type(pattern) == JSON_STRING)
		return fill_string(arena, context, json_string(pattern), why);
	if (json_type(pattern) == JSON_ARRAY)
		return fill_array(arena, context, pattern, why);
	if (json_type(pattern) != JSON_OBJECT)
		return pattern;
	object = json_new_object(arena);
	for (struct json_each each = json_each(pattern);
	     json_next(&each, &name, &part);) {
		value = mapping_fill_json(arena, context, part, why);
		if (value == NULL)
			return NULL;
		json_set(object, name, value);
	}
	return object;
}
