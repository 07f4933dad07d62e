/* SPDX-License-Identifier: ISC */
#ifndef KIT_FILE_H
#define KIT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Whole files.  A failure is told by errno; a file larger than `limit` is
 * EFBIG, one that is no regular file is EINVAL ("-" is standard input and may
 * be anything).
 */
char *file_read(
    struct arena *arena, const char *path, size_t limit, size_t *length);

/* Writes a new file beside `path` and renames it over: readers see the old
 * text or the new one.  `mode` as for open(2). */
bool file_replace(
    const char *path, const void *data, size_t length, unsigned mode);

#endif
