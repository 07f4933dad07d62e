/* SPDX-License-Identifier: ISC */
/* Reads the list of a directory's members, and looks one of them up. */
#include "validators/lib/status_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"

struct entry {
	const char *id;
	const char *word;
	enum status status;
};

struct status_list {
	struct arena *arena;
	const struct json *mapping;
	struct entry *entries; /* sorted by their identifiers */
	size_t count, room;
	int64_t time;
	const char *wrong; /* the first thing; NULL: nothing */
};

static const char *
setting(const struct json *mapping, const char *name)
{
	return json_string(json_get(mapping, name));
}

/* The value that a pointer leads to, at most once. */
static void
take(void *context, const struct json *value)
{
	const struct json **out = context;

	*out = value;
}

static const struct json *
value_at(struct arena *arena, const struct json *document, const char *pointer)
{
	const struct json *found = NULL;

	return status_pointer_walk(arena, document, pointer, take, &found) ==
		       NULL
		   ? found
		   : NULL;
}

static void
count_one(void *context, const struct json *value)
{
	size_t *count = context;

	(void)value;
	(*count)++;
}

static const char *
word_of(const struct json *status)
{
	const char *text = json_string(status);

	if (text != NULL || json_type(status) != JSON_BOOLEAN)
		return text;
	return json_true(status) ? "true" : "false";
}

/* Is it one of the values?  Directories are not of one mind about the case of
 * their words. */
static bool
is_among(const struct json *values, const char *word)
{
	for (size_t i = 0; i < json_length(values); i++)
		if (strcasecmp(word_of(json_at(values, i)), word) == 0)
			return true;
	return false;
}

static enum status
status_of(const struct json *mapping, const char *word)
{
	if (is_among(json_get(mapping, "active"), word))
		return STATUS_ACTIVE;
	if (is_among(json_get(mapping, "suspended"), word))
		return STATUS_SUSPENDED;
	return is_among(json_get(mapping, "removed"), word) ? STATUS_REMOVED
							    : STATUS_UNKNOWN;
}

static struct entry *
new_entry(struct status_list *list)
{
	struct entry *more;

	if (list->count == list->room) {
		list->room = list->room == 0 ? 64 : 2 * list->room;
		more = arena_room(list->arena, list->room * sizeof(*more));
		if (list->count > 0)
			memcpy(
			    more, list->entries, list->count * sizeof(*more));
		list->entries = more;
	}
	return &list->entries[list->count++];
}

/* An entry that names nobody, or says nothing, is a sign that the mapping is
 * not this document's: the whole list is refused. */
static void
add(void *context, const struct json *value)
{
	struct status_list *list = context;
	const struct json *mapping = list->mapping;
	const char *id =
	    json_string(value_at(list->arena, value, setting(mapping, "id")));
	const char *word =
	    word_of(value_at(list->arena, value, setting(mapping, "status")));

	if (id != NULL && *id != '\0' && word != NULL)
		*new_entry(list) =
		    (struct entry){id, word, status_of(mapping, word)};
	else if (list->wrong == NULL)
		list->wrong = arena_printf(list->arena,
		    "%s: entry %zu has no %s", setting(mapping, "entries"),
		    list->count + 1, word == NULL ? "status" : "identifier");
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(
	    ((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

/* Makes one entry of those that have one identifier. */
static void
unite(struct status_list *list)
{
	struct entry *to = list->entries;

	qsort(list->entries, list->count, sizeof(*list->entries), by_id);
	for (size_t i = 1; i < list->count; i++) {
		const struct entry *next = &list->entries[i];
		if (strcmp(to->id, next->id) != 0)
			*++to = *next;
		else if (to->status != next->status)
			to->status = STATUS_TWICE;
	}
	list->count = (size_t)(to - list->entries) + 1;
}

/* What says that there is more than this: a number of entries that is another
 * one, or the address of a next page. */
static const char *
is_part(struct arena *arena, const struct json *mapping,
    const struct json *document)
{
	const struct json *total = json_get(mapping, "total");
	const char *next = setting(mapping, "next");
	int64_t number = -1;
	size_t count = 0;

	if (next != NULL && !json_is_empty(value_at(arena, document, next)))
		return arena_printf(
		    arena, "%s: there is a next page: this is not all", next);
	if (total == NULL)
		return NULL;
	(void)json_integer(
	    value_at(arena, document, setting(total, "at")), &number);
	(void)status_pointer_walk(
	    arena, document, setting(total, "of"), count_one, &count);
	return number == (int64_t)count
		   ? NULL
		   : arena_printf(arena,
			 "%s: is not the number of what is there, %zu: this is "
			 "not all",
			 setting(total, "at"), count);
}

static const char *
read_time(struct status_list *list, const struct json *document)
{
	const char *at = setting(list->mapping, "time");

	if (at == NULL)
		return NULL;
	list->time = moment_numeric(value_at(list->arena, document, at));
	return list->time > 0 ? NULL
			      : arena_printf(list->arena,
				    "%s: must be a time, in seconds", at);
}

const struct status_list *
status_list_read(struct arena *arena, const struct json *mapping,
    const struct json *document, const char **why)
{
	struct status_list *list = arena_alloc(arena, sizeof(*list));
	const char *entries = setting(mapping, "entries");

	list->arena = arena;
	list->mapping = mapping;
	*why = status_pointer_walk(arena, document, entries, add, list);
	if (*why == NULL)
		*why = list->wrong;
	if (*why == NULL && list->count == 0)
		*why = arena_printf(arena, "%s: has no entry", entries);
	if (*why == NULL)
		*why = is_part(arena, mapping, document);
	if (*why == NULL)
		*why = read_time(list, document);
	if (*why != NULL)
		return NULL;
	unite(list);
	return list;
}

size_t
status_list_count(const struct status_list *list)
{
	return list->count;
}

int64_t
status_list_time(const struct status_list *list)
{
	return list->time;
}

enum status
status_list_of(
    const struct status_list *list, const char *id, const char **word)
{
	const struct entry key = {.id = id};
	const struct entry *found =
	    bsearch(&key, list->entries, list->count, sizeof(key), by_id);

	*word = found != NULL ? found->word : "";
	return found != NULL ? found->status : STATUS_UNNAMED;
}

bool
status_list_absent_is_removed(const struct json *mapping)
{
	const char *absent = setting(mapping, "absent");

	return absent != NULL && strcmp(absent, "removed") == 0;
}
