/* SPDX-License-Identifier: ISC */
/* Remembers how files were when they were read, and sees that they changed. */
#include "kit/stamps.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"

/* Milliseconds after which a file that was written is thought to be whole. */
enum { SETTLED = 1000 };

struct stamp {
	struct stamp *next;
	const char *path;
	bool there;
	bool missed; /* it was there, and was not at the last look */
	struct stat status;
};

struct stamps {
	struct arena *arena;
	struct stamp *first;
};

static struct stamps *noting; /* NULL: nobody wants to know */

struct stamps *
stamps_new(struct arena *arena)
{
	struct stamps *stamps = arena_alloc(arena, sizeof(*stamps));

	stamps->arena = arena;
	return stamps;
}

void
stamps_begin(struct stamps *stamps)
{
	noting = stamps;
}

void
stamps_end(void)
{
	noting = NULL;
}

/* The first stamp of a file counts: what was read then may be in use. */
void
stamps_note(const char *path)
{
	struct stamp *stamp;

	if (noting == NULL)
		return;
	for (stamp = noting->first; stamp != NULL; stamp = stamp->next)
		if (strcmp(stamp->path, path) == 0)
			return;
	stamp = arena_alloc(noting->arena, sizeof(*stamp));
	stamp->path = arena_strdup(noting->arena, path);
	stamp->there = stat(path, &stamp->status) == 0;
	stamp->next = noting->first;
	noting->first = stamp;
}

/* A clock that was set back makes no file younger than it is. */
static bool
is_settled(const struct stat *status, struct timespec now)
{
	const int64_t age =
	    (int64_t)(now.tv_sec - status->st_ctim.tv_sec) * 1000 +
	    (now.tv_nsec - status->st_ctim.tv_nsec) / 1000000;

	return age < 0 || age >= SETTLED;
}

static enum stamps_answer
compare(struct stamp *stamp, struct timespec now)
{
	const bool missed = stamp->missed;
	struct stat status;

	stamp->missed = false;
	if (stat(stamp->path, &status) != 0) {
		stamp->missed = stamp->there;
		if (!stamp->there)
			return STAMPS_SAME;
		return missed ? STAMPS_CHANGED : STAMPS_SETTLING;
	}
	if (stamp->there && file_unchanged(&stamp->status, &status))
		return STAMPS_SAME;
	return is_settled(&status, now) ? STAMPS_CHANGED : STAMPS_SETTLING;
}

enum stamps_answer
stamps_compare(struct stamps *stamps, struct timespec now)
{
	enum stamps_answer all = STAMPS_SAME;

	for (struct stamp *stamp = stamps->first; stamp != NULL;
	     stamp = stamp->next) {
		const enum stamps_answer one = compare(stamp, now);

		if (one == STAMPS_SETTLING)
			return one;
		if (one == STAMPS_CHANGED)
			all = one;
	}
	return all;
}
