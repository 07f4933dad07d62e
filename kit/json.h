/* SPDX-License-Identifier: ISC */
#ifndef KIT_JSON_H
#define KIT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * jansson, which libjwt brings along, has functions named json_string,
 * json_true, json_integer, json_equal and json_copy.  Were ours visible to
 * the dynamic linker, it would call them in place of its own, and crash: so
 * the Makefile says -fvisibility=hidden.
 */

/*
 * JSON (RFC 8259), read strictly.  json-c's parser lets too much through
 * (duplicate names, NaN, single quotes, names cut at \u0000, saturating
 * integers), so that the values are json-c's and the parser is ours.  A value
 * belongs to the arena that it was parsed or made in.
 *
 * Refused: invalid UTF-8, a byte-order mark, duplicate names in
 * one object, \u0000 anywhere, lone surrogates, raw control characters,
 * numbers that do not fit a double or an int64_t, trailing bytes, more depth
 * or members than kit/limits.h allows.  So a string never holds a NUL.
 */
struct json;

enum json_type {
	JSON_ABSENT, /* the type of a NULL pointer: no such value */
	JSON_NULL,
	JSON_BOOLEAN,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_error {
	size_t line;	  /* from 1 */
	const char *what; /* static text, such as "duplicate name"; or the
			     arena's, which names a member in ASCII */
};

/* NULL when the text is refused; *error (may be NULL) then says why. */
const struct json *json_parse(struct arena *arena, const char *text,
    size_t length, struct json_error *error);

/* Parses what a client sends: LIMIT_JSON_ELEMENTS and LIMIT_JSON_VALUES hold,
 * so that no rule meets a list without an end. */
const struct json *json_parse_foreign(struct arena *arena, const char *text,
    size_t length, struct json_error *error);

/* Parses what was fetched, a key set or the list of a sector:
 * LIMIT_JSON_FETCHED holds. */
const struct json *json_parse_fetched(struct arena *arena, const char *text,
    size_t length, struct json_error *error);

/* Parses files of ours, in which // and / * * / comments may stand. */
const struct json *json_parse_commented(struct arena *arena, const char *text,
    size_t length, struct json_error *error);

/* The functions that read values take NULL, and answer as for a value of
 * another type. */
enum json_type json_type(const struct json *value);
const char *json_string(const struct json *value); /* NULL: not a string */
bool json_integer(const struct json *value, int64_t *out); /* false: neither
							      an integer nor a
							      whole double */
bool json_number(const struct json *value, double *out);
bool json_true(const struct json *value);
size_t json_length(const struct json *value); /* of an array or an object */
const struct json *json_at(const struct json *array, size_t index);
const struct json *json_get(const struct json *object, const char *name);

/*
 * The members in the order of the text.  The object must not be changed
 * meanwhile.
 *
 *	for (struct json_each each = json_each(object);
 *	     json_next(&each, &name, &value);)
 */
struct json_each {
	const void *next;
};
struct json_each json_each(const struct json *object);
bool json_next(
    struct json_each *each, const char **name, const struct json **value);

/* Is a value one of the array's (json_equal())?  Of what is no array, none is. */
bool json_has(const struct json *array, const struct json *value);

/* Is `string` one of the array's strings, byte for byte? */
bool json_has_string(const struct json *array, const char *string);

/* Does the value say nothing: absent, null, "" or []?  RFC 7592 section 2.2 has
 * a client leave out a member so. */
bool json_is_empty(const struct json *value);

/* Have both the same type and value?  Members may stand in any order. */
bool json_equal(const struct json *a, const struct json *b);

/* An array of at least so many values, or an object, of one type alone. */
bool json_is_array_of(
    const struct json *value, enum json_type type, size_t least);
bool json_is_object_of(const struct json *value, enum json_type type);

/* Values that are made.  json_set and its like replace a member of that
 * name. */
struct json *json_new_object(struct arena *arena);
struct json *json_new_array(struct arena *arena);
struct json *json_new_string(struct arena *arena, const char *string);
void json_set(struct json *object, const char *name, const struct json *value);
void json_set_string(struct json *object, const char *name, const char *string);
void json_set_integer(struct json *object, const char *name, int64_t number);
void json_set_boolean(struct json *object, const char *name, bool truth);
void json_append(struct json *array, const struct json *value);
void json_append_string(struct json *array, const char *string);
void json_remove(struct json *object, const char *name);

/* A shallow copy of an object that may be changed. */
struct json *json_copy(struct arena *arena, const struct json *object);

/* The text of a value, on one line or indented by two; the arena's. */
const char *json_text(struct arena *arena, const struct json *value);
const char *json_text_pretty(struct arena *arena, const struct json *value);

#endif
