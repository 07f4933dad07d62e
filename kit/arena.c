/* SPDX-License-Identifier: ISC */
/* An arena: memory, and things to close, that go together with one request. */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/log.h"

/* AddressSanitizer sees an overrun only if each allocation is malloc's own. */
#ifdef __has_feature /* clang; gcc has the macro */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SHARED_SIZE 0
#else
#define SHARED_SIZE 2048 /* what is larger gets a block to itself */
#endif
#define BLOCK_SIZE 16384

struct block {
	struct block *next;
	alignas(max_align_t) unsigned char data[];
};

struct closer {
	struct closer *next;
	void (*close)(void *);
	void *thing;
};

struct arena {
	struct block *blocks;
	unsigned char *free; /* of the block that small things come from */
	size_t left;
	struct closer *closers;
	size_t size;
};

/* _exit() and not exit(): handlers of atexit() may need memory as well. */
static void __attribute__((noreturn)) out_of_memory(void)
{
	log_line("out of memory");
	_exit(1);
}

struct arena *
arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (arena == NULL)
		out_of_memory();
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	while (arena->closers != NULL) {
		struct closer *closer = arena->closers;

		arena->closers = closer->next;
		closer->close(closer->thing);
	}
	while (arena->blocks != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	free(arena);
}

static unsigned char *
new_block(struct arena *arena, size_t size)
{
	struct block *block = NULL;

	if (size <= SIZE_MAX - sizeof *block)
		block = calloc(1, sizeof *block + size);
	if (block == NULL)
		out_of_memory();
	arena->size += sizeof *block + size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block->data;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t unit = alignof(max_align_t);
	unsigned char *memory;
	size_t rounded;

	if (size > SHARED_SIZE)
		return new_block(arena, size);
	rounded = size == 0 ? unit : (size + unit - 1) / unit * unit;
	if (rounded > arena->left) {
		arena->free = new_block(arena, BLOCK_SIZE);
		arena->left = BLOCK_SIZE;
	}
	memory = arena->free;
	arena->free += rounded;
	arena->left -= rounded;
	return memory;
}

size_t
arena_size(const struct arena *arena)
{
	return arena->size;
}

char *
arena_strdup(struct arena *arena, const char *string)
{
	if (string == NULL)
		return NULL;
	return arena_strndup(arena, string, strlen(string));
}

char *
arena_strndup(struct arena *arena, const char *bytes, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		out_of_memory();
	copy = arena_alloc(arena, length + 1);
	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = arena_vprintf(arena, format, ap);
	va_end(ap);
	return text;
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list ap)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, ap);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		abort();
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, ap);
	return text;
}

void
arena_defer(struct arena *arena, void (*close)(void *), void *thing)
{
	struct closer *closer = arena_alloc(arena, sizeof *closer);

	closer->close = close;
	closer->thing = thing;
	closer->next = arena->closers;
	arena->closers = closer;
}
