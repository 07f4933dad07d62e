/* SPDX-License-Identifier: ISC */
/* Counts what the audit trail says of a period. */
#include "pages/activity.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "pages/organisation.h"
#include "pages/ranking.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"

struct reading {
	struct activity *activity;
	int64_t most;
};

static void
take_refusal(struct activity *activity, struct arena *arena,
    const struct json *record, size_t slot, int64_t at)
{
	const struct json *rules = json_get(record, "rules");
	const char *why = json_string(json_get(record, "why"));

	activity->refused++;
	ranking_add(activity->organisations,
	    organisation_of_record(arena, record), slot, at);
	for (size_t i = 0; i < json_length(rules); i++)
		if (json_string(json_at(rules, i)) != NULL)
			ranking_add(activity->rules,
			    json_string(json_at(rules, i)), slot, at);
	if (json_length(rules) == 0)
		ranking_add(
		    activity->rules, why != NULL ? why : "no rule", slot, at);
}

static void
take_record(struct activity *activity, struct arena *arena,
    const struct stored_record *record, int64_t at)
{
	const struct json *json =
	    json_parse(arena, record->text, strlen(record->text), NULL);
	const char *event = json_string(json_get(json, "event"));
	const size_t slot = slots_at(&activity->slots, at);

	if (event == NULL)
		activity->unreadable++;
	else if (strcmp(event, "refused") == 0)
		take_refusal(activity, arena, json, slot, at);
	else
		ranking_add(activity->events, event, slot, at);
}

static bool
read_record(void *context, const struct stored_record *record)
{
	struct reading *reading = context;
	struct activity *activity = reading->activity;
	const int64_t at = journal_moment(record->key);
	struct arena *arena;

	if (at >= activity->slots.until)
		return false;
	if (activity->records == reading->most) {
		activity->cut = true;
		return false;
	}
	activity->records++;
	arena = arena_new();
	take_record(activity, arena, record, at);
	arena_free(arena);
	return true;
}

enum stored
activity_read(struct store *store, struct arena *arena, int64_t since,
    int64_t until, int64_t most, struct activity *out)
{
	struct reading reading = {.most = most};
	enum stored stored;

	*out = (struct activity){
	    .slots = slots_of(since, until),
	    .events = ranking_new(arena),
	    .rules = ranking_new(arena),
	    .organisations = ranking_new(arena),
	};
	reading.activity = out;
	stored = rows_records(store, TABLE_AUDIT, journal_before(arena, since),
	    read_record, &reading);
	ranking_sort(out->events);
	ranking_sort(out->rules);
	ranking_sort(out->organisations);
	return stored;
}
