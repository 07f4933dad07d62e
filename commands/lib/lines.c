/* SPDX-License-Identifier: ISC */
/* Writes and reads files of lines, counted and digested. */
#include "commands/lib/lines.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/limits.h"

#define ROOM (LIMIT_LINE + 1) /* with its end */

void
lines_write_to(struct lines_writer *lines, struct arena *arena, FILE *file)
{
	*lines =
	    (struct lines_writer){.file = file, .digest = digest_new(arena)};
}

void
lines_digest(struct digest *digest, const char *text, size_t length)
{
	digest_add(digest, text, length);
	digest_add(digest, "\n", 1);
}

bool
lines_put(struct lines_writer *lines, const char *text)
{
	const size_t length = strlen(text);

	lines->long_one = length > LIMIT_LINE;
	if (lines->long_one)
		return false;
	lines_digest(lines->digest, text, length);
	lines->count++;
	return fwrite(text, 1, length, lines->file) == length &&
	       putc('\n', lines->file) != EOF;
}

bool
lines_flush(struct lines_writer *lines)
{
	struct stat status;

	if (fflush(lines->file) != 0 || ferror(lines->file) ||
	    fstat(fileno(lines->file), &status) != 0)
		return false;
	return !S_ISREG(status.st_mode) || fsync(fileno(lines->file)) == 0;
}

void
lines_read_from(struct lines_reader *lines, struct arena *arena, int fd)
{
	*lines = (struct lines_reader){.fd = fd,
	    .digest = digest_new(arena),
	    .buffer = arena_alloc(arena, ROOM)};
}

/* Reads more bytes behind those in the buffer; 0 at the end, -1 with errno,
 * also when a signal asks the command to end (progress.h). */
static ssize_t
fill(struct lines_reader *lines)
{
	ssize_t n;

	memmove(lines->buffer, lines->buffer + lines->begin,
	    lines->end - lines->begin);
	lines->end -= lines->begin;
	lines->begin = 0;
	n = read(lines->fd, lines->buffer + lines->end, ROOM - lines->end);
	if (n > 0) {
		lines->end += (size_t)n;
		lines->bytes += n;
	}
	return n;
}

/* Hands out so many bytes, and takes the end of the line. */
static enum line
take(struct lines_reader *lines, size_t size, const char **text, size_t *length)
{
	*text = lines->buffer + lines->begin;
	*length = size;
	lines->begin += size;
	if (lines->begin < lines->end)
		lines->begin++;
	lines->number++;
	return LINE_READ;
}

static enum line
skip(struct lines_reader *lines)
{
	const char *end;
	ssize_t n = 1;

	do {
		lines->begin = lines->end;
		n = fill(lines);
		end = memchr(lines->buffer, '\n', lines->end);
	} while (n > 0 && end == NULL);
	if (n < 0)
		return LINE_FAILED;
	lines->begin =
	    end == NULL ? lines->end : (size_t)(end - lines->buffer) + 1;
	lines->number++;
	return LINE_LONG;
}

enum line
lines_next(struct lines_reader *lines, const char **text, size_t *length)
{
	size_t looked = 0;
	ssize_t n;

	for (;;) {
		const char *from = lines->buffer + lines->begin;
		const size_t have = lines->end - lines->begin;
		const char *end = memchr(from + looked, '\n', have - looked);

		if (end != NULL)
			return take(lines, (size_t)(end - from), text, length);
		if (have == ROOM)
			return skip(lines);
		looked = have;
		n = fill(lines);
		if (n < 0)
			return LINE_FAILED;
		if (n == 0 && have == 0)
			return LINE_END;
		if (n == 0)
			return take(lines, have, text, length);
	}
}

void
lines_count(struct lines_reader *lines, const char *text, size_t length)
{
	lines_digest(lines->digest, text, length);
}
