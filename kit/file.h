/* SPDX-License-Identifier: ISC */
#ifndef KIT_FILE_H
#define KIT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct stat;

/*
 * Whole files.  A failure is told by errno; a file larger than `limit` is
 * EFBIG, one that is no regular file is EINVAL ("-" is standard input and may
 * be anything).
 */
char *file_read(
    struct arena *arena, const char *path, size_t limit, size_t *length);

/* The same of what was opened, with O_NONBLOCK, or it might be a FIFO; it is
 * closed. */
char *file_read_opened(
    struct arena *arena, int fd, size_t limit, size_t *length);

/* All of the bytes, in as many pieces as the descriptor takes them.  False, and
 * errno: some of them may have been written. */
bool file_write(int fd, const void *data, size_t length);

/* Writes a new file beside `path` and renames it over: readers see the old
 * text or the new one.  `mode` as for open(2). */
bool file_replace(
    const char *path, const void *data, size_t length, unsigned mode);

/* Has the folder of `path` on the disk as it is. */
bool file_sync_folder(const char *path);

/* Are these of a file that was left as it was?  ctime counts as well: what was
 * written twice within a tick, or given back its old mtime or mode, has
 * changed all the same. */
bool file_unchanged(const struct stat *a, const struct stat *b);

#endif
