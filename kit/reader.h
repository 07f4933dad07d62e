/* SPDX-License-Identifier: ISC */
#ifndef KIT_READER_H
#define KIT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json;

/*
 * Reads our own JSON files: dcr.conf and the profiles.  Reading goes on after
 * a mistake, but the first one is kept in `why`, as one line that names the
 * file, the key and what is allowed.  Every key is known by name: a misspelt
 * one must not become a default.
 *
 * What is in force is written down in `told` as it is read, defaults included
 * and paths made absolute.  Strings and objects are those of the file.
 */
struct reader {
	struct arena *arena;
	const char *file;
	const char *folder; /* for relative paths */
	const char *why;    /* NULL: no mistake so far */
	struct json *told;  /* an object; NULL: nobody wants to know */
};

void reader_wrong(struct reader *reader, const char *key, const char *what);

/* Only these names (NULL ends) may stand in the object. */
void reader_known_keys(struct reader *reader, const struct json *object,
    const char *prefix, const char *const *names);

/* A string that is not empty; NULL when the key is not there, which reader_need
 * calls a mistake.  `prefix` stands before the name in messages, here and
 * below: "fetch." or "". */
const char *reader_string(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);
const char *reader_need(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);

/* A path, from the folder of the file when it is relative; NULL when the key is
 * not there, which reader_need_path calls a mistake.  What reader_file reads
 * must name a file that we may read. */
const char *reader_path(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);
const char *reader_need_path(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);
const char *reader_file(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);

/* An https URI without user name and fragment. */
const char *reader_https(struct reader *reader, const struct json *object,
    const char *prefix, const char *name);

/* One of some words; NULL ends them, and stands for a key that is not there. */
const char *reader_choice(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, const char *const *words);

bool reader_boolean(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, bool otherwise);

/* A whole number.  A default below `least`, such as 0, is not told. */
int64_t reader_number(struct reader *reader, const struct json *object,
    const char *prefix, const char *name, int64_t least, int64_t most,
    int64_t otherwise);

/* An array of strings, NULL-ended; NULL when the key is not there. */
const char *const *reader_strings(struct reader *reader,
    const struct json *object, const char *prefix, const char *name);

/* The path from the folder of the file when it is relative.  NULL stays
 * NULL. */
const char *reader_absolute(struct reader *reader, const char *path);

/* Reads an object of the outermost one by `read`, which is handed NULL when the
 * key is not there. */
void reader_object(struct reader *reader, const struct json *root,
    const char *name,
    void (*read)(struct reader *reader, const struct json *object, void *to),
    void *to);

/* Reads each object of an array of the outermost one by `read`, into elements
 * of `size` bytes, which one of zeros ends; there must be at least `least`.
 * `of` ends the message "must be an array with an object for each ...". */
void *reader_objects(struct reader *reader, const struct json *root,
    const char *name, const char *of, size_t least, size_t size,
    void (*read)(struct reader *reader, const struct json *object, void *to));

#endif
