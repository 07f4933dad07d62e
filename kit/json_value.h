/* SPDX-License-Identifier: ISC */
#ifndef KIT_JSON_VALUE_H
#define KIT_JSON_VALUE_H

/* json-c has a json_type as well, which goes by another name here. */
#define json_type json_c_type
#include <json-c/json.h>
#undef json_type

#include "kit/json.h"

/*
 * What json.c and json_make.c share: a struct json is a json_object of json-c
 * under another name.  Only null is not: json-c says NULL for it, NULL is
 * "absent" here, and so a value of json.c stands for it.
 */
struct json {
	char nothing;
};

struct arena;

/* json-c's pointer; NULL for null and for what is absent. */
struct json_object *json_unwrap(const struct json *value);

/* A value that json-c has just made; without memory for it the process ends. */
struct json_object *json_made(struct json_object *value);

/* Gives a new value to the arena. */
struct json *json_own(struct arena *arena, struct json_object *value);

#endif
