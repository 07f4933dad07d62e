/* SPDX-License-Identifier: ISC */
/* Prints a record of the audit trail, as a row or as JSON. */
#include <stdio.h>

#include "commands/audit/private.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/json.h"

enum { SUBJECT_MOST = 40, REST_MOST = 200 };

#define COLUMNS "%-20s  %-10s  %-32s  %-40s  %s\n"

static const char *
plain(struct arena *arena, const char *text, size_t most)
{
	return text == NULL || *text == '\0' ? "-"
					     : row_tamed(arena, text, most);
}

static const char *
joined(struct arena *arena, const struct json *strings)
{
	const char *text = "";

	for (size_t i = 0; i < json_length(strings); i++) {
		const char *string = json_string(json_at(strings, i));
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? "," : "",
		    string != NULL ? string : "?");
	}
	return text;
}

/* The last column: the rules, the reason, or the members that an update
 * changed. */
static const char *
rest(struct arena *arena, const struct json *record)
{
	const char *why = json_string(json_get(record, "why")), *name;
	const struct json *before = json_get(record, "before");
	const struct json *after = json_get(record, "after"), *value;
	const char *text = "";

	if (json_get(record, "rules") != NULL)
		return joined(arena, json_get(record, "rules"));
	if (why != NULL || before == NULL || after == NULL)
		return why;
	for (struct json_each each = json_each(before);
	     json_next(&each, &name, &value);)
		if (json_get(after, name) == NULL)
			text = arena_printf(arena, "%s-%s ", text, name);
	for (struct json_each each = json_each(after);
	     json_next(&each, &name, &value);)
		text = arena_printf(arena, "%s%s%s ", text,
		    json_get(before, name) == NULL ? "+" : "", name);
	return text;
}

void
audit_heading(void)
{
	printf(COLUMNS, "TIME", "EVENT", "CLIENT_ID", "BY", "RULES OR WHY");
}

void
audit_row(struct arena *arena, const struct json *json)
{
	const char *by = json_string(json_get(json, "subject"));

	if (by == NULL)
		by = json_string(json_get(json, "operator"));
	if (by == NULL)
		by = json_string(json_get(json, "by"));
	printf(COLUMNS, plain(arena, json_string(json_get(json, "at")), 20),
	    json != NULL
		? plain(arena, json_string(json_get(json, "event")), 10)
		: "unreadable",
	    plain(arena, json_string(json_get(json, "client_id")), 32),
	    plain(arena, by, SUBJECT_MOST),
	    plain(arena, rest(arena, json), REST_MOST));
}

/* Without the member `key`, which is put in front, the line is what was sealed,
 * to the byte. */
void
audit_line(const struct stored_record *record, const struct json *json)
{
	if (json != NULL)
		printf("{\"key\":\"%s\",%s\n", record->key, record->text + 1);
	else
		printf(
		    "{\"key\":\"%s\",\"event\":\"unreadable\"}\n", record->key);
}
