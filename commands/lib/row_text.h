/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_ROW_TEXT_H
#define COMMANDS_LIB_ROW_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "store/store.h"

struct arena;

/*
 * A row of a store as a line of JSON, without its end, in the one form that
 * exports, backups and comparisons have:
 *
 *	{"client_id":S,"software":S,"certificate":S,"subject":S,"issuer":S,
 *	 "registered":N,"changed":N,"version":N,
 *	 "state":"active", "suspended" or "pending","state_since":N,
 *	 "state_why":S,"state_by":S,"profile":S,"expires":N,"withdrawn":N,
 *	 "token":S,"metadata":OBJECT}
 *	{"issuer":S,"jti":S,"expires":N}
 *	{"key":S,"text":S}
 *
 * Every byte of a string comes back.  One that is not UTF-8, and so nothing
 * that JSON can hold, stands in hexadecimal digits under its name and "_hex".
 * Metadata is an object if its text is just what would be written of it, else
 * a string.  A client without a token has no such member, and neither has one
 * whose access tokens were never withdrawn or that does not expire; nor are
 * subject, issuer, state_by and profile there where they are empty.
 */
const char *row_text(struct arena *arena, const struct stored_row *row);

/* What is wrong with a line; the member is NULL where the line is not a JSON
 * object. */
struct row_fault {
	const char *member;
	const char *what;
};

/* Reads a row from its line; the strings are the arena's.  False, and *fault,
 * when the line is not a row of that table. */
bool row_read(struct arena *arena, enum stored_table table, const char *text,
    size_t length, struct stored_row *row, struct row_fault *fault);

/* "clients", "spent", "audit", "seals" */
const char *row_table(enum stored_table table);

#define ROW_NAME_MOST 200 /* bytes of a name in a message */

/* What a row is called in a message: "client ID", "record KEY"; of what was
 * spent no more than the issuer. */
const char *row_name(struct arena *arena, const struct stored_row *row);

/* Somebody else's text, for a terminal: ASCII, and no more bytes than `most`,
 * the last three of which are dots where the text was longer. */
const char *row_tamed(struct arena *arena, const char *text, size_t most);

/*
 * An export is lines of JSON: a header, the clients as commands/lib/row_text.h
 * writes them, and a trailer, so that one that was cut off is no export:
 *
 *	{"format":"dcr export","version":1,"program":S,"store":S,"at":S}
 *	{"end":"dcr export","clients":N,"sha256":S}
 *
 * The digest is that of all lines before it, with their ends.
 */
#define EXPORT_FORMAT "dcr export"
#define EXPORT_VERSION 1

#endif
