/* SPDX-License-Identifier: ISC */
/* Opens and locks the folder of signing keys, if nobody else can read it. */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/signing/private.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz"
			      "0123456789-_";

static void
close_descriptor(void *fd)
{
	close(*(int *)fd);
}

static bool
fail(struct arena *arena, const char *path, const char *what, const char **why)
{
	*why = arena_printf(arena, "%s: %s", path, what);
	return false;
}

static const char *
unfit(const struct stat *stamp, mode_t type)
{
	if ((stamp->st_mode & S_IFMT) != type)
		return type == S_IFDIR ? "must be a folder"
				       : "must be a regular file";
	return file_exposed(stamp);
}

/* Opens what is ours alone; -1 when it is not there, or not fit.  O_NONBLOCK: a
 * FIFO would otherwise keep us waiting. */
static int
open_ours(struct arena *arena, int at, const char *name, int flags,
    struct stat *stamp, const char **what)
{
	const mode_t type = (flags & O_DIRECTORY) != 0 ? S_IFDIR : S_IFREG;
	int *fd = arena_alloc(arena, sizeof(*fd));

	flags |= O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	*fd = openat(at, name, flags, S_IRUSR | S_IWUSR);
	if (*fd == -1) {
		*what = errno == ELOOP ? "must not be a symbolic link"
				       : strerror(errno);
		return -1;
	}
	arena_defer(arena, close_descriptor, fd);
	*what = fstat(*fd, stamp) == 0 ? unfit(stamp, type) : strerror(errno);
	errno = 0;
	return *what == NULL ? *fd : -1;
}

/* The path without slashes at its end, behind which a link would be
 * followed. */
static const char *
plain(struct arena *arena, const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return arena_strndup(arena, path, length);
}

const struct signers_folder *
signers_folder_open(struct arena *arena, const char *path, const char **why)
{
	struct signers_folder *folder = arena_alloc(arena, sizeof(*folder));
	const char *what = NULL;

	folder->path = plain(arena, path);
	folder->fd = open_ours(arena, AT_FDCWD, folder->path,
	    O_RDONLY | O_DIRECTORY, &folder->stamp, &what);
	if (folder->fd != -1)
		return folder;
	/* The kernel says ENOTDIR of a link, too. */
	if (errno == ENOTDIR)
		what = "must be a folder, and not a link to one";
	fail(arena, folder->path, what, why);
	return NULL;
}

bool
signers_folder_read(struct arena *arena, const struct signers_folder *folder,
    const char *name, struct signers_file *file, const char **why)
{
	const char *what = NULL;
	int fd;

	*file = (struct signers_file){
	    .path = arena_printf(arena, "%s/%s", folder->path, name)};
	*why = NULL;
	fd = open_ours(arena, folder->fd, name, O_RDONLY, &file->stamp, &what);
	if (fd == -1)
		return errno != ENOENT && fail(arena, file->path, what, why);
	/* What is written meanwhile changes the stamp, and is read next time;
	 * the descriptor stays open, and a copy of it is closed. */
	fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd != -1)
		file->text =
		    file_read_opened(arena, fd, LIMIT_FILE, &file->length);
	return file->text != NULL ||
	       fail(arena, file->path,
		   errno == EFBIG ? "is too large" : strerror(errno), why);
}

bool
signers_folder_lock(
    struct arena *arena, const struct signers_folder *folder, const char **why)
{
	const char *path =
	    arena_printf(arena, "%s/" SIGNERS_LOCK, folder->path);
	const char *what = NULL;
	struct stat stamp;
	int fd = open_ours(
	    arena, folder->fd, SIGNERS_LOCK, O_RDWR | O_CREAT, &stamp, &what);

	if (fd == -1)
		return fail(arena, path, what, why);
	while (flock(fd, LOCK_EX) == -1)
		if (errno != EINTR)
			return fail(arena, path, strerror(errno), why);
	return true;
}

bool
signers_is_kid(const char *text, size_t length)
{
	return length == SIGNERS_KID && strspn(text, letters) >= length;
}
