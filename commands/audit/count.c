/* SPDX-License-Identifier: ISC */
/* Counts the records of the audit trail by day, event and rule. */
#include "commands/audit/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/csv.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"

enum { DAY = 86400, MICROSECONDS = 1000000, NAME_MOST = 80 };

/* The keys grow with time: a day is told when the next one begins, and no more
 * than one day's counts are kept. */
struct audit_count {
	const char *event, *rule; /* "": none was broken */
	uint64_t count;
	struct audit_count *next;
};

static int64_t
day_of(const struct stored_record *record)
{
	return (int64_t)(strtoull(record->key, NULL, 16) / MICROSECONDS) / DAY;
}

static int
order(const struct audit_count *count, const char *event, const char *rule)
{
	const int by_event = strcmp(count->event, event);

	return by_event != 0 ? by_event : strcmp(count->rule, rule);
}

static void
add(struct audit_counts *counts, const char *event, const char *rule)
{
	struct audit_count **at = &counts->first, *fresh;

	while (*at != NULL && order(*at, event, rule) < 0)
		at = &(*at)->next;
	if (*at != NULL && order(*at, event, rule) == 0) {
		(*at)->count++;
		return;
	}
	fresh = arena_alloc(counts->arena, sizeof *fresh);
	*fresh = (struct audit_count){
	    .event = row_tamed(counts->arena, event, NAME_MOST),
	    .rule = row_tamed(counts->arena, rule, NAME_MOST),
	    .count = 1,
	    .next = *at,
	};
	*at = fresh;
}

static void
print(const struct audit_counts *counts, const char *day,
    const struct audit_count *count)
{
	char number[24];
	const char *cells[] = {day, count->event, count->rule, number};
	struct arena *arena = arena_new();
	struct json *json = json_new_object(arena);

	(void)snprintf(
	    number, sizeof number, "%llu", (unsigned long long)count->count);
	json_set_string(json, "day", day);
	json_set_string(json, "event", count->event);
	if (*count->rule != '\0')
		json_set_string(json, "rule", count->rule);
	json_set_integer(json, "count", (int64_t)count->count);
	if (counts->form == AUDIT_JSON)
		puts(json_text(arena, json));
	else if (counts->form == AUDIT_CSV)
		csv_row(cells, 4);
	else
		printf("%-10s  %-10s  %9s  %s\n", day, count->event, number,
		    *count->rule != '\0' ? count->rule : "-");
	arena_free(arena);
}

void
audit_count_begin(struct audit_counts *counts, enum audit_form form)
{
	static const char *const names[] = {"day", "event", "rule", "count"};

	*counts = (struct audit_counts){.form = form, .day = -1};
	if (form == AUDIT_CSV)
		csv_row(names, 4);
	if (form == AUDIT_ROWS)
		printf("%-10s  %-10s  %9s  %s\n", "DAY", "EVENT", "RECORDS",
		    "RULE");
}

void
audit_count_end(struct audit_counts *counts)
{
	char day[11] = "";

	if (counts->arena == NULL)
		return;
	(void)snprintf(day, sizeof day, "%.10s",
	    moment_text(counts->arena, counts->day * DAY));
	for (struct audit_count *c = counts->first; c != NULL; c = c->next)
		print(counts, day, c);
	arena_free(counts->arena);
	counts->arena = NULL;
	counts->first = NULL;
}

/* A refusal counts under each of its rules; one without any rule, and whatever
 * else happened, under none.  `only` is the rule that was asked for. */
void
audit_count(struct audit_counts *counts, const struct stored_record *record,
    const struct json *json, const char *only)
{
	const char *event = json_string(json_get(json, "event"));
	const struct json *rules = json_get(json, "rules");

	if (day_of(record) != counts->day)
		audit_count_end(counts);
	counts->day = day_of(record);
	if (counts->arena == NULL)
		counts->arena = arena_new();
	if (event == NULL)
		event = "unreadable";
	if (json_length(rules) == 0)
		add(counts, event, "");
	for (size_t i = 0; i < json_length(rules); i++) {
		const char *rule = json_string(json_at(rules, i));

		if (rule != NULL && (only == NULL || strcmp(rule, only) == 0))
			add(counts, event, rule);
	}
}
