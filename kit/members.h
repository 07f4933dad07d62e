/* SPDX-License-Identifier: ISC */
#ifndef KIT_MEMBERS_H
#define KIT_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json;

/*
 * The members of an object, each printed once however many texts it is in: what
 * a client registers is its row, its answer and a part of an audit record.  A
 * text of them is what json_text() makes of an object of them, byte for byte.
 * Each name is there once.  All of it is the arena's.
 */
struct member {
	const char *name;
	const struct json *value;
	const char *text; /* "name":value; NULL: no text had it so far */
	size_t length;
};

struct members {
	struct arena *arena;
	struct member *all;
	size_t count, room;
};

struct members *members_new(struct arena *arena);

/* An absent value is left out. */
void members_add(
    struct members *members, const char *name, const struct json *value);
void members_add_string(
    struct members *members, const char *name, const char *string);
void members_add_integer(
    struct members *members, const char *name, int64_t number);

/* Adds a member of others, which is printed no second time if it was. */
void members_share(struct members *members, const struct member *member);

/* Add one that is printed at once, and that members_get() does not find: a text
 * of JSON, a string (an absent one is left out), or a number. */
void members_add_text(
    struct members *members, const char *name, const char *text);
void members_print_string(
    struct members *members, const char *name, const char *string);
void members_print_integer(
    struct members *members, const char *name, int64_t number);

/* Adds those of an object; any other value has none. */
void members_add_all(struct members *members, const struct json *object);

/* The value of that name; NULL: none is there. */
const struct json *members_get(const struct members *members, const char *name);

/* The text of an object of those that are wanted; NULL: of all. */
const char *members_text(struct members *members,
    bool (*wanted)(const struct member *member, const void *context),
    const void *context);

#endif
