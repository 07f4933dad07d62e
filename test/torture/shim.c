/* SPDX-License-Identifier: ISC */

/*
 * Preloaded into a program that keeps a store: each call that changes the
 * files of one folder is counted here, may be made to fail, and what the disk
 * guarantees to keep of them is copied to a second folder (shadow.h).
 *
 * TORTURE_HOME    the folder, as realpath(3) has it; without it nothing is done
 * TORTURE_TRACE   a file that gets a line for each call
 * TORTURE_FAULT   "N KIND": what becomes of the Nth call, from 1:
 *     enospc, eio   it fails
 *     short         it writes half of the bytes (of a table whole pages, which
 *                   are a file system's blocks); the next one finds no space
 *     before, after the process is killed there
 *     stop          the process stops before it
 *     full          from it on nothing finds space
 *     dead          from it on everything fails
 * TORTURE_WHILE   full and dead last as long as this file is there
 * TORTURE_SHADOW  the second folder
 *
 * Calls are made without libc, so that another one who stands between it and
 * the program (a sanitizer) need not be ready yet.
 */
#include "test/torture/shadow.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>

#define EXPORTED __attribute__((visibility("default")))

enum fault { NONE, NO_SPACE, IO_ERROR, SHORT, DIE_BEFORE, DIE_AFTER, STOP };

/* What a call wants of the disk. */
enum want { SPACE, CHANGE, SYNC };

static const char *home, *lasting;
static struct shadow shadow = {-1, -1};
static int trace = -1;
static long target, calls;
static char kind[16];
static bool starved; /* by a short write */

__attribute__((constructor)) static void
begin(void)
{
	const char *fault = getenv("TORTURE_FAULT");
	const char *path = getenv("TORTURE_TRACE");

	home = getenv("TORTURE_HOME");
	lasting = getenv("TORTURE_WHILE");
	if (fault != NULL && sscanf(fault, "%ld %15s", &target, kind) != 2)
		target = 0;
	if (path != NULL)
		trace = raw_open(
		    AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC);
	shadow_open(&shadow, getenv("TORTURE_SHADOW"));
}

/* The name of a file in the folder; NULL when it is elsewhere. */
static const char *
inside(const char *path)
{
	const size_t length = strlen(home);

	if (strcmp(path, home) == 0)
		return ".";

	if (strncmp(path, home, length) != 0 || path[length] != '/' ||
	    strchr(path + length + 1, '/') != NULL)
		return NULL;
	return path + length + 1;
}

static bool
path_of(int fd, char path[PATH_MAX])
{
	char link[32];
	long length;

	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = syscall(SYS_readlink, link, path, PATH_MAX - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return true;
}

static const char *
name_of(int fd, char path[PATH_MAX])
{
	if (home == NULL || fd < 0 || !path_of(fd, path))
		return NULL;
	return inside(path);
}

static const char *
name_at(int directory, const char *path, char whole[PATH_MAX])
{
	if (home == NULL || path == NULL)
		return NULL;
	if (*path != '/' && directory != AT_FDCWD)
		return !path_of(directory, whole) || strcmp(whole, home) != 0 ||
			       strchr(path, '/') != NULL
			   ? NULL
			   : path;
	return inside(path);
}

static bool
still(void)
{
	return lasting == NULL ||
	       syscall(SYS_faccessat, AT_FDCWD, lasting, F_OK, 0) == 0;
}

static enum fault
lasting_fault(enum want want)
{
	if (strcmp(kind, "full") == 0 && want == SPACE && still())
		return NO_SPACE;
	return strcmp(kind, "dead") == 0 && still() ? IO_ERROR : NONE;
}

static enum fault
single_fault(enum want want)
{
	static const struct {
		const char *kind;
		enum fault fault;
	} kinds[] = {{"enospc", NO_SPACE}, {"eio", IO_ERROR}, {"short", SHORT},
	    {"before", DIE_BEFORE}, {"after", DIE_AFTER}, {"stop", STOP}};

	enum fault fault = NONE;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kind, kinds[i].kind) == 0)
			fault = kinds[i].fault;
	if (fault == NO_SPACE && want == CHANGE)
		return IO_ERROR;
	return fault == SHORT && want != SPACE ? NO_SPACE : fault;
}

/* Counts a call and says what shall become of it. */
static enum fault
meet(const char *call, const char *name, enum want want)
{
	char line[PATH_MAX + 64];
	int length;

	calls++;
	if (trace >= 0) {
		length = snprintf(
		    line, sizeof line, "%ld %s %s\n", calls, call, name);
		(void)syscall(SYS_write, trace, line, (size_t)length);
	}
	if (starved && want == SPACE) {
		starved = false;
		return NO_SPACE;
	}
	if (target == 0 || calls < target)
		return NONE;
	return calls == target && lasting_fault(want) == NONE
		   ? single_fault(want)
		   : lasting_fault(want);
}

static void
die(void)
{
	(void)syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

/* Whether the call fails; errno is set. */
static bool
fails(enum fault fault)
{
	if (fault == DIE_BEFORE)
		die();
	if (fault == STOP)
		(void)syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
	if (fault == NO_SPACE)
		errno = ENOSPC;
	if (fault == IO_ERROR)
		errno = EIO;
	return fault == NO_SPACE || fault == IO_ERROR;
}

static void
died(enum fault fault)
{
	if (fault == DIE_AFTER)
		die();
}

/* A file that was opened to be written through has all on disk at once. */
static void
written_through(int fd, const char *name)
{
	if (shadow.directory >= 0 &&
	    (syscall(SYS_fcntl, fd, F_GETFL) & (O_DSYNC | O_SYNC)) != 0)
		(void)shadow_sync(&shadow, fd, name, -1);
}

/* How much of a short write is done. */
static size_t
half(const char *name, size_t size)
{
	const size_t length = strlen(name);
	const bool table = length > 3 && strcmp(name + length - 3, ".db") == 0;

	return table ? size / 2 & ~(size_t)4095 : size / 2;
}

static ssize_t
put(int fd, const void *bytes, size_t size, off_t at)
{
	if (at < 0)
		return syscall(SYS_write, fd, bytes, size);
	return syscall(SYS_pwrite64, fd, bytes, size, at);
}

static ssize_t
write_at(const char *call, int fd, const void *bytes, size_t size, off_t at)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault = NONE;
	ssize_t done;

	if (name == NULL)
		return put(fd, bytes, size, at);
	fault = meet(call, name, SPACE);
	if (fails(fault))
		return -1;
	if (fault == SHORT) {
		starved = true;
		size = half(name, size);
	}
	if (size == 0 && fails(NO_SPACE))
		return -1;
	done = put(fd, bytes, size, at);
	written_through(fd, name);
	died(fault);
	return done;
}

EXPORTED ssize_t
write(int fd, const void *bytes, size_t size)
{
	return write_at("write", fd, bytes, size, -1);
}

EXPORTED ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	return write_at("pwrite", fd, bytes, size, at);
}

EXPORTED ssize_t
writev(int fd, const struct iovec *parts, int count)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault;
	ssize_t done;

	if (name == NULL)
		return syscall(SYS_writev, fd, parts, count);
	fault = meet("writev", name, SPACE);
	if (fails(fault))
		return -1;
	if (fault == SHORT)
		starved = true;
	done = fault == SHORT ? put(fd, parts->iov_base, parts->iov_len / 2, -1)
			      : syscall(SYS_writev, fd, parts, count);
	written_through(fd, name);
	died(fault);
	return done;
}

static int
sync_file(const char *call, int fd, int number)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault;
	int result;

	if (name == NULL)
		return (int)syscall(number, fd);
	fault = meet(call, name, SYNC);
	if (fails(fault))
		return -1;
	result = shadow_sync(&shadow, fd, name, number);
	died(fault);
	return result;
}

EXPORTED int
fsync(int fd)
{
	return sync_file("fsync", fd, SYS_fsync);
}

EXPORTED int
fdatasync(int fd)
{
	return sync_file("fdatasync", fd, SYS_fdatasync);
}

static int
remove_file(int directory, const char *path, int flags)
{
	char whole[PATH_MAX];
	const char *name = name_at(directory, path, whole);
	enum fault fault;
	int result;

	if (name == NULL)
		return (int)syscall(SYS_unlinkat, directory, path, flags);
	fault = meet("unlink", name, CHANGE);
	if (fails(fault))
		return -1;
	result = (int)syscall(SYS_unlinkat, directory, path, flags);
	if (result == 0)
		shadow_remove(&shadow, name);
	died(fault);
	return result;
}

EXPORTED int
unlink(const char *path)
{
	return remove_file(AT_FDCWD, path, 0);
}

EXPORTED int
unlinkat(int directory, const char *path, int flags)
{
	return remove_file(directory, path, flags);
}

static int
rename_file(int at, const char *old, int to, const char *new)
{
	char whole[PATH_MAX], other[PATH_MAX];
	const char *from = name_at(at, old, whole);
	const char *name = name_at(to, new, other);
	enum fault fault;
	int result;

	if (from == NULL || name == NULL)
		return (int)syscall(SYS_renameat2, at, old, to, new, 0);
	fault = meet("rename", name, CHANGE);
	if (fails(fault))
		return -1;
	result = (int)syscall(SYS_renameat2, at, old, to, new, 0);
	if (result == 0)
		shadow_rename(&shadow, from, name);
	died(fault);
	return result;
}

EXPORTED int
rename(const char *old, const char *new)
{
	return rename_file(AT_FDCWD, old, AT_FDCWD, new);
}

EXPORTED int
renameat(int at, const char *old, int to, const char *new)
{
	return rename_file(at, old, to, new);
}

static int
open_file(int directory, const char *path, int flags, mode_t mode)
{
	char whole[PATH_MAX];
	const char *name = name_at(directory, path, whole);
	enum fault fault;
	bool make;
	int fd;

	if (name == NULL)
		return (int)syscall(SYS_openat, directory, path, flags, mode);
	/* A full disk does not keep one from opening what is there. */
	make = (flags & O_CREAT) != 0 &&
	       syscall(SYS_faccessat, directory, path, F_OK, 0) != 0;
	fault = meet(make ? "create" : "open", name, make ? SPACE : CHANGE);
	if (fails(fault))
		return -1;
	fd = (int)syscall(SYS_openat, directory, path, flags, mode);
	died(fault);
	return fd;
}

/* Only a file that is made has a mode behind the flags. */
#define OPEN_AT(directory)                                      \
	do {                                                    \
		va_list ap;                                     \
		mode_t mode = 0;                                \
                                                                \
		va_start(ap, flags);                            \
		if ((flags & (O_CREAT | O_TMPFILE)) != 0)       \
			mode = va_arg(ap, mode_t);              \
		va_end(ap);                                     \
		return open_file(directory, path, flags, mode); \
	} while (0)

EXPORTED int
open(const char *path, int flags, ...)
{
	OPEN_AT(AT_FDCWD);
}

EXPORTED int
openat(int directory, const char *path, int flags, ...)
{
	OPEN_AT(directory);
}

EXPORTED int
ftruncate(int fd, off_t size)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault;
	int result;

	if (name == NULL)
		return (int)syscall(SYS_ftruncate, fd, size);
	fault = meet("ftruncate", name, SPACE);
	if (fails(fault))
		return -1;
	result = (int)syscall(SYS_ftruncate, fd, size);
	died(fault);
	return result;
}

static int
allocate(const char *call, int fd, int mode, off_t at, off_t size)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault;
	int result;

	if (name == NULL)
		return (int)syscall(SYS_fallocate, fd, mode, at, size);
	fault = meet(call, name, SPACE);
	if (fails(fault))
		return -1;
	result = (int)syscall(SYS_fallocate, fd, mode, at, size);
	died(fault);
	return result;
}

EXPORTED int
fallocate(int fd, int mode, off_t at, off_t size)
{
	return allocate("fallocate", fd, mode, at, size);
}

/* Where the file system has no such call, libc writes to each block. */
EXPORTED int
posix_fallocate(int fd, off_t at, off_t size)
{
	if (allocate("posix_fallocate", fd, 0, at, size) == 0)
		return 0;
	if (errno != EOPNOTSUPP)
		return errno;
	return syscall(SYS_pwrite64, fd, "", 1, at + size - 1) == 1 ? 0 : errno;
}

EXPORTED void *
mmap(void *where, size_t size, int protection, int flags, int fd, off_t at)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	enum fault fault;
	void *map;

	if (name != NULL) {
		fault = meet("mmap", name, CHANGE);
		if (fails(fault)) {
			errno = ENOMEM;
			return MAP_FAILED;
		}
	} else
		fault = NONE;
	map = (void *)syscall(SYS_mmap, where, size, protection, flags, fd, at);
	died(fault);
	return map;
}

/* The names of those who ask for files of any size. */
EXPORTED ssize_t pwrite64(int, const void *, size_t, off64_t)
    __attribute__((alias("pwrite")));
EXPORTED int open64(const char *, int, ...) __attribute__((alias("open")));
EXPORTED int openat64(int, const char *, int, ...)
    __attribute__((alias("openat")));
EXPORTED int ftruncate64(int, off64_t) __attribute__((alias("ftruncate")));
EXPORTED int fallocate64(int, int, off64_t, off64_t)
    __attribute__((alias("fallocate")));
EXPORTED int posix_fallocate64(int, off64_t, off64_t)
    __attribute__((alias("posix_fallocate")));
EXPORTED void *mmap64(void *, size_t, int, int, int, off64_t)
    __attribute__((alias("mmap")));
