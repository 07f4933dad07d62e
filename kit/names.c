/* SPDX-License-Identifier: ISC */
/* Sets of names. */
#include "kit/names.h"

#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"

struct names {
	size_t count;
	const char *sorted[];
};

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const struct names *
names_sorted(struct arena *arena, const struct json *strings)
{
	const size_t most = json_length(strings);
	struct names *names = arena_alloc(
	    arena, sizeof(*names) + most * sizeof(names->sorted[0]));

	for (size_t i = 0; i < most; i++) {
		const char *name = json_string(json_at(strings, i));
		if (name != NULL)
			names->sorted[names->count++] = name;
	}
	if (names->count > 0)
		qsort(names->sorted, names->count, sizeof(names->sorted[0]),
		    compare);
	return names;
}

bool
names_have(const struct names *names, const char *name)
{
	return names != NULL && name != NULL &&
	       bsearch(&name, names->sorted, names->count,
		   sizeof(names->sorted[0]), compare) != NULL;
}
