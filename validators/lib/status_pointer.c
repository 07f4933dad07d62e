/* SPDX-License-Identifier: ISC */
/* Follows a pointer, in which * stands for each element, into a document. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/status_list.h"

bool
status_pointer_sound(const char *text, bool each)
{
	if (*text != '\0' && *text != '/')
		return false;
	for (const char *c = text; *c != '\0'; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
		if (*c == '~' && c[1] != '0' && c[1] != '1')
			return false;
		if (!each && c[0] == '/' && c[1] == '*' &&
		    (c[2] == '/' || c[2] == '\0'))
			return false;
	}
	return true;
}

struct walk {
	struct arena *arena;
	void (*each)(void *context, const struct json *value);
	void *context;
	const char *wrong; /* the first thing; NULL: nothing */
};

/* The reference token at `token`, unescaped: ~1 is a slash and ~0 a tilde (RFC
 * 6901 section 4). */
static const char *
name_of(struct arena *arena, const char *token, size_t length)
{
	char *name = arena_alloc(arena, length + 1), *to = name;

	for (size_t i = 0; i < length; i++) {
		char c = token[i];
		if (c == '~')
			c = token[++i] == '1' ? '/' : '~';
		*to++ = c;
	}
	return name;
}

static void
complain(struct walk *walk, const char *from, const char *to, const char *what)
{
	if (walk->wrong == NULL && to == from)
		walk->wrong = arena_printf(walk->arena, "the whole %s", what);
	if (walk->wrong == NULL)
		walk->wrong = arena_printf(
		    walk->arena, "%.*s: %s", (int)(to - from), from, what);
}

/* Goes on from `at`, which is in the pointer that begins at `from`. */
static void
go(struct walk *walk, const struct json *value, const char *from,
    const char *at, bool below)
{
	size_t length;

	if (value == NULL) {
		if (!below)
			complain(walk, from, at, "is not there");
		return;
	}
	if (*at == '\0') {
		walk->each(walk->context, value);
		return;
	}
	length = strcspn(++at, "/");
	if (length == 1 && *at == '*') {
		if (json_type(value) != JSON_ARRAY)
			complain(walk, from, at - 1, "must be an array");
		for (size_t i = 0; i < json_length(value); i++)
			go(walk, json_at(value, i), from, at + 1, true);
	} else if (json_type(value) != JSON_OBJECT)
		complain(walk, from, at - 1, "must be an object");
	else
		go(walk, json_get(value, name_of(walk->arena, at, length)),
		    from, at + length, below);
}

const char *
status_pointer_walk(struct arena *arena, const struct json *value,
    const char *pointer, void (*each)(void *context, const struct json *value),
    void *context)
{
	struct walk walk = {.arena = arena, .each = each, .context = context};

	go(&walk, value, pointer, pointer, false);
	return walk.wrong;
}
