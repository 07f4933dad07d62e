/* SPDX-License-Identifier: ISC */
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"

/*
 * What the harnesses share.  test/fuzz/run makes a sandbox, names it in
 * DCR_FUZZ_WORLD and starts each of them in turn.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An invariant; what breaks it is kept by libFuzzer as a crash. */
#define MUST(truth)                                                      \
	do {                                                             \
		if (!(truth)) {                                          \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, \
			    __LINE__, #truth);                           \
			abort();                                         \
		}                                                        \
	} while (0)

/* Where a good input gets to, and no other: a harness that never does tests
 * nothing.  test/fuzz/replay asks to be told, by DCR_FUZZ_TELL. */
static inline void
fuzz_reached(const char *where)
{
	static const char *told[32];
	size_t i = 0;

	while (i < 32 && told[i] != NULL && strcmp(told[i], where) != 0)
		i++;
	MUST(i < 32);
	if (told[i] == NULL && getenv("DCR_FUZZ_TELL") != NULL)
		fprintf(stderr, "reached: %s\n", where);
	told[i] = where;
}

/* An input of several texts has this byte between them: no UTF-8 has it. */
#define FUZZ_SEPARATOR 0xff

struct fuzz_input {
	const char *at;
	size_t left;
};

/* The next text as a string, which a NUL in it cuts; the last one is all that
 * is left. */
static inline const char *
fuzz_next(struct arena *arena, struct fuzz_input *input)
{
	const char *text = input->at;
	const char *end =
	    input->left > 0 ? memchr(text, FUZZ_SEPARATOR, input->left) : NULL;
	size_t length = end != NULL ? (size_t)(end - text) : input->left;

	input->at += length + (end != NULL);
	input->left -= length + (end != NULL);
	return arena_strndup(arena, text, length);
}

static inline const char *
fuzz_path(struct arena *arena, const char *name)
{
	const char *world = getenv("DCR_FUZZ_WORLD");

	MUST(world != NULL);
	return arena_printf(arena, "%s/%s", world, name);
}

/* A file of the sandbox, without the newline at its end. */
static inline const char *
fuzz_read(struct arena *arena, const char *name)
{
	size_t length = 0;
	char *text =
	    file_read(arena, fuzz_path(arena, name), LIMIT_FILE, &length);

	MUST(text != NULL);
	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	return text;
}

static inline bool
fuzz_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

#endif
