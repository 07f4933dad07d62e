/* SPDX-License-Identifier: ISC */
/* Reads a line of an import: of an export, or of another server. */
#include <string.h>

#include "commands/lib/row_text.h"
#include "commands/import/private.h"
#include "kit/json.h"
#include "store/lib/rows.h"

static bool
is_format(const struct json *name)
{
	return name != NULL && json_string(name) != NULL &&
	       strcmp(json_string(name), EXPORT_FORMAT) == 0;
}

bool
import_header(const struct json *line, int64_t *version)
{
	return is_format(json_get(line, "format")) &&
	       json_integer(json_get(line, "version"), version);
}

bool
import_trailer(struct arena *arena, const char *text, size_t length,
    int64_t *clients, const char **sha256)
{
	static const char begin[] = "{\"end\":";
	const struct json *line;

	if (length < sizeof(begin) ||
	    memcmp(text, begin, sizeof(begin) - 1) != 0)
		return false;
	line = json_parse(arena, text, length, NULL);
	*sha256 = json_string(json_get(line, "sha256"));
	return is_format(json_get(line, "end")) && *sha256 != NULL &&
	       json_integer(json_get(line, "clients"), clients);
}

/* Tells a line of an export by its first bytes, so that it is not parsed
 * twice. */
static bool
looks_exported(const char *text, size_t length)
{
	static const char after[] = "\",\"software\":";
	static const char begin[] = "{\"client_id\":\"";
	static const char further[] = "\",\"certificate\":\"";
	const char *end;

	if (length < sizeof(begin) ||
	    memcmp(text, begin, sizeof(begin) - 1) != 0)
		return false;
	text += sizeof(begin) - 1;
	length -= sizeof(begin) - 1;
	end = memchr(text, '"', length);
	return end != NULL && (size_t)(text + length - end) > sizeof(after) &&
	       memcmp(end, after, sizeof(after) - 1) == 0 &&
	       memmem(end, (size_t)(text + length - end), further,
		   sizeof(further) - 1) != NULL;
}

/* Tells a row of an export by the members that no other server has: "metadata"
 * alone is what Ory Hydra, for one, calls an object of its own. */
static bool
is_exported(const struct json *line)
{
	return json_get(line, "certificate") != NULL &&
	       (json_get(line, "metadata") != NULL ||
		   json_get(line, "metadata_hex") != NULL);
}

bool
import_line(struct arena *arena, const struct import_terms *terms,
    const char *text, size_t length, struct import_client *out,
    struct row_fault *fault)
{
	struct json_error error = {0, "must be a JSON object"};
	const struct json *line = NULL;
	struct stored_row row;

	*out = (struct import_client){.plain = false};
	if (!looks_exported(text, length)) {
		line = json_parse(arena, text, length, &error);
		if (json_type(line) != JSON_OBJECT) {
			*fault = (struct row_fault){NULL, error.what};
			return false;
		}
		if (!is_exported(line))
			return import_plain(arena, terms, line, out, fault);
	}
	if (!row_read(arena, TABLE_CLIENTS, text, length, &row, fault))
		return false;
	out->client = row.client;
	return true;
}

/* Compares what another server can say: times, version and state are not among
 * it. */
static bool
same_plain(const struct client *a, const struct client *b)
{
	return strcmp(a->software, b->software) == 0 &&
	       strcmp(a->certificate, b->certificate) == 0 &&
	       strcmp(a->metadata, b->metadata) == 0;
}

enum stored
import_meet(struct store *store, struct arena *arena,
    const struct import_client *client, bool *same)
{
	struct client there;
	enum stored stored =
	    store->ops->get(store, client->client.client_id, arena, &there);

	*same = false;
	if (stored == STORED_OK)
		*same = client->plain
			    ? same_plain(&there, &client->client)
			    : rows_same_client(&there, &client->client);
	return stored;
}
