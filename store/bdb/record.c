/* SPDX-License-Identifier: ISC */
/* Writes and reads a client as clients.db keeps it. */
#include <inttypes.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

static const char first_line[] = "format 1\n";
static const char suspended[] = "suspended", pending[] = "pending";

/* A line that a record of an older program has not, and that is left out where
 * there is nothing to say. */
static const char *
some_line(struct arena *arena, const char *name, const char *value)
{
	return *value == '\0' ? ""
			      : arena_printf(arena, "%s %s\n", name, value);
}

/* All but the metadata, which is by far the longest and needs no printing. */
static const char *
write_header(struct arena *arena, const struct client *client)
{
	const char *token = "", *withdrawn = "", *expires = "";

	if (client->withdrawn != 0)
		withdrawn = arena_printf(
		    arena, "withdrawn %" PRIu64 "\n", client->withdrawn);
	if (client->expires != 0)
		expires = arena_printf(
		    arena, "expires %" PRId64 "\n", client->expires);
	if (client->token != NULL)
		token = arena_printf(arena, "token %s\n", client->token);
	return arena_printf(arena,
	    "%sclient_id %s\nsoftware %s\ncertificate %s\n"
	    "registered %" PRId64 "\nchanged %" PRId64 "\nversion %" PRIu64
	    "\nstate %s\nstate_since %" PRId64
	    "\nstate_why %s\n%s%s%s%s%s%s%s\n",
	    first_line, client->client_id, client->software,
	    client->certificate, client->registered, client->changed,
	    client->version, client_state_name(client->state),
	    client->state_since, client->state_why, withdrawn, token,
	    some_line(arena, "subject", client->subject),
	    some_line(arena, "issuer", client->issuer),
	    some_line(arena, "state_by", client->state_by),
	    some_line(arena, "profile", client->profile), expires);
}

char *
bdb_record_write(struct arena *arena, const struct client *client)
{
	const char *header = write_header(arena, client);
	const size_t before = strlen(header), length = strlen(client->metadata);
	char *record = arena_room(arena, before + length + 1);

	memcpy(record, header, before + 1);
	memcpy(record + before, client->metadata, length + 1);
	return record;
}

/* The lines of a record: all in front of the empty one.  False when there is no
 * empty one. */
static bool
read_lines(const DBT *record, DBT *lines)
{
	const size_t first = sizeof first_line - 1;
	const char *begin = record->data, *line = begin, *stop = NULL;
	size_t left = record->size;

	if (left < first || memcmp(begin, first_line, first) != 0)
		return false;
	while (left > 0 && *line != '\n') {
		stop = memchr(line, '\n', left);
		if (stop == NULL)
			return false;
		line = stop + 1;
		left = record->size - (size_t)(line - begin);
	}
	*lines = bdb_bytes(begin, (size_t)(line - begin));
	return left > 0;
}

/* Every one of the lines ends with a line feed. */
static bool
find_line(const DBT *lines, const char *name, DBT *value)
{
	const size_t length = strlen(name);
	const char *line = lines->data, *end = line + lines->size;

	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		const size_t size = (size_t)(stop - line);

		if (size > length && line[length] == ' ' &&
		    memcmp(line, name, length) == 0) {
			*value =
			    bdb_bytes(line + length + 1, size - length - 1);
			return true;
		}
		line = stop + 1;
	}
	return false;
}

bool
bdb_record_line(const DBT *record, const char *name, DBT *value)
{
	DBT lines;

	return read_lines(record, &lines) && find_line(&lines, name, value);
}

static bool
read_text(
    const DBT *lines, const char *name, struct arena *arena, const char **out)
{
	DBT value;

	if (!find_line(lines, name, &value))
		return false;
	*out = arena_strndup(arena, value.data, value.size);
	return true;
}

static bool
read_number(const DBT *lines, const char *name, int64_t *out)
{
	DBT value;

	return find_line(lines, name, &value) && bdb_number(&value, out);
}

const char *
bdb_record_mark(const DBT *record)
{
	DBT state;

	if (!bdb_record_line(record, "state", &state))
		return NULL;
	if (bdb_is_text(&state, suspended))
		return "";
	return bdb_is_text(&state, pending) ? "p" : NULL;
}

bool
bdb_record_marked(const DBT *record, const DBT *software, const DBT *key)
{
	const char *mark = bdb_record_mark(record), *bytes = key->data;
	const size_t length = software->size;

	return mark != NULL && key->size == length + 1 + strlen(mark) &&
	       memcmp(bytes, software->data, length) == 0 &&
	       bytes[length] == '\0' &&
	       memcmp(bytes + length + 1, mark, strlen(mark)) == 0;
}

/* A record has no such line when it was written before there was one, or when
 * the client's access tokens were never withdrawn. */
static bool
read_withdrawn(const DBT *lines, uint64_t *out)
{
	int64_t number = 0;
	DBT value;

	if (find_line(lines, "withdrawn", &value) &&
	    (!bdb_number(&value, &number) || number < 1))
		return false;
	*out = (uint64_t)number;
	return true;
}

/* A record of an older program has none of them: see some_line(). */
static void
read_names(const DBT *lines, struct arena *arena, struct client *out)
{
	out->subject = out->issuer = out->state_by = out->profile = "";
	(void)read_text(lines, "subject", arena, &out->subject);
	(void)read_text(lines, "issuer", arena, &out->issuer);
	(void)read_text(lines, "state_by", arena, &out->state_by);
	(void)read_text(lines, "profile", arena, &out->profile);
}

/* Nor one of a client that does not expire. */
static bool
read_expires(const DBT *lines, int64_t *out)
{
	DBT value;

	*out = 0;
	return !find_line(lines, "expires", &value) ||
	       (bdb_number(&value, out) && *out >= 1);
}

static bool
read_state(const DBT *lines, struct arena *arena, struct client *out)
{
	DBT state;

	out->state = CLIENT_ACTIVE;
	out->token = NULL;
	if (!find_line(lines, "state", &state) ||
	    !read_number(lines, "state_since", &out->state_since) ||
	    !read_text(lines, "state_why", arena, &out->state_why) ||
	    !read_withdrawn(lines, &out->withdrawn) ||
	    !read_expires(lines, &out->expires))
		return false;
	(void)read_text(lines, "token", arena, &out->token);
	read_names(lines, arena, out);
	if (bdb_is_text(&state, suspended))
		out->state = CLIENT_SUSPENDED;
	else if (bdb_is_text(&state, pending))
		out->state = CLIENT_PENDING;
	return out->state != CLIENT_ACTIVE || bdb_is_text(&state, "active");
}

static bool
read_header(const DBT *lines, struct arena *arena, struct client *out)
{
	int64_t version;

	if (!read_text(lines, "client_id", arena, &out->client_id) ||
	    !read_text(lines, "software", arena, &out->software) ||
	    !read_text(lines, "certificate", arena, &out->certificate) ||
	    !read_number(lines, "registered", &out->registered) ||
	    !read_number(lines, "changed", &out->changed) ||
	    !read_number(lines, "version", &version) || version < 1)
		return false;
	out->version = (uint64_t)version;
	return read_state(lines, arena, out);
}

int
bdb_record_read(const DBT *record, struct arena *arena, struct client *out)
{
	DBT lines;
	const char *body;

	if (!read_lines(record, &lines) || !read_header(&lines, arena, out))
		return bdb_unreadable("clients.db");
	body = (const char *)record->data + lines.size + 1;
	out->metadata =
	    arena_strndup(arena, body, record->size - lines.size - 1);
	return 0;
}
