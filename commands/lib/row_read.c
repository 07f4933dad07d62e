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

/* A line as row_text.c writes it; each member is known, and counted. */
struct reading {
	struct arena *arena;
	const struct json *line;
	struct row_fault *fault;
	size_t known;
};

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
	const struct json *value = json_get(reading->line, name);
	const char *bytes = json_string(value);

	if (value == NULL) {
		name = arena_printf(reading->arena, "%s_hex", name);
		value = json_get(reading->line, name);
		bytes = from_hex(reading->arena, json_string(value));
	}
	reading->known += value != NULL;
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

static int64_t
number(struct reading *reading, const char *name, int64_t least)
{
	const struct json *value = json_get(reading->line, name);
	int64_t out = least;

	reading->known += value != NULL;
	if (value == NULL)
		wrong(reading, name, "is missing");
	else if (!json_integer(value, &out) || out < least)
		wrong(reading, name, "must be a whole number");
	return out;
}

static enum client_state
state(struct reading *reading)
{
	const char *word = line(reading, "state");

	if (strcmp(word, "suspended") == 0)
		return CLIENT_SUSPENDED;
	if (strcmp(word, "active") != 0)
		wrong(reading, "state", "must be active or suspended");
	return CLIENT_ACTIVE;
}

static const char *
metadata(struct reading *reading)
{
	const struct json *value = json_get(reading->line, "metadata");

	if (json_type(value) != JSON_OBJECT)
		return text(
		    reading, "metadata", "must be an object or a string");
	reading->known++;
	return json_text(reading->arena, value);
}

static void
read_client(struct reading *reading, struct client *client)
{
	client->client_id = line(reading, "client_id");
	if (*client->client_id == '\0')
		wrong(reading, "client_id", "is empty");
	client->software = line(reading, "software");
	client->certificate = line(reading, "certificate");
	client->registered = number(reading, "registered", INT64_MIN);
	client->changed = number(reading, "changed", INT64_MIN);
	client->version = (uint64_t)number(reading, "version", 1);
	client->state = state(reading);
	client->state_since = number(reading, "state_since", INT64_MIN);
	client->state_why = line(reading, "state_why");
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
		read_record(reading, &row->record);
	}
}

static bool
is_one(const char *name, enum stored_table table)
{
	static const char *const names[TABLES] = {
	    (" client_id software certificate registered changed version state "
	     "state_since state_why withdrawn token metadata "),
	    " issuer jti expires ", " key text ", " key text "};
	const size_t length = strlen(name);

	for (const char *at = names[table]; (at = strstr(at, name)) != NULL;
	     at++)
		if (at[-1] == ' ' && at[length] == ' ')
			return true;
	return false;
}

/* The member that nobody has asked for: misspelt, or there in both forms. */
static const char *
stranger(const struct reading *reading, enum stored_table table)
{
	const struct json *value;
	const char *name;

	for (size_t i = 0; json_member(reading->line, i, &name, &value); i++)
		if (*name == '\0' || !is_one(name, table))
			break;
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
	if (reading.known != json_length(reading.line))
		wrong(&reading, stranger(&reading, table),
		    "is not a member of such a row");
	return fault->what == NULL;
}
