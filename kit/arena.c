/* SPDX-License-Identifier: ISC */
/* An arena: memory, and things to close, that go together with one request. */
#include <stdalign.h>
#include <stdbool.h>
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
static const bool blocks_are_shared = false;
#else
static const bool blocks_are_shared = true;
#endif
#define SHARED_SIZE 2048 /* what is larger gets a block to itself */
#define PRINT_SIZE 1024	 /* with less left to print into, a block is opened */
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
new_block(struct arena *arena, size_t size, bool zeroed)
{
	struct block *block = NULL;

	if (size <= SIZE_MAX - sizeof *block)
		block = zeroed ? calloc(1, sizeof *block + size)
			       : malloc(sizeof *block + size);
	if (block == NULL)
		out_of_memory();
	arena->size += sizeof *block + size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block->data;
}

static void
open_block(struct arena *arena)
{
	arena->free = new_block(arena, BLOCK_SIZE, false);
	arena->left = BLOCK_SIZE;
}

static bool
needs_a_block(size_t size)
{
	return !blocks_are_shared || size > SHARED_SIZE;
}

static size_t
rounded(size_t size)
{
	const size_t unit = alignof(max_align_t);

	return size == 0 ? unit : (size + unit - 1) / unit * unit;
}

/* Takes of the open block what it has left. */
static void *
take(struct arena *arena, size_t size)
{
	unsigned char *memory = arena->free;

	arena->free += rounded(size);
	arena->left -= rounded(size);
	return memory;
}

void *
arena_room(struct arena *arena, size_t size)
{
	if (needs_a_block(size))
		return new_block(arena, size, false);
	if (rounded(size) > arena->left)
		open_block(arena);
	return take(arena, size);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	if (needs_a_block(size)) /* calloc() knows which pages are zeros */
		return new_block(arena, size, true);
	return memset(arena_room(arena, size), 0, size);
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
	copy = arena_room(arena, length + 1);
	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
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

/* Prints into what the open block has left, and when that is not enough, once
 * more. */
char *
arena_vprintf(struct arena *arena, const char *format, va_list ap)
{
	va_list again;
	char *text;
	int length;

	if (blocks_are_shared && arena->left < PRINT_SIZE)
		open_block(arena);
	va_copy(again, ap);
	length = vsnprintf((char *)arena->free, arena->left, format, again);
	va_end(again);
	if (length < 0)
		abort();
	if ((size_t)length < arena->left)
		return take(arena, (size_t)length + 1);
	text = arena_room(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, ap);
	return text;
}

void
arena_defer(struct arena *arena, void (*close)(void *), void *thing)
{
	struct closer *closer = arena_room(arena, sizeof *closer);

	*closer = (struct closer){arena->closers, close, thing};
	arena->closers = closer;
}
