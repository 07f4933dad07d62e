/* SPDX-License-Identifier: ISC */
/* Reads a row of the store from its line of JSON. */
#include <string.h>

#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/hex.h"
#include "kit/json.h"
#include "kit/utf8.h"
#include "store/lib/journal.h"

enum { MEMBERS = 17 }; /* of a row, at most */

/* A line as row_text.c writes it, and the names of the members that were
 * read. */
struct reading {
	struct arena *arena;
	const struct json *line;
	struct row_fault *fault;
	const char *names[MEMBERS];
	size_t count;
};

static const struct json *
member(struct reading *reading, const char *name)
{
	const struct json *value = json_get(reading->line, name);

	if (value != NULL)
		reading->names[reading->count++] = name;
	return value;
}

/* The first one is told. */
static void
wrong(struct reading *reading, const char *member, const char *what)
{
	if (reading->fault->what == NULL)
		*reading->fault = (struct row_fault){member, what};
}

/* NULL when these are no digits, or no bytes that need them. */
static const char *
from_hex(struct arena *arena, const char *digits)
{
	struct bytes out;
	const char *text;

	if (digits == NULL || !hex_decode(arena, digits, &out))
		return NULL;
	text = (const char *)out.data;
	return strlen(text) == out.length && !utf8_valid(text) ? text : NULL;
}

/* Never NULL.  What is not to be there is told as `what`. */
static const char *
text(struct reading *reading, const char *name, const char *what)
{
	const struct json *value = member(reading, name);
	const char *bytes = json_string(value);

	if (value == NULL) {
		name = arena_printf(reading->arena, "%s_hex", name);
		value = member(reading, name);
		bytes = from_hex(reading->arena, json_string(value));
	}
	if (bytes != NULL)
		return bytes;
	if (value == NULL)
		name = arena_strndup(reading->arena, name, strlen(name) - 4);
	wrong(reading, name, value == NULL ? "is missing" : what);
	return "";
}

/* Text without control characters. */
static const char *
line(struct reading *reading, const char *name)
{
	const char *bytes = text(reading, name, "must be a string");

	if (!journal_line(bytes, strlen(bytes)))
		wrong(reading, name, "holds a control character");
	return bytes;
}

/* "" where there is none. */
static const char *
some(struct reading *reading, const char *name)
{
	const char *hex = arena_printf(reading->arena, "%s_hex", name);

	if (json_get(reading->line, name) == NULL &&
	    json_get(reading->line, hex) == NULL)
		return "";
	return line(reading, name);
}

static int64_t
number(struct reading *reading, const char *name, int64_t least)
{
	const struct json *value = member(reading, name);
	int64_t out = least;

	if (value == NULL)
		wrong(reading, name, "is missing");
	else if (!json_integer(value, &out) || out < least)
		wrong(reading, name, "must be a whole number");
	return out;
}

static enum client_state
state(struct reading *reading)
{
	enum client_state state = CLIENT_ACTIVE;

	if (!client_state_named(line(reading, "state"), &state) ||
	    state == CLIENT_EXPIRED)
		wrong(reading, "state", "must be active, suspended or pending");
	return state;
}

static const char *
metadata(struct reading *reading)
{
	const struct json *value = json_get(reading->line, "metadata");

	if (json_type(value) != JSON_OBJECT)
		return text(
		    reading, "metadata", "must be an object or a string");
	return json_text(reading->arena, member(reading, "metadata"));
}

static void
read_client(struct reading *reading, struct client *client)
{
	client->client_id = line(reading, "client_id");
	if (*client->client_id == '\0')
		wrong(reading, "client_id", "is empty");
	client->software = line(reading, "software");
	client->certificate = line(reading, "certificate");
	client->subject = some(reading, "subject");
	client->issuer = some(reading, "issuer");
	client->registered = number(reading, "registered", INT64_MIN);
	client->changed = number(reading, "changed", INT64_MIN);
	client->version = (uint64_t)number(reading, "version", 1);
	client->state = state(reading);
	client->state_since = number(reading, "state_since", INT64_MIN);
	client->state_why = line(reading, "state_why");
	client->state_by = some(reading, "state_by");
	client->profile = some(reading, "profile");
	client->expires = 0;
	if (json_get(reading->line, "expires") != NULL)
		client->expires = number(reading, "expires", 1);
	client->withdrawn = 0;
	if (json_get(reading->line, "withdrawn") != NULL)
		client->withdrawn = (uint64_t)number(reading, "withdrawn", 1);
	client->token = NULL;
	if (json_get(reading->line, "token") != NULL ||
	    json_get(reading->line, "token_hex") != NULL)
		client->token = line(reading, "token");
	client->metadata = metadata(reading);
}

static void
read_record(struct reading *reading, struct stored_record *record)
{
	uint64_t any;

	record->key = line(reading, "key");
	if (!journal_number(record->key, &any))
		wrong(reading, "key", "must be 16 hexadecimal digits");
	record->text = line(reading, "text");
}

static void
read_row(struct reading *reading, struct stored_row *row)
{
	switch (row->table) {
	case TABLE_CLIENTS:
		read_client(reading, &row->client);
		break;
	case TABLE_SPENT:
		row->spent.issuer = text(reading, "issuer", "must be a string");
		row->spent.jti = text(reading, "jti", "must be a string");
		row->spent.expires = number(reading, "expires", INT64_MIN);
		break;
	case TABLE_AUDIT:
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		read_record(reading, &row->record);
	}
}

/* The first member that no row of the table has, or that is there in both of
 * its forms. */
static const char *
stranger(const struct reading *reading)
{
	const struct json *value;
	const char *name;
	size_t known;

	for (struct json_each each = json_each(reading->line);
	     json_next(&each, &name, &value);) {
		known = 0;
		while (known < reading->count &&
		       strcmp(reading->names[known], name) != 0)
			known++;
		if (known == reading->count)
			break;
	}
	return name;
}

bool
row_read(struct arena *arena, enum stored_table table, const char *text,
    size_t length, struct stored_row *row, struct row_fault *fault)
{
	struct json_error error = {0, "must be a JSON object"};
	struct reading reading = {.arena = arena, .fault = fault};

	*fault = (struct row_fault){NULL, NULL};
	reading.line = json_parse(arena, text, length, &error);
	row->table = table;
	if (json_type(reading.line) != JSON_OBJECT) {
		fault->what = error.what;
		return false;
	}
	read_row(&reading, row);
	if (reading.count != json_length(reading.line))
		wrong(&reading, stranger(&reading),
		    "is not a member of such a row");
	return fault->what == NULL;
}
