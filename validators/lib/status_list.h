/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_STATUS_LIST_H
#define VALIDATORS_LIB_STATUS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct config;
struct json;
struct profile;

/*
 * What a directory publishes of its members: a list with an entry for each
 * software, organisation or legal entity.  Where in the document the entries
 * are and what they mean is data, a mapping of the profile's "status_lists"
 * (docs/profiles), which profile_load() has proved.
 */
struct status_list;

enum status {
	STATUS_UNNAMED, /* the list has no such entry */
	STATUS_ACTIVE,
	STATUS_SUSPENDED, /* and may come back */
	STATUS_REMOVED,	  /* for good */
	STATUS_UNKNOWN,	  /* the mapping does not know the entry's word */
	STATUS_TWICE	  /* two entries say different things */
};

/* The list in a document; NULL, and *why (the arena's), when that is not such a
 * list, has no entry, or is not whole.  Both must outlive the list. */
const struct status_list *status_list_read(struct arena *arena,
    const struct json *mapping, const struct json *document, const char **why);

size_t status_list_count(const struct status_list *list);

/* The time that the document says it is of, in seconds since the epoch; 0: the
 * mapping names none. */
int64_t status_list_time(const struct status_list *list);

/* What the list says of an identifier, byte for byte; *word is the entry's
 * status as text, or "". */
enum status status_list_of(
    const struct status_list *list, const char *id, const char **word);

/* Does a mapping take whom the list does not name for removed? */
bool status_list_absent_is_removed(const struct json *mapping);

/* A list that the configuration names and of which the profile does not say what
 * it looks like, as a line that names the key; NULL: there is none. */
const char *status_misfit(struct arena *arena, const struct config *config,
    const struct profile *profile);

/*
 * A pointer (RFC 6901) into a document, in which a reference token "*" stands
 * for each element of an array: "/data/" and "*", say.
 */

/* Is the text such a pointer?  With `each` it may have tokens "*". */
bool status_pointer_sound(const char *text, bool each);

/* Tells each value that the pointer leads to.  NULL, or what is wrong: a value
 * on the way is of another type, or not there.  Below a "*" what is not there
 * is passed over. */
const char *status_pointer_walk(struct arena *arena, const struct json *value,
    const char *pointer, void (*each)(void *context, const struct json *value),
    void *context);

#endif
