/* SPDX-License-Identifier: ISC */
#ifndef KIT_READER_H
#define KIT_READER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct json;

/*
 * Reads our own JSON files: dcr.conf and the profiles.  Reading goes on after
 * a mistake, but the first one is kept in `why`, as one line that names the
 * file, the key and what is allowed.  Every key is known by name: a misspelt
 * one must not become a default.
 */
struct reader {
	struct arena *arena;
	const char *file;
	const char *folder; /* for relative paths */
	const char *why;    /* NULL: no mistake so far */
};

void reader_wrong(struct reader *reader, const char *key, const char *what);

/* Only these names (NULL ends) may stand in the object. */
void reader_known_keys(struct reader *reader, const struct json *object,
    const char *prefix, const char *const *names);

/* A string that is not empty; NULL when the key is not there.
 * `prefix` is for the message: "fetch." or "". */
const char *reader_string(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);
const char *reader_need(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);

/* One of some words; NULL ends them. */
const char *reader_choice(struct reader *reader, const struct json *root,
    const char *name, const char *const *words);

/* A member of the outermost object. */
bool reader_boolean(struct reader *reader, const struct json *root,
    const char *name, bool otherwise);

/* A path, from the folder of the file when relative.  NULL stays NULL. */
const char *reader_absolute(struct reader *reader, const char *path);

int64_t reader_number(struct reader *reader, const struct json *object,
    const char *key, const char *name, int64_t least, int64_t most,
    int64_t otherwise);

/* An array of strings, NULL-ended; NULL when the key is not there. */
const char *const *reader_strings(struct reader *reader,
    const struct json *object, const char *key, const char *name);

#endif
