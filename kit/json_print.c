/* SPDX-License-Identifier: ISC */
/* Prints values of JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json_value.h"
#include "kit/private.h"

/* A text that grows. */
struct printer {
	struct arena *arena;
	char *text;
	size_t length, room;
};

static void print(struct printer *to, struct json_object *value);

/* Room for so many bytes behind the text. */
static char *
room(struct printer *to, size_t more)
{
	if (to->room - to->length < more) {
		const size_t size = 2 * (to->room + more);

		to->text =
		    memcpy(arena_room(to->arena, size), to->text, to->length);
		to->room = size;
	}
	return to->text + to->length;
}

static void
put(struct printer *to, const char *bytes, size_t length)
{
	memcpy(room(to, length), bytes, length);
	to->length += length;
}

static void
put_char(struct printer *to, char c)
{
	*room(to, 1) = c;
	to->length++;
}

/* Control characters, and DEL, which JSON leaves as it is: our records must not
 * have any. */
static void
escape(struct printer *to, unsigned char c)
{
	static const char meant[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *short_form = memchr(meant, c, sizeof meant - 1);

	if (short_form != NULL) {
		put_char(to, '\\');
		put_char(to, letters[short_form - meant]);
		return;
	}
	to->length += (size_t)sprintf(room(to, sizeof "\\u0000"), "\\u%04x", c);
}

static void
print_string(struct printer *to, const char *string, size_t length)
{
	const char *from = string, *end = string + length;

	put_char(to, '"');
	for (; (string = json_plain_end(string, end)) < end; string++) {
		const unsigned char c = (unsigned char)*string;

		if (c >= 0x80) /* of UTF-8 */
			continue;
		put(to, from, (size_t)(string - from));
		escape(to, c);
		from = string + 1;
	}
	put(to, from, (size_t)(end - from));
	put_char(to, '"');
}

static void
print_integer(struct printer *to, int64_t number)
{
	to->length += (size_t)sprintf(
	    room(to, sizeof "-9223372036854775808"), "%" PRId64, number);
}

/* A number that was read is printed as it was written. */
static void
print_double(struct printer *to, struct json_object *number)
{
	const char *text =
	    json_object_to_json_string_ext(number, JSON_C_TO_STRING_PLAIN);

	put(to, text, strlen(text));
}

static void
print_array(struct printer *to, struct json_object *array)
{
	const size_t length = json_object_array_length(array);

	put_char(to, '[');
	for (size_t i = 0; i < length; i++) {
		if (i > 0)
			put_char(to, ',');
		print(to, json_object_array_get_idx(array, i));
	}
	put_char(to, ']');
}

static void
print_object(struct printer *to, struct json_object *object)
{
	const struct lh_entry *entry =
	    lh_table_head(json_object_get_object(object));

	put_char(to, '{');
	for (; entry != NULL; entry = lh_entry_next(entry)) {
		const char *name = lh_entry_k(entry);

		print_string(to, name, strlen(name));
		put_char(to, ':');
		print(to, lh_entry_v(entry));
		if (lh_entry_next(entry) != NULL)
			put_char(to, ',');
	}
	put_char(to, '}');
}

static void
print(struct printer *to, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		put(to, "null", 4);
		break;
	case json_type_boolean:
		if (json_object_get_boolean(value))
			put(to, "true", 4);
		else
			put(to, "false", 5);
		break;
	case json_type_int:
		print_integer(to, json_object_get_int64(value));
		break;
	case json_type_double:
		print_double(to, value);
		break;
	case json_type_string:
		print_string(to, json_object_get_string(value),
		    (size_t)json_object_get_string_len(value));
		break;
	case json_type_array:
		print_array(to, value);
		break;
	case json_type_object:
		print_object(to, value);
		break;
	}
}

const char *
json_text(struct arena *arena, const struct json *value)
{
	struct printer to = {.arena = arena, .room = 1024};

	if (value == NULL)
		return NULL;
	to.text = arena_room(arena, to.room);
	print(&to, json_unwrap(value));
	put_char(&to, '\0');
	return to.text;
}

/* Escapes DEL, a control character that JSON leaves as it is: our records must
 * not have any. */
static const char *
without_del(struct arena *arena, const char *text)
{
	size_t count = 0;
	char *out, *end;

	for (const char *c = text; *c != '\0'; c++)
		count += *c == '\x7f';
	end = out = arena_alloc(arena, strlen(text) + 5 * count + 1);
	for (; *text != '\0'; text++)
		if (*text == '\x7f')
			end = stpcpy(end, "\\u007f");
		else
			*end++ = *text;
	return out;
}

const char *
json_text_pretty(struct arena *arena, const struct json *value)
{
	if (value == NULL)
		return NULL;
	return without_del(
	    arena, json_object_to_json_string_ext(json_unwrap(value),
		       JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			   JSON_C_TO_STRING_NOSLASHESCAPE));
}
