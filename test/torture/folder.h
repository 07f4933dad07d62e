/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_FOLDER_H
#define TEST_TORTURE_FOLDER_H

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/torture/shadow.h"

/* Folders of files: made, emptied, copied. */

static inline int
folder_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		err(2, "%s", path);
	return fd;
}

static inline void
folder_each(
    int folder, void (*each)(int folder, const char *name, int to), int to)
{
	DIR *list = fdopendir(dup(folder));
	struct dirent *entry;

	if (list == NULL)
		err(2, "fdopendir");
	rewinddir(list);
	while ((entry = readdir(list)) != NULL)
		if (*entry->d_name != '.')
			each(folder, entry->d_name, to);
	(void)closedir(list);
}

static inline void
folder_drop(int folder, const char *name, int to)
{
	(void)to;
	if (unlinkat(folder, name, 0) != 0 && errno == EISDIR)
		(void)unlinkat(folder, name, AT_REMOVEDIR);
}

static inline void
folder_copy_file(int folder, const char *name, int to)
{
	const int from = openat(folder, name, O_RDONLY | O_CLOEXEC);
	const int copy =
	    openat(to, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (from < 0 || copy < 0 || shadow_copy(from, copy) != 0)
		err(2, "copy %s", name);
	(void)close(from);
	(void)close(copy);
}

/* Made if it is not there, and emptied. */
static inline void
folder_clear(const char *path)
{
	int fd;

	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		err(2, "%s", path);
	fd = folder_open(path);
	folder_each(fd, folder_drop, -1);
	(void)close(fd);
}

/* All of its files (not those that begin with a dot), and no others. */
static inline void
folder_copy(const char *from, const char *to)
{
	int source = folder_open(from), target;

	folder_clear(to);
	target = folder_open(to);
	folder_each(source, folder_copy_file, target);
	(void)close(source);
	(void)close(target);
}

#endif
