/* SPDX-License-Identifier: ISC */
/* Scans a text for being JSON by RFC 8259, more strictly than json-c parses. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/private.h"

struct name {
	const char *bytes;
	size_t length;
};

static bool value(struct json_scanner *scan);

static void
skip_white(struct json_scanner *scan)
{
	scan->at += strspn(scan->at, " \t\n\r");
}

static bool
digits(struct json_scanner *scan)
{
	size_t count = strspn(scan->at, "0123456789");

	scan->at += count;
	return count > 0;
}

/* The number ends where both the scan and the C library say so: strtoll takes
 * "01" as well, and strtod would follow a locale. */
static bool
number_fits(struct json_scanner *scan, const char *start, bool whole)
{
	bool fits;
	char *end;

	errno = 0;
	if (whole)
		fits = (strtoll(start, &end, 10), errno == 0);
	else
		fits = isfinite(strtod(start, &end));
	if (end != scan->at)
		return json_scan_refuse(scan, "bad number");
	return fits || json_scan_refuse(scan, "number out of range");
}

static bool
number(struct json_scanner *scan)
{
	const char *start = scan->at;
	bool whole = true;

	json_scan_take(scan, '-');
	if (!json_scan_take(scan, '0') && !digits(scan))
		return json_scan_refuse(scan, "expected a value");
	if (json_scan_take(scan, '.')) {
		whole = false;
		if (!digits(scan))
			return json_scan_refuse(scan, "bad number");
	}
	if (json_scan_take(scan, 'e') || json_scan_take(scan, 'E')) {
		whole = false;
		if (!json_scan_take(scan, '+'))
			json_scan_take(scan, '-');
		if (!digits(scan))
			return json_scan_refuse(scan, "bad number");
	}
	return number_fits(scan, start, whole);
}

static bool
word(struct json_scanner *scan, const char *text)
{
	size_t length = strlen(text);

	if (strncmp(scan->at, text, length) != 0)
		return json_scan_refuse(scan, "expected a value");
	scan->at += length;
	return true;
}

static const char too_many_elements[] = "has too many elements";

static bool
array(struct json_scanner *scan)
{
	size_t count = 0;

	skip_white(scan);
	if (json_scan_take(scan, ']'))
		return true;
	do {
		if (scan->most_elements != 0 && count++ == scan->most_elements)
			return json_scan_refuse(scan, too_many_elements);
		if (!value(scan))
			return false;
	} while (json_scan_take(scan, ','));
	return json_scan_take(scan, ']') ||
	       json_scan_refuse(scan, "expected , or ]");
}

/* Two names are the same when they are so unescaped: "a" and "\u0061". */
static bool
known(const struct name *names, size_t count, const struct name *name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].length == name->length &&
		    memcmp(names[i].bytes, name->bytes, name->length) == 0)
			return true;
	return false;
}

static bool
member_name(struct json_scanner *scan, struct name *name)
{
	name->bytes = scan->unescaped;
	skip_white(scan);
	if (!json_chars(scan))
		return false;
	name->length = (size_t)(scan->unescaped - name->bytes);
	skip_white(scan);
	return json_scan_take(scan, ':') ||
	       json_scan_refuse(scan, "expected a colon");
}

static bool
object(struct json_scanner *scan)
{
	const struct name around = {scan->name, scan->name_length};
	struct name names[LIMIT_JSON_MEMBERS];
	size_t count = 0;

	skip_white(scan);
	if (json_scan_take(scan, '}'))
		return true;
	do {
		if (count == LIMIT_JSON_MEMBERS)
			return json_scan_refuse(scan, "too many members");
		if (!member_name(scan, &names[count]))
			return false;
		if (known(names, count, &names[count]))
			return json_scan_refuse(scan, "duplicate name");
		scan->name = names[count].bytes;
		scan->name_length = names[count].length;
		count++;
		if (!value(scan))
			return false;
		scan->name = around.bytes;
		scan->name_length = around.length;
	} while (json_scan_take(scan, ','));
	return json_scan_take(scan, '}') ||
	       json_scan_refuse(scan, "expected , or }");
}

static bool
nested(struct json_scanner *scan, bool (*inside)(struct json_scanner *))
{
	if (scan->depth == LIMIT_JSON_DEPTH)
		return json_scan_refuse(scan, "too deep");
	scan->depth++;
	if (!inside(scan))
		return false;
	scan->depth--;
	return true;
}

static bool
bare_value(struct json_scanner *scan)
{
	if (json_scan_take(scan, '{'))
		return nested(scan, object);
	if (json_scan_take(scan, '['))
		return nested(scan, array);
	switch (*scan->at) {
	case '"':
		return json_chars(scan);
	case 't':
		return word(scan, "true");
	case 'f':
		return word(scan, "false");
	case 'n':
		return word(scan, "null");
	default:
		return number(scan);
	}
}

static bool
value(struct json_scanner *scan)
{
	skip_white(scan);
	if (scan->most_values != 0 && scan->values++ == scan->most_values)
		return json_scan_refuse(scan, "has too many values");
	if (!bare_value(scan))
		return false;
	skip_white(scan);
	return true;
}

static bool
whole_text(struct json_scanner *scan)
{
	if (strncmp(scan->at, "\xef\xbb\xbf", 3) == 0)
		return json_scan_refuse(scan, "byte-order mark");
	if (!value(scan))
		return false;
	return scan->at == scan->end ||
	       json_scan_refuse(scan, "text after the value");
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
shown(struct arena *arena, const struct json_scanner *scan)
{
	char *name = arena_strndup(
	    arena, scan->name, scan->name_length > 60 ? 60 : scan->name_length);

	for (char *c = name; *c != '\0'; c++)
		if (*c < ' ' || *c > '~' || strchr("'\"\\<>&", *c) != NULL)
			*c = '?';
	return name;
}

bool
json_scan(struct arena *arena, const char *text, size_t length, size_t values,
    size_t elements, struct json_error *error)
{
	struct arena *room = arena_new();
	struct json_scanner scan = {
	    .at = text,
	    .end = text + length,
	    .most_values = values,
	    .most_elements = elements,
	};
	bool accepted;

	scan.unescaped = arena_alloc(room, length);
	accepted = whole_text(&scan);
	if (!accepted && scan.what == too_many_elements)
		scan.what = arena_printf(arena, "%s%s%s: more than %zu",
		    scan.name != NULL ? shown(arena, &scan) : "",
		    scan.name != NULL ? " " : "", too_many_elements, elements);
	if (!accepted)
		json_scan_tell(error, text, scan.at, scan.what);
	arena_free(room);
	return accepted;
}
