/* SPDX-License-Identifier: ISC */
#ifndef KIT_PRIVATE_H
#define KIT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_error;

/*
 * What kit/json.c asks before json-c sees a text: is it one JSON value by
 * RFC 8259 and by the rules in kit/json.h, with at most so many values, and so
 * many elements in one array (0: any number)?  A NUL must stand at
 * text[length].  *error is set when the answer is false, and names the array
 * that is too long (the arena's).
 */
bool json_scan(struct arena *arena, const char *text, size_t length,
    size_t values, size_t elements, struct json_error *error);

/* Blanks comments out in place; line ends stay where they were.  False when a
 * comment is not closed. */
bool json_uncomment(char *text, struct json_error *error);

/* The state of a scan in json_scan.c and json_chars.c.  The NUL behind the text
 * ends every loop, for it is part of nothing in JSON. */
struct json_scanner {
	const char *at;
	const char *end;
	const char *what;
	unsigned depth;
	char *unescaped;  /* room for all strings of the text */
	const char *name; /* of the member that we are in, unescaped; and */
	size_t name_length;
	size_t values, most_values, most_elements; /* 0: any number */
};

/* Fills *error in: what is wrong, and on which line. */
void json_scan_tell(struct json_error *error, const char *text, const char *at,
    const char *what);

bool json_scan_refuse(struct json_scanner *scan, const char *what);
bool json_scan_take(struct json_scanner *scan, char c);

/* Scans a string with its quotes; its bytes, unescaped, end up between the old
 * and the new scan->unescaped. */
bool json_chars(struct json_scanner *scan);

#endif
