/* SPDX-License-Identifier: ISC */
#ifndef KIT_ARENA_H
#define KIT_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/*
 * An arena owns all memory of one request (or of one process-long thing) and
 * a list of other things to close with it.  Nothing in it is freed singly.
 * Running out of memory ends the process: the web server starts another.
 */
struct arena;

struct arena *arena_new(void);

/* Runs what was deferred, last first, then frees all memory.  The arena may be
 * NULL. */
void arena_free(struct arena *arena);

/* Memory of zeros, aligned for any type; never NULL, also for size 0. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, but not of zeros: for what the caller writes at once. */
void *arena_room(struct arena *arena, size_t size);

/* How much memory the arena holds.  What json-c and OpenSSL hold beside it is
 * not counted, and is bounded by the size of what they were given. */
size_t arena_size(const struct arena *arena);

/* Copies of text, NUL-terminated.  arena_strdup(arena, NULL) is NULL. */
char *arena_strdup(struct arena *arena, const char *string);
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Has `close(thing)` called when the arena is freed. */
void arena_defer(struct arena *arena, void (*close)(void *), void *thing);

#endif
