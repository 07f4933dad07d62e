/* SPDX-License-Identifier: ISC */
/*
 * Writes log files and tables anew after a write to the disk failed: whatever
 * the page cache says is in these files is written once more, into new files
 * that are put in their place when they are on the disk.  What cannot be read
 * stays as it is.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "kit/file.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define COPY "rewritten.tmp"
#define COPY_BYTES 65536

static bool
ends_with(const char *name, const char *end)
{
	const size_t length = strlen(name), most = strlen(end);

	return length > most && strcmp(name + length - most, end) == 0;
}

static bool
is_wanted(const char *name, unsigned sick)
{
	if ((sick & BDB_LOGS_SICK) != 0 && bdb_is_log(name))
		return true;
	return (sick & BDB_TABLES_SICK) != 0 && ends_with(name, ".db");
}

/* ENODATA: `from` cannot be read. */
static int
copy_bytes(struct bdb *bdb, int from, int to)
{
	char bytes[COPY_BYTES];

	for (;;) {
		const ssize_t got = read(from, bytes, sizeof bytes);

		if (got < 0 && errno != EINTR)
			return ENODATA;
		if (got == 0)
			return fsync(to) == 0 ? 0 : errno;
		if (got > 0 && !file_write(to, bytes, (size_t)got))
			return errno;
		bdb_alive(bdb);
	}
}

static int
copy_file(struct bdb *bdb, int folder, int from)
{
	const int to = openat(folder, COPY,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int error;

	if (to < 0)
		return errno;
	error = copy_bytes(bdb, from, to);
	(void)close(to);
	return error;
}

static int
rewrite_file(struct bdb *bdb, int folder, const char *name)
{
	const int from =
	    openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int error;

	if (from < 0)
		return errno == ENOENT ? 0 : errno;
	error = copy_file(bdb, folder, from);
	(void)close(from);
	if (error == 0 && renameat(folder, COPY, folder, name) != 0)
		error = errno;
	if (error == 0)
		return 0;
	(void)unlinkat(folder, COPY, 0);
	if (error == ENODATA)
		log_line("store: %s/%s cannot be read", bdb->home, name);
	return error == ENODATA ? 0 : error;
}

static int
rewrite_all(struct bdb *bdb, DIR *folder, unsigned sick)
{
	const int fd = dirfd(folder);
	const struct dirent *entry;
	int error = 0;

	while (error == 0 && (entry = readdir(folder)) != NULL)
		if (is_wanted(entry->d_name, sick))
			error = rewrite_file(bdb, fd, entry->d_name);
	if (error == 0 && fsync(fd) != 0)
		error = errno;
	return error;
}

int
bdb_rewrite(struct bdb *bdb, unsigned sick)
{
	DIR *folder = bdb_folder(bdb->directory);
	int error;

	if (folder == NULL)
		return errno;
	log_line(
	    "store: %s: writing anew what may not be on the disk", bdb->home);
	error = rewrite_all(bdb, folder, sick);
	(void)closedir(folder);
	if (error != 0)
		log_line("store: %s: %s", bdb->home, strerror(error));
	return error;
}
