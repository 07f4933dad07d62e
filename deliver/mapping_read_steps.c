/* SPDX-License-Identifier: ISC */
/* Reads the steps of a mapping: what it asks of the product, and what each
 * answer means. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"

enum { STEPS = 16 };

static const char *
place_of(struct reader *reader, const char *prefix, const char *name)
{
	return arena_printf(reader->arena, "%s%s", prefix, name);
}

/* An object of strings; NULL: it is not there. */
static const struct json *
read_strings(struct reader *reader, const struct json *from, const char *prefix,
    const char *name)
{
	const struct json *value = json_get(from, name);

	if (value != NULL && !json_is_object_of(value, JSON_STRING))
		reader_wrong(reader, place_of(reader, prefix, name),
		    "must be an object of strings");
	return value;
}

static void
read_each(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_each *to)
{
	static const char *const names[] = {
	    "in", "at", "among", "not_among", NULL};

	if (from == NULL)
		return;
	reader_known_keys(reader, from, prefix, names);
	to->in = reader_need(reader, from, prefix, "in");
	to->at = reader_string(reader, from, prefix, "at");
	to->among = reader_string(reader, from, prefix, "among");
	to->not_among = reader_string(reader, from, prefix, "not_among");
}

static void
read_demand(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_demand *to)
{
	static const char *const names[] = {
	    "each", "among", "at", "without", "words", NULL};

	if (from == NULL)
		return;
	reader_known_keys(reader, from, prefix, names);
	to->each = reader_need(reader, from, prefix, "each");
	to->among = reader_need(reader, from, prefix, "among");
	to->at = reader_string(reader, from, prefix, "at");
	to->without = json_get(from, "without");
	to->words = reader_need(reader, from, prefix, "words");
}

static bool
is_method(const char *method)
{
	static const char *const all[] = {
	    "GET", "POST", "PUT", "PATCH", "DELETE", NULL};
	size_t i = 0;

	while (all[i] != NULL && strcmp(all[i], method) != 0)
		i++;
	return all[i] != NULL;
}

static void
read_body(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_step *to)
{
	const struct json *body = json_get(from, "body");
	const char *text = json_string(body);

	to->sends_record = text != NULL && strcmp(text, "record") == 0;
	if (!to->sends_record)
		to->body = body;
	if (text != NULL && !to->sends_record)
		reader_wrong(reader, place_of(reader, prefix, "body"),
		    "must be \"record\", or an object or array");
}

static void
read_request(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_step *to)
{
	to->method = reader_need(reader, from, prefix, "method");
	to->path = reader_need(reader, from, prefix, "path");
	to->query = read_strings(reader, from, prefix, "query");
	to->headers = read_strings(reader, from, prefix, "headers");
	to->take = read_strings(reader, from, prefix, "take");
	to->on = read_strings(reader, from, prefix, "on");
	read_body(reader, from, prefix, to);
	if (to->method != NULL && !is_method(to->method))
		reader_wrong(reader, place_of(reader, prefix, "method"),
		    "must be one of: GET, POST, PUT, PATCH, DELETE");
	if (to->path != NULL &&
	    (*to->path != '/' || strpbrk(to->path, " ?#%\r\n\t") != NULL))
		reader_wrong(reader, place_of(reader, prefix, "path"),
		    "must begin with /, and have no blank and none of ?#%");
}

static void
read_step(struct reader *reader, const struct json *from, const char *prefix,
    struct mapping_step *to)
{
	static const char *const names[] = {"name", "when", "each", "demand",
	    "refuse", "method", "path", "query", "headers", "body", "take",
	    "on", NULL};

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, prefix, "must be an object");
	reader_known_keys(reader, from, prefix, names);
	to->name = reader_need(reader, from, prefix, "name");
	to->when = mapping_read_when(
	    reader, json_get(from, "when"), place_of(reader, prefix, "when"));
	to->refuse = reader_string(reader, from, prefix, "refuse");
	read_each(reader, json_get(from, "each"),
	    place_of(reader, prefix, "each."), &to->each);
	read_demand(reader, json_get(from, "demand"),
	    place_of(reader, prefix, "demand."), &to->demand);
	if (to->refuse == NULL && to->demand.each == NULL)
		read_request(reader, from, prefix, to);
	else if (json_get(from, "method") != NULL)
		reader_wrong(reader, place_of(reader, prefix, "method"),
		    "is not allowed beside refuse and demand");
}

/* A word for a status is an end, "next", or the name of a later step. */
static void
check_on(struct reader *reader, const struct mapping_action *action,
    size_t index, const char *prefix)
{
	static const char *const ends[] = {
	    "next", "done", "later", "away", "refused", NULL};
	const struct json *value;
	const char *status;

	for (struct json_each each = json_each(action->steps[index].on);
	     json_next(&each, &status, &value);) {
		const char *word = json_string(value);
		bool known = false;

		for (size_t i = 0; ends[i] != NULL; i++)
			known = known || strcmp(word, ends[i]) == 0;
		for (size_t i = index + 1; i < action->count; i++)
			known =
			    known || strcmp(word, action->steps[i].name) == 0;
		if (!known)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "%son.%s", prefix, status),
			    "must be one of: next, done, later, away, "
			    "refused, or the name of a later step");
		if (strlen(status) != 3 || strspn(status, "0123456789") != 3)
			reader_wrong(reader, place_of(reader, prefix, "on"),
			    "must have statuses of three digits");
	}
}

static void
read_action(struct reader *reader, const struct json *root, const char *name,
    struct mapping_action *to)
{
	const struct json *from = json_get(root, name);
	const size_t count = json_length(from);
	struct mapping_step *steps =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*steps));

	to->steps = steps;
	to->count = count;
	if (from != NULL &&
	    (json_type(from) != JSON_ARRAY || count == 0 || count > STEPS))
		reader_wrong(reader, name, "must be an array of 1 to 16 steps");
	for (size_t i = 0; reader->why == NULL && i < count; i++)
		read_step(reader, json_at(from, i),
		    arena_printf(reader->arena, "%s[%zu].", name, i),
		    &steps[i]);
	for (size_t i = 0; reader->why == NULL && i < count; i++)
		check_on(reader, to, i,
		    arena_printf(reader->arena, "%s[%zu].", name, i));
}

static void
read_listing(
    struct reader *reader, const struct json *from, struct mapping_listing *to)
{
	static const char *const names[] = {"path", "query", "items",
	    "client_id", "prefix", "key", "ours", "page_parameter", "page_size",
	    NULL};
	static const char prefix[] = "list.";

	if (from == NULL)
		return;
	reader_known_keys(reader, from, prefix, names);
	to->step.name = "list";
	to->step.method = "GET";
	to->step.path = reader_need(reader, from, prefix, "path");
	to->step.query = read_strings(reader, from, prefix, "query");
	to->items = json_string(json_get(from, "items"));
	if (to->items == NULL)
		reader_wrong(reader, "list.items",
		    "is missing: a JSON Pointer to the array in an answer, or "
		    "\"\"");
	to->client_id = reader_need(reader, from, prefix, "client_id");
	to->key = reader_string(reader, from, prefix, "key");
	to->ours =
	    mapping_read_when(reader, json_get(from, "ours"), "list.ours");
	to->prefix = reader_string(reader, from, prefix, "prefix");
	if (to->ours.count == 0 && to->prefix == NULL)
		reader_wrong(reader, "list.ours",
		    "is missing: by what those that we have put there are "
		    "told from others");
	to->parameter = reader_string(reader, from, prefix, "page_parameter");
	to->size =
	    reader_number(reader, from, prefix, "page_size", 1, 1000, 100);
}

void
mapping_read_steps(
    struct reader *reader, const struct json *root, struct mapping *mapping)
{
	static const char *const names[ACTIONS] = {
	    [ACTION_PUT] = "put",
	    [ACTION_SUSPEND] = "suspend",
	    [ACTION_RESUME] = "resume",
	    [ACTION_REMOVE] = "remove",
	};

	for (size_t i = 0; i < ACTIONS; i++)
		read_action(reader, root, names[i], &mapping->actions[i]);
	if (mapping->actions[ACTION_PUT].count == 0)
		reader_wrong(reader, "put", "is missing");
	if (mapping->actions[ACTION_REMOVE].count == 0)
		reader_wrong(reader, "remove", "is missing");
	read_listing(reader, json_get(root, "list"), &mapping->listing);
}
