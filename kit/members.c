/* SPDX-License-Identifier: ISC */
/* Prints the members of an object, each once. */
#include "kit/members.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/decimal.h"
#include "kit/json.h"
#include "kit/private.h"

enum { FIRST_ROOM = 48 };

struct members *
members_new(struct arena *arena)
{
	struct members *members = arena_alloc(arena, sizeof(*members));

	members->arena = arena;
	return members;
}

static void
make_room(struct members *members)
{
	const size_t room = members->room == 0 ? FIRST_ROOM : 2 * members->room;
	struct member *all = arena_alloc(members->arena, room * sizeof(*all));

	if (members->count > 0)
		memcpy(all, members->all, members->count * sizeof(*all));
	members->all = all;
	members->room = room;
}

static struct member *
add(struct members *members, const char *name, const struct json *value)
{
	if (members->count == members->room)
		make_room(members);
	members->all[members->count] = (struct member){name, value, NULL, 0};
	return &members->all[members->count++];
}

void
members_add(struct members *members, const char *name, const struct json *value)
{
	if (value != NULL)
		(void)add(members, name, value);
}

void
members_share(struct members *members, const struct member *member)
{
	if (member->value != NULL)
		*add(members, member->name, member->value) = *member;
}

void
members_add_string(
    struct members *members, const char *name, const char *string)
{
	if (string != NULL)
		members_add(
		    members, name, json_new_string(members->arena, string));
}

void
members_add_integer(struct members *members, const char *name, int64_t number)
{
	struct json *object = json_new_object(members->arena);

	json_set_integer(object, name, number);
	members_add(members, name, json_get(object, name));
}

void
members_add_all(struct members *members, const struct json *object)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);)
		members_add(members, name, value);
}

const struct json *
members_get(const struct members *members, const char *name)
{
	for (size_t i = 0; i < members->count; i++)
		if (*members->all[i].name == *name &&
		    strcmp(members->all[i].name, name) == 0)
			return members->all[i].value;
	return NULL;
}

/* What json_text() would put between quotes as it is: nearly every string. */
static bool
is_plain(const char *string, size_t length)
{
	return json_plain_end(string, string + length) == string + length;
}

/* A text, and whether quotes are to be put around it. */
struct piece {
	const char *text;
	size_t length;
	bool quotes;
};

static struct piece
of_string(struct arena *arena, const char *string)
{
	struct piece piece = {string, strlen(string), true};

	if (is_plain(string, piece.length))
		return piece;
	piece.text = json_text(arena, json_new_string(arena, string));
	piece.length = strlen(piece.text);
	piece.quotes = false;
	return piece;
}

static struct piece
of_value(struct arena *arena, const struct json *value)
{
	const char *text = json_string(value);

	if (text != NULL)
		return of_string(arena, text);
	text = json_text(arena, value);
	return (struct piece){text, strlen(text), false};
}

static char *
put(char *end, const struct piece *piece)
{
	if (piece->quotes)
		*end++ = '"';
	memcpy(end, piece->text, piece->length);
	end += piece->length;
	if (piece->quotes)
		*end++ = '"';
	return end;
}

static void
print(struct arena *arena, struct member *member, const struct piece *value)
{
	const struct piece name = of_string(arena, member->name);
	char *text =
	    arena_room(arena, name.length + value->length + sizeof("'':''"));
	char *end = put(text, &name);

	*end++ = ':';
	end = put(end, value);
	member->text = text;
	member->length = (size_t)(end - text);
}

void
members_add_text(struct members *members, const char *name, const char *text)
{
	const struct piece value = {text, strlen(text), false};

	print(members->arena, add(members, name, NULL), &value);
}

void
members_print_string(
    struct members *members, const char *name, const char *string)
{
	if (string == NULL)
		return;
	const struct piece value = of_string(members->arena, string);
	print(members->arena, add(members, name, NULL), &value);
}

void
members_print_integer(struct members *members, const char *name, int64_t number)
{
	char text[DECIMAL_ROOM];
	char *end = text + sizeof(text), *at = decimal_before(end, number);
	const struct piece value = {at, (size_t)(end - at), false};
	print(members->arena, add(members, name, NULL), &value);
}

static char *
join(const struct members *members, const bool *in, size_t length)
{
	char *text = arena_room(members->arena, length + sizeof("{}"));
	char *end = text;

	*end++ = '{';
	for (size_t i = 0; i < members->count; i++)
		if (in[i]) {
			const struct member *member = &members->all[i];
			if (end > text + 1)
				*end++ = ',';
			memcpy(end, member->text, member->length);
			end += member->length;
		}
	*end++ = '}';
	*end = '\0';
	return text;
}

const char *
members_text(struct members *members,
    bool (*wanted)(const struct member *member, const void *context),
    const void *context)
{
	bool *in = arena_alloc(members->arena, members->count * sizeof(*in));
	size_t length = 0;

	for (size_t i = 0; i < members->count; i++) {
		struct member *member = &members->all[i];
		in[i] = wanted == NULL || wanted(member, context);
		if (!in[i])
			continue;
		if (member->text == NULL) {
			const struct piece value =
			    of_value(members->arena, member->value);
			print(members->arena, member, &value);
		}
		length += member->length + 1;
	}
	return join(members, in, length);
}
