/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_IDS_H
#define TEST_TORTURE_IDS_H

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A list of names; a name may be in it twice. */
struct ids {
	char **ids;
	size_t count, room;
};

static inline void
ids_add(struct ids *ids, const char *id, size_t length)
{
	if (ids->count == ids->room) {
		ids->room = 2 * ids->room + 64;
		ids->ids = realloc(ids->ids, ids->room * sizeof *ids->ids);
	}
	if (ids->ids == NULL ||
	    (ids->ids[ids->count++] = strndup(id, length)) == NULL)
		err(2, "memory");
}

static inline int
ids_order(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static inline void
ids_sort(struct ids *ids)
{
	if (ids->count > 0)
		qsort(ids->ids, ids->count, sizeof *ids->ids, ids_order);
}

/* Of a list that was sorted. */
static inline bool
ids_has(const struct ids *ids, const char *id)
{
	return ids->count > 0 && bsearch(&id, ids->ids, ids->count,
				     sizeof *ids->ids, ids_order) != NULL;
}

static inline void
ids_free(struct ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		free(ids->ids[i]);
	free(ids->ids);
	memset(ids, 0, sizeof *ids);
}

/* A line each; the last one counts only when it is whole. */
static inline void
ids_read(struct ids *ids, const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (file == NULL)
		err(2, "%s", path);
	while ((length = getline(&line, &room, file)) > 0)
		if (line[length - 1] == '\n')
			ids_add(ids, line, (size_t)length - 1);
	free(line);
	(void)fclose(file);
	ids_sort(ids);
}

#endif
