/* SPDX-License-Identifier: ISC */
/*
 * Reads a store's folder, and makes and removes those of snapshots in it.  The
 * latter are made and held inside of the guard, so that one that is not held
 * there is nobody's.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define LEFT_OVER 8 /* that many are removed at a time */
#define NAME 16	    /* "snapshot.XXXXXX" and a NUL */

struct left_over {
	int held;
	char name[NAME];
};

int
bdb_folder_open(const char *home)
{
	return open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

DIR *
bdb_folder_read(int folder)
{
	const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *all = fd < 0 ? NULL : fdopendir(fd);

	if (all == NULL && fd >= 0)
		(void)close(fd);
	return all;
}

bool
bdb_is_log(const char *name)
{
	return strncmp(name, "log.", 4) == 0 &&
	       strspn(name + 4, "0123456789") == 10 && name[14] == '\0';
}

static int
hold(int parent, const char *folder)
{
	int fd = openat(
	    parent, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static size_t
hold_left_over(int parent, struct left_over left[LEFT_OVER])
{
	DIR *all = bdb_folder_read(parent);
	const struct dirent *entry;
	size_t count = 0;

	if (all == NULL)
		return 0;
	while (count < LEFT_OVER && (entry = readdir(all)) != NULL) {
		if (strncmp(entry->d_name, "snapshot.", 9) != 0 ||
		    strlen(entry->d_name) != NAME - 1)
			continue;
		memcpy(left[count].name, entry->d_name, NAME);
		left[count].held = hold(parent, left[count].name);
		if (left[count].held >= 0)
			count++;
	}
	(void)closedir(all);
	return count;
}

static int
make(char *folder, int *held)
{
	if (mkdtemp(folder) == NULL)
		return errno;
	*held = hold(AT_FDCWD, folder);
	return *held < 0 ? errno : 0;
}

int
bdb_folder_make(struct bdb *bdb, char *folder, int *held)
{
	struct left_over left[LEFT_OVER];
	size_t count;
	int error = bdb_enter(bdb);

	if (error != 0)
		return error;
	count = hold_left_over(bdb->directory, left);
	error = make(folder, held);
	bdb_leave(bdb, bdb->env != NULL);
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		const char *name =
		    arena_printf(arena, "%s/%s", bdb->home, left[i].name);

		log_line("store: %s was left over", name);
		bdb_folder_remove(left[i].held, name);
		(void)close(left[i].held);
		arena_free(arena);
	}
	return error;
}

void
bdb_folder_remove(int held, const char *folder)
{
	DIR *all = bdb_folder_read(held);
	const struct dirent *entry;

	while (all != NULL && (entry = readdir(all)) != NULL)
		(void)unlinkat(held, entry->d_name, 0);
	if (all != NULL)
		(void)closedir(all);
	if (rmdir(folder) != 0 && errno != ENOENT)
		log_line("store: %s: %s", folder, strerror(errno));
}
