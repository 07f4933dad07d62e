/* SPDX-License-Identifier: ISC */
/* Prints a record of the audit trail as comma-separated values. */
#include <stdlib.h>
#include <string.h>

#include "commands/audit/private.h"
#include "commands/lib/csv.h"
#include "kit/arena.h"
#include "kit/json.h"

/* The members of a record that somebody sorts or filters by, and the key. */
static const char *const columns[] = {"key", "at", "event", "client_id", "by",
    "operator", "subject", "certificate_sha256", "software_id",
    "organisation_id", "organisation_name", "state", "rules", "why", "request"};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A string, or strings with a blank between them. */
static const char *
text_of(struct arena *arena, const struct json *value)
{
	const char *text = json_string(value);

	if (text != NULL || json_type(value) != JSON_ARRAY)
		return text;
	text = "";
	for (size_t i = 0; i < json_length(value); i++) {
		const char *one = json_string(json_at(value, i));

		text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "",
		    one != NULL ? one : "?");
	}
	return text;
}

void
audit_csv_heading(void)
{
	csv_row(columns, COLUMNS);
}

void
audit_csv(struct arena *arena, const struct stored_record *record,
    const struct json *json)
{
	const char *cells[COLUMNS] = {record->key};

	for (unsigned i = 1; i < COLUMNS; i++)
		cells[i] = text_of(arena, json_get(json, columns[i]));
	if (json == NULL)
		cells[2] = "unreadable";
	csv_row(cells, COLUMNS);
}
