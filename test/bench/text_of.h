/* SPDX-License-Identifier: ISC */
#ifndef TEST_BENCH_TEXT_OF_H
#define TEST_BENCH_TEXT_OF_H

#include <err.h>

#include "kit/file.h"
#include "kit/limits.h"

/* What a file holds, the arena's; without the file there is no benchmark. */
static inline char *
text_of(struct arena *arena, const char *path)
{
	size_t length;
	char *text = file_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL)
		err(1, "%s", path);
	return text;
}

#endif
