/* SPDX-License-Identifier: ISC */
/* Checks that each pointer of a mapping leads to something that can be there,
 * and that each member which is mapped goes somewhere. */
#include <string.h>

#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"

struct checking {
	struct reader *reader;
	const struct mapping *mapping;
	const struct json *declared; /* values */
	struct json *taken, *used;   /* names */
	const char *place;
};

static void
wrong(struct checking *checking, const char *pointer, const char *what)
{
	reader_wrong(checking->reader, checking->place,
	    arena_printf(checking->reader->arena, "%s: %s", pointer, what));
}

static bool
is_among(const char *name, const char *const *names)
{
	while (*names != NULL && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* "what is sent where" goes by the members that are mapped alone. */
static void
check_member(struct checking *checking, const char *pointer, const char *name)
{
	const struct mapping_member *member =
	    name != NULL && strchr(name, '#') == NULL && *name != '\0'
		? mapping_member(checking->mapping, name)
		: NULL;

	if (member == NULL)
		wrong(checking, pointer, "no client has such a member");
	else if (member->treatment != MEMBER_MAPPED)
		wrong(checking, pointer,
		    "is said to be ignored or inexpressible in members");
	else
		json_set_boolean(checking->used, name, true);
}

static void
check_inner(struct checking *checking, const char *pointer, const char *first,
    const char *name)
{
	static const char *const certificate[] = {
	    "sha256", "subject", "issuer", NULL};
	static const char *const page[] = {"first", "token", NULL};

	if (strcmp(first, "client") == 0) {
		check_member(checking, pointer, name);
		return;
	}
	if (name != NULL && strcmp(first, "certificate") == 0 &&
	    is_among(name, certificate))
		return;
	if (name != NULL && strcmp(first, "page") == 0 && is_among(name, page))
		return;
	if (name != NULL && strcmp(first, "values") == 0 &&
	    json_get(checking->declared, name) != NULL)
		return;
	if (name != NULL && strcmp(first, "taken") == 0 &&
	    json_get(checking->taken, name) != NULL)
		return;
	wrong(checking, pointer, "there is no such value");
}

static void
check_pointer(void *context, const char *pointer)
{
	static const char *const plain[] = {"key", "event", "at", "version",
	    "state", "standing", "not_before", "expires", "profile",
	    "client_id", "software_id", "directory", "organisation_id",
	    "organisation_name", "kill", NULL};
	struct checking *checking = context;
	struct arena *arena = checking->reader->arena;
	const char *rest = pointer;
	const char *first = mapping_token(arena, &rest);

	if (first != NULL && strcmp(first, "item") == 0)
		return;
	if (first != NULL && is_among(first, plain) && *rest == '\0')
		return;
	check_inner(checking, pointer, first != NULL ? first : "",
	    mapping_token(arena, &rest));
}

static void
check_text(struct checking *checking, const char *text)
{
	if (!mapping_pointers(
		checking->reader->arena, text, check_pointer, checking))
		wrong(checking, text, "a { is not closed");
}

/* A template of JSON. */
static void
check_json(struct checking *checking, const struct json *value)
{
	const struct json *part;
	const char *name;

	if (json_string(value) != NULL)
		check_text(checking, json_string(value));
	if (json_type(value) == JSON_ARRAY)
		for (size_t i = 0; i < json_length(value); i++)
			check_json(checking, json_at(value, i));
	if (json_type(value) == JSON_OBJECT)
		for (struct json_each each = json_each(value);
		     json_next(&each, &name, &part);)
			check_json(checking, part);
}

static void
check_when(
    struct checking *checking, const struct mapping_conditions *conditions)
{
	for (size_t i = 0; i < conditions->count; i++)
		check_pointer(checking, conditions->all[i].from);
}

static void
check_optional(struct checking *checking, const char *pointer)
{
	if (pointer != NULL)
		check_pointer(checking, pointer);
}

static void
check_step(struct checking *checking, const struct mapping_step *step)
{
	checking->place =
	    arena_printf(checking->reader->arena, "step \"%s\"", step->name);
	check_when(checking, &step->when);
	check_optional(checking, step->each.in);
	check_optional(checking, step->each.among);
	check_optional(checking, step->each.not_among);
	check_optional(checking, step->demand.each);
	check_optional(checking, step->demand.among);
	if (step->path != NULL)
		check_text(checking, step->path);
	check_json(checking, step->query);
	check_json(checking, step->headers);
	check_json(checking, step->body);
}

static void
check_fields(struct checking *checking)
{
	const struct mapping *mapping = checking->mapping;

	for (size_t i = 0; i < mapping->field_count; i++) {
		checking->place =
		    arena_printf(checking->reader->arena, "record[%zu]", i);
		check_optional(checking, mapping->fields[i].from);
		check_json(checking, mapping->fields[i].constant);
		check_when(checking, &mapping->fields[i].when);
	}
}

static void
check_steps(struct checking *checking)
{
	const struct mapping *mapping = checking->mapping;

	for (size_t a = 0; a < ACTIONS; a++)
		for (size_t i = 0; i < mapping->actions[a].count; i++)
			check_step(checking, &mapping->actions[a].steps[i]);
	if (mapping->listing.step.method == NULL)
		return;
	check_step(checking, &mapping->listing.step);
	check_when(checking, &mapping->listing.ours);
}

static void
see_taken(struct checking *checking)
{
	const struct mapping *mapping = checking->mapping;
	const struct json *value;
	const char *name;

	for (size_t a = 0; a < ACTIONS; a++)
		for (size_t i = 0; i < mapping->actions[a].count; i++)
			for (struct json_each each =
				 json_each(mapping->actions[a].steps[i].take);
			     json_next(&each, &name, &value);)
				json_set_boolean(checking->taken, name, true);
}

void
mapping_check(struct reader *reader, const struct json *declared,
    const struct mapping *mapping)
{
	struct checking checking = {.reader = reader,
	    .mapping = mapping,
	    .declared = declared,
	    .taken = json_new_object(reader->arena),
	    .used = json_new_object(reader->arena)};

	see_taken(&checking);
	check_fields(&checking);
	check_steps(&checking);
	for (size_t i = 0; i < mapping->member_count; i++) {
		const struct mapping_member *member = &mapping->members[i];

		if (member->treatment == MEMBER_MAPPED &&
		    *member->name != '\0' &&
		    json_get(checking.used, member->name) == NULL)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "members.%s", member->name),
			    "is mapped to nothing");
	}
}
