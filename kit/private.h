/* SPDX-License-Identifier: ISC */
#ifndef KIT_PRIVATE_H
#define KIT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_error;
struct json_object;
struct log_field;

/*
 * Makes the values of a text (json-c's) where that is one JSON value by
 * RFC 8259 and by the rules in kit/json.h, with at most so many values, and so
 * many elements in one array (0: any number).  *error is set when the answer is
 * false, and names the array that is too long (the arena's).
 */
bool json_scan(struct arena *arena, const char *text, size_t length,
    size_t values, size_t elements, struct json_object **out,
    struct json_error *error);

/* Blanks comments out in place; line ends stay where they were.  False when a
 * comment is not closed. */
bool json_uncomment(char *text, struct json_error *error);

/* The state of a scan in json_scan.c and json_chars.c. */
struct json_scanner {
	const char *at;
	const char *end; /* no byte from here on is looked at */
	const char *what;
	unsigned depth;
	char *spare;	  /* room for all that is left of the text, and a NUL */
	const char *name; /* of the member that we are in, or NULL */
	size_t values, most_values, most_elements; /* 0: any number */
};

/* Fills *error in: what is wrong, and on which line. */
void json_scan_tell(struct json_error *error, const char *text, const char *at,
    const char *what);

bool json_scan_refuse(struct json_scanner *scan, const char *what);
bool json_scan_take(struct json_scanner *scan, char c);

/* Scans a string with its quotes.  Its bytes, unescaped, are a part of the text
 * or stand in scan->spare, up to whose next use they last. */
struct json_chars {
	const char *at;
	size_t length;
};
bool json_chars(struct json_scanner *scan, struct json_chars *out);

/* Where the plain characters end that begin here: printable ASCII, but no quote
 * and no backslash. */
const char *json_plain_end(const char *at, const char *end);

/* Scans a number, which has to fit an int64_t or a double. */
bool json_digits(struct json_scanner *scan, struct json_object **out);

/* A line of the log under way, with a NUL behind it.  What does not fit any more
 * is cut, at a whole character, and dots say so. */
struct log_text {
	char *text;
	size_t length, room;
	size_t safe; /* the longest part that has room for the dots behind */
	bool full;
};

/* Begins a line in `size` bytes, with a text that is written as it is; so many
 * of them are kept for what ends the line. */
void log_text_begin(struct log_text *line, char *text, size_t size,
    const char *beginning, size_t kept);

/* How characters are written. */
enum log_form { LOG_PLAIN, LOG_LOGFMT, LOG_JSON };

/* Adds text of our own as it is, line ends too. */
void log_text_own(struct log_text *line, const char *text);

/* Adds text from outside: a control character becomes '?'. */
void log_text_add(struct log_text *line, const char *value, enum log_form form);

/* Adds a field, and what ends the line. */
void log_text_field(
    struct log_text *line, const struct log_field *field, bool json);
void log_text_end(struct log_text *line, bool json);

/* Sends a line to the journal, by its native protocol; false: nobody took it.
 * `fields` may be NULL. */
bool log_journal(const char *socket, int priority, const char *message,
    const struct log_field *fields);

#endif
