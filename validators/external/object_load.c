/* SPDX-License-Identifier: ISC */
/* Loads the shared object of an external validator, after looking at who may
 * write to the file. */
#include <sys/stat.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/stamps.h"
#include "validators/external/private.h"

/* Only root and the user that serves may write to the file: either could run
 * code in this process anyway. */
static const char *
unsafe(struct arena *arena, int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return arena_strdup(arena, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return "is no regular file";
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return "belongs neither to root nor to the user that serves";
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return "can be written to by its group or by others";
	return NULL;
}

/* The loader's message without the path in /proc, which means nothing to its
 * reader. */
static const char *
loader_says(struct arena *arena, const char *own)
{
	const char *text = dlerror();

	if (text == NULL)
		return "cannot be loaded";
	if (strncmp(text, own, strlen(own)) == 0 && text[strlen(own)] == ':')
		text += strlen(own) + 1;
	return arena_printf(
	    arena, "cannot be loaded:%s%s", *text == ' ' ? "" : " ", text);
}

/* An object that this process has loaded, for good. */
struct loaded {
	struct loaded *next;
	struct stat stamp;
	void *object;
};

static struct loaded *all_loaded;

static void *
find_loaded(const struct stat *stamp)
{
	for (const struct loaded *at = all_loaded; at != NULL; at = at->next)
		if (file_unchanged(&at->stamp, stamp))
			return at->object;
	return NULL;
}

static void
keep_loaded(const struct stat *stamp, void *object)
{
	struct loaded *loaded = malloc(sizeof(*loaded));

	if (loaded == NULL)
		abort();
	*loaded = (struct loaded){all_loaded, *stamp, object};
	all_loaded = loaded;
}

/*
 * Loads the very file that was looked at, and nothing that is put in its place
 * meanwhile.  The loader tells files apart by the name that it is given: the
 * descriptor stays open, so that no other file gets the same name.  The object
 * is never closed: its tables are in use to the end, and closing might run code
 * of the object.  So one that is loaded already serves again.
 */
static const void *
load(struct arena *arena, int fd, const char **why)
{
	char path[64];
	struct stat stamp = {0};
	const void *symbol = NULL;
	void *object = fstat(fd, &stamp) == 0 ? find_loaded(&stamp) : NULL;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (object != NULL)
		(void)close(fd);
	else if ((object = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL) {
		*why = loader_says(arena, path);
		(void)close(fd);
	} else
		keep_loaded(&stamp, object);
	if (object != NULL && (symbol = dlsym(object, "dcr_validator")) == NULL)
		*why = "has no symbol dcr_validator";
	return symbol;
}

const void *
object_load(struct arena *arena, const char *path, const char **why)
{
	int fd;

	stamps_note(path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		*why = strerror(errno);
		return NULL;
	}
	*why = unsafe(arena, fd);
	if (*why != NULL) {
		(void)close(fd);
		return NULL;
	}
	return load(arena, fd, why);
}
