/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_LINES_H
#define COMMANDS_LIB_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct digest;

/*
 * Files of lines, up to LIMIT_LINE bytes each without its end, which are
 * counted, and digested with their ends.
 */
struct lines_writer {
	FILE *file;
	struct digest *digest;
	int64_t count;
	bool long_one; /* the last one was too long, and not written */
};

/* The writer's memory is the arena's; the file stays the caller's. */
void lines_write_to(
    struct lines_writer *lines, struct arena *arena, FILE *file);

/* False when it cannot be written. */
bool lines_put(struct lines_writer *lines, const char *text);

/* Writes out all that was put, and to the disk where it is a file there.  False
 * with errno. */
bool lines_flush(struct lines_writer *lines);

enum line {
	LINE_READ,
	LINE_END,
	LINE_LONG,  /* it was passed over */
	LINE_FAILED /* errno */
};

struct lines_reader {
	int fd;
	struct digest *digest; /* of all lines that were read so far */
	int64_t number;	       /* of the line, from 1 */
	int64_t bytes;	       /* that were read, for a progress bar */
	char *buffer;
	size_t begin, end; /* what is in the buffer and was not handed out */
};

/* The reader's memory is the arena's; the descriptor stays the caller's. */
void lines_read_from(struct lines_reader *lines, struct arena *arena, int fd);

/* *text lives until the next call; no NUL ends it. */
enum line lines_next(
    struct lines_reader *lines, const char **text, size_t *length);

/* Adds a line and its end to a digest. */
void lines_digest(struct digest *digest, const char *text, size_t length);

/* Adds the line that lines_next() has handed out to the reader's digest. */
void lines_count(struct lines_reader *lines, const char *text, size_t length);

#endif
