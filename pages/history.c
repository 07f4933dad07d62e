/* SPDX-License-Identifier: ISC */
/* Finds records of the audit trail. */
#include "pages/history.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "store/lib/rows.h"

struct finding_records {
	const struct history_search *search;
	struct history *found;
};

static bool
has_one(const char *const *texts, const char *text)
{
	if (texts[0] == NULL)
		return true;
	for (size_t i = 0; i < HISTORY_TEXTS && texts[i] != NULL; i++)
		if (strstr(text, texts[i]) != NULL)
			return true;
	return false;
}

/* A text costs little to look for, and a record much to parse. */
static bool
may_be(const struct history_search *search, const char *text)
{
	return (search->text == NULL ||
		   strcasestr(text, search->text) != NULL) &&
	       has_one(search->texts, text);
}

static bool
is_wanted(const struct history_search *search, const char *text)
{
	struct arena *arena;
	const struct json *record;
	bool wanted;

	if (!may_be(search, text))
		return false;
	if (search->rule == NULL && !search->refused)
		return true;
	arena = arena_new();
	record = json_parse(arena, text, strlen(text), NULL);
	const char *event = json_string(json_get(record, "event"));
	wanted = (!search->refused ||
		     (event != NULL && strcmp(event, "refused") == 0)) &&
		 (search->rule == NULL ||
		     json_has_string(json_get(record, "rules"), search->rule));
	arena_free(arena);
	return wanted;
}

/* The newest rows stay: one that is left has memory of its own, since any
 * number of others may have been in its place. */
static void
keep(struct history *found, const struct stored_record *record)
{
	size_t place = (found->first + found->count) % HISTORY_ROWS;

	if (found->count == HISTORY_ROWS) {
		free((char *)found->rows[place].key);
		free((char *)found->rows[place].text);
		found->first = (found->first + 1) % HISTORY_ROWS;
	} else
		found->count++;
	found->rows[place].key = strdup(record->key);
	found->rows[place].text = strdup(record->text);
	if (found->rows[place].key == NULL || found->rows[place].text == NULL)
		abort();
}

static bool
look(void *context, const struct stored_record *record)
{
	struct finding_records *finding = context;
	const struct history_search *search = finding->search;
	struct history *found = finding->found;

	if (search->until != NULL && strcmp(record->key, search->until) >= 0)
		return false;
	if (found->scanned == search->scan) {
		found->cut = true;
		return false;
	}
	found->scanned++;
	(void)stpncpy(found->last, record->key, sizeof(found->last) - 1);
	if (is_wanted(search, record->text)) {
		found->matches++;
		keep(found, record);
	}
	return true;
}

enum stored
history_find(struct store *store, struct arena *arena,
    const struct history_search *search, struct history *out)
{
	struct finding_records finding = {.search = search};
	enum stored stored;

	*out = (struct history){.first = 0};
	finding.found = out;
	stored =
	    rows_records(store, TABLE_AUDIT, search->after, look, &finding);
	for (size_t i = 0; i < out->count; i++) {
		arena_defer(arena, free, (char *)out->rows[i].key);
		arena_defer(arena, free, (char *)out->rows[i].text);
	}
	return stored;
}

const char *
history_oldest(const struct history *history)
{
	return history->count > 0 ? history->rows[history->first].key : NULL;
}
