/* SPDX-License-Identifier: ISC */
/* Reads, writes and replaces whole files. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/stamps.h"

#define FIRST_ROOM 4096

static void
close_quietly(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

static int
fault_of(int fd, size_t limit, size_t *size)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return EINVAL;
	if ((uintmax_t)st.st_size > limit)
		return EFBIG;
	*size = (size_t)st.st_size;
	return 0;
}

static char *
read_all(struct arena *arena, int fd, size_t limit, size_t room, size_t *length)
{
	char *text = arena_room(arena, room + 1), *larger;
	size_t done = 0;
	ssize_t n;

	while ((n = read(fd, text + done, room - done)) != 0) {
		if (n < 0 && errno != EINTR)
			return NULL;
		done += n > 0 ? (size_t)n : 0;
		if (done > limit) {
			errno = EFBIG;
			return NULL;
		}
		if (done < room)
			continue;
		larger = arena_room(arena, 2 * room + 1);
		memcpy(larger, text, done);
		text = larger;
		room *= 2;
	}
	text[done] = '\0';
	*length = done;
	return text;
}

char *
file_read_opened(struct arena *arena, int fd, size_t limit, size_t *length)
{
	size_t room = 0;
	const int fault = fault_of(fd, limit, &room);
	char *text = NULL;

	/* Room for one byte more than the file has lets its end be met without
	 * growing. */
	if (fault == 0)
		text = read_all(arena, fd, limit, room + 1, length);
	else
		errno = fault;
	close_quietly(fd);
	return text;
}

/* O_NONBLOCK: a FIFO would otherwise keep us waiting for a writer. */
char *
file_read(struct arena *arena, const char *path, size_t limit, size_t *length)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(arena, STDIN_FILENO, limit, FIRST_ROOM, length);
	stamps_note(path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? NULL : file_read_opened(arena, fd, limit, length);
}

bool
file_write(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length > 0) {
		const ssize_t n = write(fd, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

static bool
replace_by(const char *fresh, const char *path, const void *data, size_t length,
    unsigned mode)
{
	int fd =
	    open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	bool done;
	int saved;

	if (fd < 0)
		return false;
	done = file_write(fd, data, length) && fsync(fd) == 0;
	close_quietly(fd);
	if (done && rename(fresh, path) == 0)
		return true;
	saved = errno;
	unlink(fresh);
	errno = saved;
	return false;
}

bool
file_replace(const char *path, const void *data, size_t length, unsigned mode)
{
	unsigned long long tag;
	struct arena *arena;
	bool replaced;
	int saved;

	if (getrandom(&tag, sizeof tag, 0) != (ssize_t)sizeof tag)
		return false;
	arena = arena_new();
	replaced = replace_by(arena_printf(arena, "%s.%016llx", path, tag),
	    path, data, length, mode);
	saved = errno;
	arena_free(arena);
	errno = saved;
	return replaced;
}

bool
file_sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct arena *arena = arena_new();
	const char *folder = slash == NULL   ? "."
			     : slash == path ? "/"
					     : arena_strndup(arena, path,
						   (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close_quietly(fd);
	arena_free(arena);
	return synced;
}

bool
file_listens(int fd)
{
	int listens = 0;
	socklen_t size = sizeof(listens);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) ==
		   0 &&
	       listens;
}

bool
file_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

const char *
file_exposed(const struct stat *stamp)
{
	if (stamp->st_uid != geteuid())
		return "must belong to the user that dcr runs as (chown)";
	if ((stamp->st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return NULL;
	return S_ISDIR(stamp->st_mode)
		   ? "must be closed to everybody but its owner (chmod 700)"
		   : "must be closed to everybody but its owner (chmod 600)";
}
