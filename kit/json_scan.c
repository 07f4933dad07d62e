/* SPDX-License-Identifier: ISC */
/* Reads JSON by RFC 8259, more strictly than json-c does, into its values. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json_value.h"
#include "kit/limits.h"
#include "kit/private.h"

/* Room for so many elements is made with an array, and doubled; json-c's own
 * measure is 32, of which a text of empty arrays makes much of little. */
enum { FEW = 4 };

static bool value(struct json_scanner *scan, struct json_object **out);

static void
skip_white(struct json_scanner *scan)
{
	while (
	    scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' ||
					*scan->at == '\n' || *scan->at == '\r'))
		scan->at++;
}

static bool
word(struct json_scanner *scan, const char *text)
{
	const size_t length = strlen(text);

	if ((size_t)(scan->end - scan->at) < length ||
	    memcmp(scan->at, text, length) != 0)
		return json_scan_refuse(scan, "expected a value");
	scan->at += length;
	return true;
}

static bool
boolean(struct json_scanner *scan, bool truth, struct json_object **out)
{
	if (!word(scan, truth ? "true" : "false"))
		return false;
	*out = json_made(json_object_new_boolean(truth));
	return true;
}

static bool
string(struct json_scanner *scan, struct json_object **out)
{
	struct json_chars chars;

	if (!json_chars(scan, &chars))
		return false;
	*out =
	    json_made(json_object_new_string_len(chars.at, (int)chars.length));
	return true;
}

static const char too_many_elements[] = "has too many elements";

static bool
array(struct json_scanner *scan, struct json_object *out)
{
	struct json_object *element;
	size_t count = 0;

	skip_white(scan);
	if (json_scan_take(scan, ']'))
		return true;
	do {
		if (scan->most_elements != 0 && count++ == scan->most_elements)
			return json_scan_refuse(scan, too_many_elements);
		if (!value(scan, &element))
			return false;
		json_made(
		    json_object_array_add(out, element) == 0 ? out : NULL);
	} while (json_scan_take(scan, ','));
	return json_scan_take(scan, ']') ||
	       json_scan_refuse(scan, "expected , or ]");
}

/* The name becomes the scan's, and stays in scan->spare while its value is
 * read.  Two names are the same when they are so unescaped: "a" and
 * "\u0061". */
static bool
member_name(struct json_scanner *scan, const struct json_object *of)
{
	struct json_chars name;

	skip_white(scan);
	if (!json_chars(scan, &name))
		return false;
	skip_white(scan);
	if (!json_scan_take(scan, ':'))
		return json_scan_refuse(scan, "expected a colon");
	scan->name = memmove(scan->spare, name.at, name.length);
	scan->spare[name.length] = '\0';
	scan->spare += name.length + 1;
	return !json_object_object_get_ex(of, scan->name, NULL) ||
	       json_scan_refuse(scan, "duplicate name");
}

static bool
object(struct json_scanner *scan, struct json_object *out)
{
	const char *const around = scan->name;
	char *const spare = scan->spare;
	struct json_object *member;
	size_t count = 0;

	skip_white(scan);
	if (json_scan_take(scan, '}'))
		return true;
	do {
		if (count++ == LIMIT_JSON_MEMBERS)
			return json_scan_refuse(scan, "too many members");
		if (!member_name(scan, out) || !value(scan, &member))
			return false;
		json_made(json_object_object_add_ex(out, scan->name, member,
			      JSON_C_OBJECT_ADD_KEY_IS_NEW) == 0
			      ? out
			      : NULL);
		scan->name = around;
		scan->spare = spare;
	} while (json_scan_take(scan, ','));
	return json_scan_take(scan, '}') ||
	       json_scan_refuse(scan, "expected , or }");
}

static bool
nested(struct json_scanner *scan,
    bool (*fill)(struct json_scanner *, struct json_object *),
    struct json_object *out)
{
	if (scan->depth == LIMIT_JSON_DEPTH)
		return json_scan_refuse(scan, "too deep");
	scan->depth++;
	if (!fill(scan, out))
		return false;
	scan->depth--;
	return true;
}

static bool
bare_value(struct json_scanner *scan, struct json_object **out)
{
	if (json_scan_take(scan, '{')) {
		*out = json_made(json_object_new_object());
		return nested(scan, object, *out);
	}
	if (json_scan_take(scan, '[')) {
		*out = json_made(json_object_new_array_ext(FEW));
		return nested(scan, array, *out);
	}
	switch (scan->at < scan->end ? *scan->at : '\0') {
	case '"':
		return string(scan, out);
	case 't':
		return boolean(scan, true, out);
	case 'f':
		return boolean(scan, false, out);
	case 'n':
		return word(scan, "null");
	default:
		return json_digits(scan, out);
	}
}

/* json-c's null is NULL. */
static bool
value(struct json_scanner *scan, struct json_object **out)
{
	*out = NULL;
	skip_white(scan);
	if (scan->most_values != 0 && scan->values++ == scan->most_values)
		return json_scan_refuse(scan, "has too many values");
	if (!bare_value(scan, out)) {
		json_object_put(*out);
		*out = NULL;
		return false;
	}
	skip_white(scan);
	return true;
}

static bool
whole_text(struct json_scanner *scan, struct json_object **out)
{
	if (scan->end - scan->at >= 3 &&
	    memcmp(scan->at, "\xef\xbb\xbf", 3) == 0)
		return json_scan_refuse(scan, "byte-order mark");
	if (!value(scan, out))
		return false;
	if (scan->at == scan->end)
		return true;
	json_object_put(*out);
	return json_scan_refuse(scan, "text after the value");
}

void
json_scan_tell(struct json_error *error, const char *text, const char *at,
    const char *what)
{
	error->line = 1;
	error->what = what;
	for (; text < at; text++)
		error->line += *text == '\n';
}

/* The name of a member of somebody else's text, made fit for a message. */
static const char *
shown(struct arena *arena, const char *name)
{
	char *fit = arena_strndup(arena, name, strnlen(name, 60));

	for (char *c = fit; *c != '\0'; c++)
		if (*c < ' ' || *c > '~' || strchr("'\"\\<>&", *c) != NULL)
			*c = '?';
	return fit;
}

static const char *
array_too_long(struct arena *arena, const char *name, size_t most)
{
	return arena_printf(arena, "%s%s%s: more than %zu",
	    name != NULL ? shown(arena, name) : "", name != NULL ? " " : "",
	    too_many_elements, most);
}

bool
json_scan(struct arena *arena, const char *text, size_t length, size_t values,
    size_t elements, struct json_object **out, struct json_error *error)
{
	struct arena *room = NULL;
	char near[1024];
	struct json_scanner scan = {
	    .at = text,
	    .end = text + length,
	    .spare = near,
	    .most_values = values,
	    .most_elements = elements,
	};
	bool accepted;

	if (length >= sizeof near) {
		room = arena_new();
		scan.spare = arena_room(room, length + 1);
	}
	accepted = whole_text(&scan, out);
	if (!accepted && scan.what == too_many_elements)
		scan.what = array_too_long(arena, scan.name, elements);
	if (!accepted)
		json_scan_tell(error, text, scan.at, scan.what);
	arena_free(room);
	return accepted;
}
