/* SPDX-License-Identifier: ISC */
/* Opens a path for root without going where somebody else's link leads. */
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/conf/owner.h"

/* A path is walked name by name, and each link on it is looked at by where it
 * lies: a link of root's own says nothing, for a link of anybody's can lead to
 * it. */

#define LINKS 40

struct walk {
	struct arena *arena;
	int at;		  /* the folder that we are in */
	const char *rest; /* of the path */
	unsigned links;
};

/* Goes into a folder that was opened, and takes the descriptor over. */
static bool
enter(struct walk *walk, int fd)
{
	if (fd < 0)
		return false;
	if (walk->at >= 0)
		(void)close(walk->at);
	walk->at = fd;
	return true;
}

static bool
begin(struct walk *walk, const char *path)
{
	walk->rest = path;
	if (walk->at >= 0 && *path != '/')
		return true;
	return enter(walk,
	    open(*path == '/' ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/* The next name of the path; NULL at the end of the path. */
static const char *
next(struct walk *walk)
{
	const char *name = walk->rest + strspn(walk->rest, "/");
	const size_t length = strcspn(name, "/");

	walk->rest = name + length;
	walk->rest += strspn(walk->rest, "/");
	return length == 0 ? NULL : arena_strndup(walk->arena, name, length);
}

/* Is this a folder such as /proc/self/fd?  The kernel's links in it do not have
 * a path for their text. */
static bool
is_kernels(int folder)
{
	struct statfs status;

	return fstatfs(folder, &status) == 0 &&
	       status.f_type == PROC_SUPER_MAGIC;
}

bool
owner_is_root(const struct stat *status)
{
	return status->st_uid == 0 && (status->st_mode & S_IWOTH) == 0 &&
	       ((status->st_mode & S_IWGRP) == 0 || status->st_gid == 0);
}

/* Goes on where the link leads; errno is ELOOP when it is not followed, as of
 * open(2). */
static bool
follow(struct walk *walk, const char *name)
{
	char target[PATH_MAX];
	struct stat status;
	ssize_t length;

	if (fstat(walk->at, &status) != 0)
		return false;
	if (!owner_is_root(&status) || ++walk->links > LINKS) {
		errno = ELOOP;
		return false;
	}
	length = readlinkat(walk->at, name, target, sizeof target - 1);
	if (length < 0)
		return false;
	target[length] = '\0';
	return begin(walk, arena_printf(walk->arena, "%s%s%s", target,
			       *walk->rest != '\0' ? "/" : "", walk->rest));
}

/* Is the name a link?  The caller's errno may not say so: O_DIRECTORY makes
 * ENOTDIR of a link, too. */
static bool
is_link(const struct walk *walk, const char *name)
{
	const int saved = errno;
	struct stat status;
	bool is = fstatat(walk->at, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		  S_ISLNK(status.st_mode);

	errno = is ? ELOOP : saved;
	return is;
}

/* Opens what the link at the end of the path leads to, or says in *followed
 * whether the walk goes on. */
static int
last_link(struct walk *walk, const char *name, int flags, bool *followed)
{
	if ((flags & O_NOFOLLOW) == 0 && is_kernels(walk->at))
		return openat(walk->at, name, flags | O_CLOEXEC);
	*followed = (flags & O_NOFOLLOW) == 0 && follow(walk, name);
	return -1;
}

static int
go(struct walk *walk, int flags)
{
	const char *name;
	bool followed = true;
	int fd = -1;

	while (followed && (name = next(walk)) != NULL) {
		const bool last = *walk->rest == '\0';

		fd = openat(walk->at, name,
		    (last ? flags : O_RDONLY | O_DIRECTORY) | O_NOFOLLOW |
			O_CLOEXEC);
		if (fd >= 0 && last)
			return fd;
		if (fd >= 0)
			followed = enter(walk, fd);
		else if (!is_link(walk, name))
			return -1;
		else if (!last)
			followed = follow(walk, name);
		else if ((fd = last_link(walk, name, flags, &followed)) >= 0)
			return fd;
	}
	/* The path was "/", or a link to it. */
	return followed ? fcntl(walk->at, F_DUPFD_CLOEXEC, 0) : -1;
}

int
owner_open(struct arena *arena, const char *path, int flags)
{
	struct walk walk = {.arena = arena, .at = -1};
	int fd, saved;

	if (geteuid() != 0)
		return open(path, flags | O_CLOEXEC);
	if (!begin(&walk, path))
		return -1;
	fd = go(&walk, flags);
	saved = errno;
	(void)close(walk.at);
	errno = saved;
	return fd;
}

const char *
owner_fault(int error)
{
	return error == ELOOP
		   ? "is, or lies behind, a symbolic link that is not followed"
		   : strerror(error);
}
