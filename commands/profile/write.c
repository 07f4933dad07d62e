/* SPDX-License-Identifier: ISC */
/* Writes a profile for people: short values on one line, and comments. */
#include <string.h>

#include "commands/profile/private.h"
#include "kit/arena.h"
#include "validators/table.h"

enum { COLUMNS = 76, STEP = 2 };

struct writing {
	FILE *out;
	struct arena *arena;
};

/* The value on one line, with blanks. */
static const char *
in_line(struct arena *arena, const struct json *value)
{
	const bool array = json_type(value) == JSON_ARRAY;
	const struct json *member;
	const char *text = "", *name, *between = "";

	if (array) {
		for (size_t i = 0; i < json_length(value); i++) {
			text = arena_printf(arena, "%s%s%s", text, between,
			    in_line(arena, json_at(value, i)));
			between = ", ";
		}
		return arena_printf(arena, "[%s]", text);
	}
	if (json_type(value) != JSON_OBJECT)
		return json_text(arena, value);
	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);) {
		text = arena_printf(arena, "%s%s%s: %s", text, between,
		    json_text(arena, json_new_string(arena, name)),
		    in_line(arena, member));
		between = ", ";
	}
	return *text != '\0' ? arena_printf(arena, "{ %s }", text) : "{}";
}

static void
put_comment(const struct writing *to, int indent, const char *text)
{
	while (text != NULL && *text != '\0') {
		const int length = (int)strcspn(text, "\n");
		fprintf(to->out, "%*s// %.*s\n", indent, "", length, text);
		text += length + (text[length] == '\n');
	}
}

static void put(const struct writing *to, int indent, size_t before,
    const struct json *value);

static void
put_members(const struct writing *to, int indent, const struct json *object)
{
	const struct json *value;
	const char *name;
	size_t left = json_length(object);

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);) {
		const char *key =
		    json_text(to->arena, json_new_string(to->arena, name));
		fprintf(to->out, "%*s%s: ", indent, "", key);
		put(to, indent, strlen(key) + 2, value);
		fputs(--left > 0 ? ",\n" : "\n", to->out);
	}
}

/* `before` characters of the line are taken. */
static void
put(const struct writing *to, int indent, size_t before,
    const struct json *value)
{
	const char *line = in_line(to->arena, value);
	const bool object = json_type(value) == JSON_OBJECT;

	if ((!object && json_type(value) != JSON_ARRAY) ||
	    (size_t)indent + before + strlen(line) < COLUMNS) {
		fputs(line, to->out);
		return;
	}
	fputs(object ? "{\n" : "[\n", to->out);
	if (object)
		put_members(to, indent + STEP, value);
	for (size_t i = 0; !object && i < json_length(value); i++) {
		fprintf(to->out, "%*s", indent + STEP, "");
		put(to, indent + STEP, 0, json_at(value, i));
		fputs(i + 1 < json_length(value) ? ",\n" : "\n", to->out);
	}
	fprintf(to->out, "%*s%s", indent, "", object ? "}" : "]");
}

/* Each validator behind the question that it asks. */
static void
put_validators(const struct writing *to, const struct json *all)
{
	const struct json *settings;
	const char *name;
	size_t left = json_length(all);

	fputs("{\n", to->out);
	for (struct json_each each = json_each(all);
	     json_next(&each, &name, &settings);) {
		const struct validator *validator = validator_named(name);
		if (validator != NULL)
			put_comment(to, 2 * STEP, validator->question);
		fprintf(to->out, "%*s\"%s\": ", 2 * STEP, "", name);
		put(to, 2 * STEP, strlen(name) + 4, settings);
		fputs(--left > 0 ? ",\n" : "\n", to->out);
	}
	fprintf(to->out, "%*s}", STEP, "");
}

void
profile_write_plain(FILE *out, const struct json *value)
{
	const struct writing to = {out, arena_new()};

	put(&to, 0, 0, value);
	fputs("\n", out);
	arena_free(to.arena);
}

void
profile_write(FILE *out, const struct json *profile)
{
	const struct writing to = {out, arena_new()};
	const struct json *value;
	const char *name;
	size_t left = json_length(profile);

	fputs("{\n", out);
	for (struct json_each each = json_each(profile);
	     json_next(&each, &name, &value);) {
		put_comment(&to, STEP, profile_comment(name));
		fprintf(out, "%*s\"%s\": ", STEP, "", name);
		if (strcmp(name, "validators") == 0)
			put_validators(&to, value);
		else
			put(&to, STEP, strlen(name) + 4, value);
		fputs(--left > 0 ? ",\n\n" : "\n", out);
	}
	fputs("}\n", out);
	arena_free(to.arena);
}
