/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_SHADOW_H
#define TEST_TORTURE_SHADOW_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * What a disk guarantees of a folder's files: each one as it was when the last
 * successful fsync of it began, whoever called that.  It is copied before the
 * call and put in place after it, so that nothing later slips in.  Names go
 * along with the files: what is removed or renamed is so at once, as ext4 and
 * XFS keep it when the file itself is synced.
 *
 * The lock is held over the call, by all processes; who holds it sees the disk
 * as it would be after a power failure at this moment.
 */
struct shadow {
	int directory; /* -1: there is none */
	int lock;
};

#define SHADOW_LOCK ".lock"
#define SHADOW_NEXT ".next"

static inline int
raw_open(int directory, const char *path, int flags)
{
	return (int)syscall(SYS_openat, directory, path, flags, 0600);
}

static inline void
shadow_open(struct shadow *shadow, const char *path)
{
	if (path == NULL)
		return;
	shadow->directory =
	    raw_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	shadow->lock = raw_open(
	    shadow->directory, SHADOW_LOCK, O_RDWR | O_CREAT | O_CLOEXEC);
}

static inline void
shadow_lock(const struct shadow *shadow, int how)
{
	while (syscall(SYS_flock, shadow->lock, how) != 0)
		continue;
}

/* From the beginning of one file to another; holes stay holes. */
static inline int
shadow_copy(int from, int to)
{
	struct stat status;
	char bytes[65536];
	off_t at = 0, end;
	ssize_t have;

	if (syscall(SYS_ftruncate, to, 0) != 0 || fstat(from, &status) != 0 ||
	    syscall(SYS_ftruncate, to, status.st_size) != 0)
		return -1;
	/* SEEK_DATA moves the file's own offset, which is the program's. */
	for (end = status.st_size; at < end; at += have) {
		have = syscall(SYS_pread64, from, bytes, sizeof bytes, at);
		if (have <= 0)
			return (int)have;
		if (bytes[0] == 0 &&
		    memcmp(bytes, bytes + 1, (size_t)have - 1) == 0)
			continue;
		if (syscall(SYS_pwrite64, to, bytes, have, at) != have)
			return -1;
	}
	return 0;
}

/* `number` is the system call that syncs, or -1 when that was done. */
static inline int
shadow_sync(const struct shadow *shadow, int fd, const char *name, int number)
{
	int next, from, result;
	char path[32];

	if (shadow->directory < 0 || *name == '.')
		return (int)syscall(number, fd);
	shadow_lock(shadow, LOCK_EX);
	next = raw_open(
	    shadow->directory, SHADOW_NEXT, O_RDWR | O_CREAT | O_CLOEXEC);
	/* Opened anew: it may be open for writing only. */
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	from = raw_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	result = shadow_copy(from, next);
	if (result == 0 && number >= 0)
		result = (int)syscall(number, fd);
	if (result == 0)
		(void)syscall(SYS_renameat2, shadow->directory, SHADOW_NEXT,
		    shadow->directory, name, 0);
	(void)syscall(SYS_close, from);
	(void)syscall(SYS_close, next);
	shadow_lock(shadow, LOCK_UN);
	return result;
}

static inline void
shadow_remove(const struct shadow *shadow, const char *name)
{
	if (shadow->directory < 0)
		return;
	shadow_lock(shadow, LOCK_EX);
	(void)syscall(SYS_unlinkat, shadow->directory, name, 0);
	shadow_lock(shadow, LOCK_UN);
}

static inline void
shadow_rename(const struct shadow *shadow, const char *from, const char *to)
{
	if (shadow->directory < 0)
		return;
	shadow_lock(shadow, LOCK_EX);
	(void)syscall(
	    SYS_renameat2, shadow->directory, from, shadow->directory, to, 0);
	shadow_lock(shadow, LOCK_UN);
}

#endif
