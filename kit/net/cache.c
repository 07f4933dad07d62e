/* SPDX-License-Identifier: ISC */
/* The files in which fetched bodies and failures are kept for all processes. */
#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/net/cache.h"

#define NAME_LENGTH 64	  /* SHA-256 in hex */
#define OLD_SECONDS 86400 /* nobody has asked for it in a day */

/* An OCSP answer is kept for as long as its certificate may live, for later
 * answers are compared with it. */
#define OLD_OCSP_SECONDS (800L * 86400)

static const char *
fault_of(const char *directory)
{
	struct stat status;

	if (stat(directory, &status) == -1)
		return strerror(errno);
	if (!S_ISDIR(status.st_mode))
		return "must be a folder";
	if (status.st_uid != geteuid() && status.st_uid != 0)
		return "must belong to the user that dcr runs as, or to root";
	if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return "must not be writable by others";
	if (faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS) == -1)
		return "must be writable by the user that dcr runs as";
	return NULL;
}

bool
cache_usable(const char *directory, struct arena *arena, const char **why)
{
	const char *fault;

	if (directory == NULL) {
		*why = "cache: is missing";
		return false;
	}
	fault = fault_of(directory);
	if (fault != NULL)
		*why = arena_printf(arena, "cache: %s: %s", directory, fault);
	return fault == NULL;
}

struct cached
cache_named(const char *directory, const char *name, const char *ending,
    struct arena *arena)
{
	return (struct cached){
	    .directory = directory,
	    .name = name,
	    .body = arena_printf(arena, "%s/%s.%s", directory, name, ending),
	    .failure = arena_printf(arena, "%s/%s.failed", directory, name),
	};
}

bool
cache_recent(time_t then, time_t now, int seconds)
{
	return then <= now && then > now - seconds;
}

static bool
time_of(const char *path, time_t *when)
{
	struct stat status;

	if (stat(path, &status) == -1 || !S_ISREG(status.st_mode))
		return false;
	*when = status.st_mtim.tv_sec;
	return true;
}

bool
cache_time(const struct cached *cached, time_t *fetched)
{
	return time_of(cached->body, fetched);
}

bool
cache_failed(const struct cached *cached, time_t now)
{
	time_t when;

	return time_of(cached->failure, &when) &&
	       cache_recent(when, now, LIMIT_KEYS_FAILURE_SECONDS);
}

static bool
is_old(int directory, const char *name, time_t now)
{
	struct stat status;
	long most = strcmp(name + NAME_LENGTH, ".ocsp") == 0 ? OLD_OCSP_SECONDS
							     : OLD_SECONDS;

	return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(status.st_mode) && status.st_mtim.tv_sec < now - most;
}

/*
 * Removes old files whose names begin with the same digit as the one that was
 * just written: what makes a sixteenth of the folder grow also sweeps it, all
 * of it, so that no old file can hide behind young ones.
 */
static void
sweep(const struct cached *cached, time_t now)
{
	DIR *directory = opendir(cached->directory);
	const struct dirent *entry;

	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL) {
		const char *name = entry->d_name;

		if (name[0] == cached->name[0] &&
		    strspn(name, "0123456789abcdef") == NAME_LENGTH &&
		    name[NAME_LENGTH] == '.' &&
		    is_old(dirfd(directory), name, now))
			unlinkat(dirfd(directory), name, 0);
	}
	closedir(directory);
}

static bool
set_time(const char *path, time_t now)
{
	const struct timespec times[2] = {{.tv_sec = now}, {.tv_sec = now}};

	return utimensat(AT_FDCWD, path, times, 0) == 0;
}

void
cache_write(
    const struct cached *cached, const char *body, size_t length, time_t now)
{
	if (!file_replace(cached->body, body, length, 0600) ||
	    !set_time(cached->body, now))
		log_line("cache: %s: %s", cached->body, strerror(errno));
	unlink(cached->failure);
	sweep(cached, now);
}

int
cache_hold(const struct cached *cached)
{
	int fd = open(cached->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (fd != -1 && flock(fd, LOCK_EX) == -1)
		if (errno != EINTR) {
			close(fd);
			return -1;
		}
	return fd;
}

void
cache_release(int hold)
{
	if (hold != -1)
		close(hold);
}

/* Moves the mark, which is the file's mtime, ahead to that time. */
static bool
advance(const char *path, time_t time)
{
	time_t marked;
	int fd;

	if (time_of(path, &marked))
		return time == marked ||
		       (time > marked && set_time(path, time));
	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return false;
	close(fd);
	return set_time(path, time);
}

bool
cache_mark(const char *directory, const char *name, time_t time)
{
	struct arena *arena = arena_new();
	const char *path = arena_printf(arena, "%s/%s", directory, name);
	time_t marked;
	bool first = advance(path, time);

	if (!first && !(time_of(path, &marked) && marked > time)) {
		log_line("cache: %s: %s", path, strerror(errno));
		first = true;
	}
	arena_free(arena);
	return first;
}

void
cache_fail(const struct cached *cached, time_t now)
{
	int fd = open(
	    cached->failure, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd == -1 || !set_time(cached->failure, now))
		log_line("cache: %s: %s", cached->failure, strerror(errno));
	if (fd != -1)
		close(fd);
	sweep(cached, now);
}
