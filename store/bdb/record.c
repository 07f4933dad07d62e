/* SPDX-License-Identifier: ISC */
/* Writes and reads a client as clients.db keeps it. */
#include <inttypes.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

static const char first_line[] = "format 1\n";
static const char suspended[] = "suspended";

/* All but the metadata, which is by far the longest and needs no printing. */
static const char *
write_header(struct arena *arena, const struct client *client)
{
	const char *state =
	    client->state == CLIENT_SUSPENDED ? suspended : "active";
	const char *token = "", *withdrawn = "";

	if (client->withdrawn != 0)
		withdrawn = arena_printf(
		    arena, "withdrawn %" PRIu64 "\n", client->withdrawn);
	if (client->token != NULL)
		token = arena_printf(arena, "token %s\n", client->token);
	return arena_printf(arena,
	    "%sclient_id %s\nsoftware %s\ncertificate %s\n"
	    "registered %" PRId64 "\nchanged %" PRId64 "\nversion %" PRIu64
	    "\nstate %s\nstate_since %" PRId64 "\nstate_why %s\n%s%s\n",
	    first_line, client->client_id, client->software,
	    client->certificate, client->registered, client->changed,
	    client->version, state, client->state_since, client->state_why,
	    withdrawn, token);
}

char *
bdb_record_write(struct arena *arena, const struct client *client)
{
	const char *header = write_header(arena, client);
	const size_t before = strlen(header), length = strlen(client->metadata);
	char *record = arena_alloc(arena, before + length + 1);

	memcpy(record, header, before);
	memcpy(record + before, client->metadata, length + 1);
	return record;
}

/* The header's end, where the empty line is; NULL when the record has none. */
static const char *
header_end(const DBT *record)
{
	const size_t first = sizeof first_line - 1;

	if (record->size < first ||
	    memcmp(record->data, first_line, first) != 0)
		return NULL;
	return memmem(record->data, record->size, "\n\n", 2);
}

bool
bdb_record_line(const DBT *record, const char *name, DBT *value)
{
	const size_t length = strlen(name);
	const char *end = header_end(record), *line = record->data;

	while (end != NULL && line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t size = (size_t)((stop == NULL ? end : stop) - line);

		if (size > length && line[length] == ' ' &&
		    memcmp(line, name, length) == 0) {
			memset(value, 0, sizeof *value);
			value->data = (char *)record->data +
				      (line - (const char *)record->data) +
				      length + 1;
			value->size = (u_int32_t)(size - length - 1);
			return true;
		}
		line += size + 1;
	}
	return false;
}

static bool
read_text(
    const DBT *record, const char *name, struct arena *arena, const char **out)
{
	DBT value;

	if (!bdb_record_line(record, name, &value))
		return false;
	*out = arena_strndup(arena, value.data, value.size);
	return true;
}

static bool
read_number(const DBT *record, const char *name, int64_t *out)
{
	DBT value;

	return bdb_record_line(record, name, &value) && bdb_number(&value, out);
}

bool
bdb_record_suspended(const DBT *record)
{
	DBT state;

	return bdb_record_line(record, "state", &state) &&
	       bdb_is_text(&state, suspended);
}

/* A record has no such line when it was written before there was one, or when
 * the client's access tokens were never withdrawn. */
static bool
read_withdrawn(const DBT *record, uint64_t *out)
{
	int64_t number = 0;
	DBT value;

	if (bdb_record_line(record, "withdrawn", &value) &&
	    (!bdb_number(&value, &number) || number < 1))
		return false;
	*out = (uint64_t)number;
	return true;
}

static bool
read_state(const DBT *record, struct arena *arena, struct client *out)
{
	DBT state;

	out->state = CLIENT_ACTIVE;
	out->token = NULL;
	if (!bdb_record_line(record, "state", &state) ||
	    !read_number(record, "state_since", &out->state_since) ||
	    !read_text(record, "state_why", arena, &out->state_why) ||
	    !read_withdrawn(record, &out->withdrawn))
		return false;
	(void)read_text(record, "token", arena, &out->token);
	if (bdb_is_text(&state, suspended))
		out->state = CLIENT_SUSPENDED;
	return out->state == CLIENT_SUSPENDED || bdb_is_text(&state, "active");
}

static bool
read_header(const DBT *record, struct arena *arena, struct client *out)
{
	int64_t version;

	if (!read_text(record, "client_id", arena, &out->client_id) ||
	    !read_text(record, "software", arena, &out->software) ||
	    !read_text(record, "certificate", arena, &out->certificate) ||
	    !read_number(record, "registered", &out->registered) ||
	    !read_number(record, "changed", &out->changed) ||
	    !read_number(record, "version", &version) || version < 1)
		return false;
	out->version = (uint64_t)version;
	return read_state(record, arena, out);
}

int
bdb_record_read(const DBT *record, struct arena *arena, struct client *out)
{
	const char *body = header_end(record);

	if (body == NULL || !read_header(record, arena, out))
		return bdb_unreadable("clients.db");
	body += 2;
	out->metadata = arena_strndup(arena, body,
	    record->size - (size_t)(body - (const char *)record->data));
	return 0;
}
