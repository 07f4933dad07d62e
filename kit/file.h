/* SPDX-License-Identifier: ISC */
#ifndef KIT_FILE_H
#define KIT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct stat;

/*
 * Reads a whole file; NULL and errno when that fails.  EFBIG: the file is
 * larger than `limit`; EINVAL: it is not a regular file.  The path "-" is
 * standard input, which may be anything.
 */
char *file_read(
    struct arena *arena, const char *path, size_t limit, size_t *length);

/* Reads a whole file that was opened, with O_NONBLOCK in case of a FIFO, and
 * closes it. */
char *file_read_opened(
    struct arena *arena, int fd, size_t limit, size_t *length);

/* Writes all of the bytes, in as many pieces as the descriptor takes them.
 * False and errno when that fails; some bytes may have been written by then. */
bool file_write(int fd, const void *data, size_t length);

/* Writes a new file beside `path` and renames it over: readers see the old
 * text or the new one.  `mode` as for open(2). */
bool file_replace(
    const char *path, const void *data, size_t length, unsigned mode);

/* Brings the folder of `path` to the disk as it is now. */
bool file_sync_folder(const char *path);

/* Is this a socket that is listened to? */
bool file_listens(int fd);

/* Are the two stamps of a file that nobody has changed in between?  ctime
 * counts as well: a file that was written twice within a tick, or was given
 * back its old mtime or mode, has changed all the same. */
bool file_unchanged(const struct stat *a, const struct stat *b);

/* What keeps a file or folder of this stamp from being ours alone, its owner or
 * its mode (static); NULL: nothing. */
const char *file_exposed(const struct stat *stamp);

#endif
