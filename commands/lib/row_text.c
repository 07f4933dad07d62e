/* SPDX-License-Identifier: ISC */
/* Writes a row of the store as a line of JSON. */
#include "commands/lib/row_text.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/json.h"
#include "kit/utf8.h"

static void
set(struct arena *arena, struct json *line, const char *name, const char *bytes)
{
	if (utf8_valid(bytes))
		json_set_string(line, name, bytes);
	else
		json_set_string(line, arena_printf(arena, "%s_hex", name),
		    hex_encode(arena, bytes, strlen(bytes)));
}

static void
set_some(
    struct arena *arena, struct json *line, const char *name, const char *bytes)
{
	if (*bytes != '\0')
		set(arena, line, name, bytes);
}

/* Is the metadata just what json_text() writes of it?  The reader of a line
 * parses it one level deeper, and so does this. */
static bool
is_own_text(struct arena *arena, const char *metadata)
{
	const char *line = arena_printf(arena, "{\"m\":%s}", metadata);
	const struct json *json =
	    json_get(json_parse(arena, line, strlen(line), NULL), "m");

	return json_type(json) == JSON_OBJECT &&
	       strcmp(json_text(arena, json), metadata) == 0;
}

/* `head` is an object with members. */
static const char *
with_metadata(struct arena *arena, struct json *head, const char *metadata)
{
	const char *text;

	if (!is_own_text(arena, metadata)) {
		set(arena, head, "metadata", metadata);
		return json_text(arena, head);
	}
	text = json_text(arena, head);
	return arena_printf(arena, "%.*s,\"metadata\":%s}",
	    (int)strlen(text) - 1, text, metadata);
}

static const char *
client_text(struct arena *arena, const struct client *client)
{
	struct json *line = json_new_object(arena);

	set(arena, line, "client_id", client->client_id);
	set(arena, line, "software", client->software);
	set(arena, line, "certificate", client->certificate);
	set_some(arena, line, "subject", client->subject);
	set_some(arena, line, "issuer", client->issuer);
	json_set_integer(line, "registered", client->registered);
	json_set_integer(line, "changed", client->changed);
	json_set_integer(line, "version", (int64_t)client->version);
	json_set_string(line, "state", client_state_name(client->state));
	json_set_integer(line, "state_since", client->state_since);
	set(arena, line, "state_why", client->state_why);
	set_some(arena, line, "state_by", client->state_by);
	set_some(arena, line, "profile", client->profile);
	if (client->expires != 0)
		json_set_integer(line, "expires", client->expires);
	if (client->withdrawn != 0)
		json_set_integer(line, "withdrawn", (int64_t)client->withdrawn);
	if (client->token != NULL)
		set(arena, line, "token", client->token);
	return with_metadata(arena, line, client->metadata);
}

static const char *
spent_text(struct arena *arena, const struct stored_spent *spent)
{
	struct json *line = json_new_object(arena);

	set(arena, line, "issuer", spent->issuer);
	set(arena, line, "jti", spent->jti);
	json_set_integer(line, "expires", spent->expires);
	return json_text(arena, line);
}

static const char *
record_text(struct arena *arena, const struct stored_record *record)
{
	struct json *line = json_new_object(arena);

	set(arena, line, "key", record->key);
	set(arena, line, "text", record->text);
	return json_text(arena, line);
}

const char *
row_text(struct arena *arena, const struct stored_row *row)
{
	switch (row->table) {
	case TABLE_CLIENTS:
		return client_text(arena, &row->client);
	case TABLE_SPENT:
		return spent_text(arena, &row->spent);
	case TABLE_AUDIT:
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		break;
	}
	return record_text(arena, &row->record);
}

const char *
row_table(enum stored_table table)
{
	static const char *const names[TABLES] = {
	    "clients", "spent", "audit", "seals"};

	return names[table];
}

const char *
row_tamed(struct arena *arena, const char *text, size_t most)
{
	char *out = strlen(text) <= most
			? arena_strdup(arena, text)
			: arena_printf(arena, "%.*s...", (int)most - 3, text);

	for (char *c = out; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return out;
}

const char *
row_name(struct arena *arena, const struct stored_row *row)
{
	const char *what = "seal", *name = NULL;

	switch (row->table) {
	case TABLE_CLIENTS:
		what = "client";
		name = row->client.client_id;
		break;
	case TABLE_SPENT:
		what = "a spent jti of";
		name = row->spent.issuer;
		break;
	case TABLE_AUDIT:
		what = "record";
		name = row->record.key;
		break;
	case TABLE_SEALS:
	case TABLE_DELIVERIES:
		name = row->record.key;
	}
	return arena_printf(arena, "%s %s", what,
	    name == NULL ? "-" : row_tamed(arena, name, ROW_NAME_MOST));
}
