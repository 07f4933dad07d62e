/* SPDX-License-Identifier: ISC */
/*
 * Examines the files of a store for `dcr doctor`, by name alone.  No file of
 * Berkeley DB's is opened: closing __db.register would give up the lock on it
 * that says that this process is alive.
 */
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <db.h>

#include "kit/arena.h"
#include "store/bdb/private.h"

#define OURS 0600
#define FOREIGN 0077

/* Of the room that may be written to without being root. */
#define DISK_BAD_BYTES (32UL * 1024 * 1024)
#define DISK_POOR_BYTES (256UL * 1024 * 1024)
#define INODES_BAD 32
#define INODES_POOR 256

/* A copy that is being made has its lock long before it is so old. */
#define LEFTOVER_SECONDS 60

static bool
begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static bool
is_ours(const char *name)
{
	static const char *const others[] = {
	    "lock", "copying", "rewritten.tmp"};

	for (size_t i = 0; bdb_tables[i] != NULL; i++)
		if (strcmp(name, bdb_tables[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return begins(name, "log.") || begins(name, "__db.");
}

/* Calls for each name that is in the folder when this begins. */
static void
each_name(const struct examining *examining,
    void (*call)(const struct examining *, const char *))
{
	struct dirent **names;
	int count = scandir(examining->bdb->home, &names, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (strcmp(names[i]->d_name, ".") != 0 &&
		    strcmp(names[i]->d_name, "..") != 0)
			call(examining, names[i]->d_name);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
}

static void
examine_mode(const struct examining *examining, const char *name, mode_t mode)
{
	const unsigned bits = mode & 07777;
	enum finding_state state = FINDING_BAD;

	if ((mode & FOREIGN) == 0 && (mode & OURS) == OURS)
		return;
	if (examining->repair &&
	    fchmodat(examining->bdb->directory, name, OURS, 0) == 0)
		state = FINDING_MENDED;
	finding_say(&examining->listener, state, "files", "%s is %s: mode %03o",
	    name,
	    (mode & FOREIGN) != 0 ? "open to others" : "closed to its own user",
	    bits);
}

static void
examine_file(const struct examining *examining, const char *name)
{
	struct stat status;

	if (fstatat(examining->bdb->directory, name, &status,
		AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != ENOENT)
			finding_say(&examining->listener, FINDING_BAD, "files",
			    "%s: %s", name, strerror(errno));
	} else if (S_ISLNK(status.st_mode)) {
		finding_say(&examining->listener,
		    is_ours(name) ? FINDING_BAD : FINDING_POOR, "files",
		    "%s is a symbolic link", name);
	} else if (!is_ours(name)) {
		return;
	} else if (!S_ISREG(status.st_mode)) {
		finding_say(&examining->listener, FINDING_BAD, "files",
		    "%s is not a regular file", name);
	} else if (status.st_uid != geteuid()) {
		finding_say(&examining->listener, FINDING_BAD, "files",
		    "%s belongs to user %u, not to %u", name,
		    (unsigned)status.st_uid, (unsigned)geteuid());
	} else {
		examine_mode(examining, name, status.st_mode);
	}
}

static void
examine_folder(const struct examining *examining)
{
	struct stat status;

	if (fstat(examining->bdb->directory, &status) != 0)
		return;
	if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		finding_say(&examining->listener, FINDING_BAD, "folder",
		    "%s can be written to by others: mode %03o",
		    examining->bdb->home, (unsigned)status.st_mode & 07777);
	else
		finding_say(&examining->listener, FINDING_GOOD, "folder", "%s",
		    examining->bdb->home);
}

/* Whether somebody holds the lock of that file. */
static bool
is_held(int folder, const char *name)
{
	const int fd = openat(
	    folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	bool held = false;

	if (fd < 0)
		return false;
	held = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	(void)close(fd);
	return held;
}

/* Empties a folder, or says whether that may be done.  Only a flat folder is
 * emptied, and so nothing that is not a copy. */
static bool
empty(int folder, bool remove)
{
	DIR *all = bdb_folder(folder);
	struct dirent *entry;
	bool done = all != NULL;

	while (done && (entry = readdir(all)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		done = remove ? unlinkat(folder, entry->d_name, 0) == 0
			      : !is_held(folder, entry->d_name);
	}
	if (all != NULL)
		(void)closedir(all);
	return done;
}

static void
examine_leftover(const struct examining *examining, const char *name)
{
	const int home = examining->bdb->directory;
	enum finding_state state = FINDING_POOR;
	struct stat status;
	int folder;

	if (!begins(name, "snapshot."))
		return;
	folder =
	    openat(home, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0 || fstat(folder, &status) != 0)
		return;
	if (status.st_mtime + LEFTOVER_SECONDS < time(NULL) &&
	    empty(folder, false)) {
		if (examining->repair && empty(folder, true) &&
		    unlinkat(home, name, AT_REMOVEDIR) == 0)
			state = FINDING_MENDED;
		finding_say(&examining->listener, state, "leftovers",
		    "%s: of a copy that nobody is making any more", name);
	}
	(void)close(folder);
}

static void
examine_disk(const struct examining *examining)
{
	enum finding_state state = FINDING_GOOD;
	struct statvfs disk;
	uint64_t bytes, inodes;

	if (fstatvfs(examining->bdb->directory, &disk) != 0) {
		finding_say(&examining->listener, FINDING_BAD, "disk", "%s",
		    strerror(errno));
		return;
	}
	bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
	/* Some file systems have as many as there is room for, and say 0. */
	inodes = disk.f_files == 0 ? UINT64_MAX : disk.f_favail;
	if (bytes < DISK_BAD_BYTES || inodes < INODES_BAD)
		state = FINDING_BAD;
	else if (bytes < DISK_POOR_BYTES || inodes < INODES_POOR)
		state = FINDING_POOR;
	finding_say(&examining->listener, state, "disk",
	    "%llu KiB and %llu inodes are free",
	    (unsigned long long)(bytes / 1024),
	    (unsigned long long)disk.f_favail);
}

void
bdb_examine_files(const struct examining *examining)
{
	examine_folder(examining);
	each_name(examining, examine_file);
	each_name(examining, examine_leftover);
	examine_disk(examining);
}
