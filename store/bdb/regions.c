/* SPDX-License-Identifier: ISC */
/*
 * Makes sure, before the environment is opened, that the store has its files
 * and the disk has room for what all processes share.
 *
 * The regions that all processes share are files which are written to through
 * memory, and grow as they are needed.  On a full disk that is a SIGBUS, so
 * they have all of their blocks from the beginning: the environment, with the
 * register of processes and of open files; logs, locks and transactions; the
 * cache and what it takes to find a page in it.  The last two are larger where
 * Berkeley DB's file DB_CONFIG asks for a larger cache.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

static const struct region {
	const char *name;
	off_t bytes;   /* at most */
	off_t percent; /* and so much of what the cache has beyond ours */
} regions[] = {
    {"__db.001", 1280 * (off_t)1024, 0},
    {"__db.002", 1280 * (off_t)1024, 5},
    {"__db.003", BDB_CACHE_BYTES + BDB_CACHE_BYTES / 4 + 1024 * 1024, 125},
};
#define REGIONS (sizeof regions / sizeof *regions)

static off_t
missing(off_t bytes, const struct stat *status)
{
	const off_t has = status->st_blocks * 512;

	return has < bytes ? bytes - has : 0;
}

static bool
is_missing(const struct bdb *bdb, const char *name)
{
	struct stat status;

	if (fstatat(bdb->directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT;
	return S_ISREG(status.st_mode) && status.st_size == 0;
}

/*
 * Either all regions and the register of processes stay, or none of them: with
 * a register, and a region that somebody removed, the library makes a new
 * region and does not recover, and what was in the old one alone is lost.
 *
 * Without a register the library recovers, and looks into the regions first, to
 * remove them.  After a power failure they may be shorter than their own first
 * page says, and that is a SIGBUS, for one process after the other; so they are
 * gone by then.
 */
static void
drop_abandoned(const struct bdb *bdb)
{
	bool whole = !is_missing(bdb, "__db.register");

	for (size_t i = 0; i < REGIONS; i++)
		whole = whole && !is_missing(bdb, regions[i].name);
	if (whole)
		return;
	(void)unlinkat(bdb->directory, "__db.register", 0);
	for (size_t i = 0; i < REGIONS; i++)
		(void)unlinkat(bdb->directory, regions[i].name, 0);
}

/*
 * The library makes files that are not there.  In a new folder that is as it
 * should be; a folder that has lost a file would become a store without
 * clients, which lets everybody register once more, or one whose tables are
 * ahead of their log.  The log is made first, then clients.db, and audit.db
 * last, and what died in between is undone from behind; so a file that is there
 * without those before it is not of our making.
 */
static bool
is_there(const struct bdb *bdb, const char *name)
{
	struct stat status;

	return fstatat(bdb->directory, name, &status, AT_SYMLINK_NOFOLLOW) ==
		   0 &&
	       (!S_ISREG(status.st_mode) || status.st_size > 0);
}

static bool
has_log(struct bdb *bdb)
{
	DIR *folder = bdb_folder(bdb->directory);
	const struct dirent *entry;
	bool found = folder == NULL; /* nobody knows: not for us to say */

	while (!found && (entry = readdir(folder)) != NULL)
		found =
		    bdb_is_log(entry->d_name) && is_there(bdb, entry->d_name);
	if (folder != NULL)
		(void)closedir(folder);
	return found;
}

/* False, and a line in the log: files are gone without which what is left would
 * be taken for all there is. */
static bool
is_whole(struct bdb *bdb)
{
	static const char *const tables[] = {
	    "clients.db", "jti.db", "audit.db"};
	const char *missing = has_log(bdb) ? NULL : "log";

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (!is_there(bdb, tables[i])) {
			missing = missing == NULL ? tables[i] : missing;
			continue;
		}
		if (missing == NULL)
			continue;
		log_line(
		    "store: %s has %s but no %s: put all files of one moment "
		    "back, or none",
		    bdb->home, tables[i], missing);
		return false;
	}
	return true;
}

int
bdb_regions_fit(struct bdb *bdb)
{
	struct statvfs disk;
	off_t bytes = 0;

	if (!is_whole(bdb))
		return ENOENT;
	drop_abandoned(bdb);
	for (size_t i = 0; i < REGIONS; i++) {
		struct stat status;

		if (fstatat(bdb->directory, regions[i].name, &status,
			AT_SYMLINK_NOFOLLOW) != 0)
			status.st_blocks = 0;
		bytes += missing(regions[i].bytes, &status);
	}
	if (bytes == 0 || fstatvfs(bdb->directory, &disk) != 0)
		return 0;
	return disk.f_bavail * disk.f_frsize < (unsigned long)bytes ? ENOSPC
								    : 0;
}

/* A file system that cannot give blocks in advance is left as it is. */
static int
fill(const struct bdb *bdb, const char *name, off_t bytes)
{
	struct stat status;
	int fd, error = 0;

	if (fstatat(bdb->directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? 0 : errno;
	if (missing(bytes, &status) == 0)
		return 0;
	fd = openat(bdb->directory, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno;
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, bytes) != 0 &&
	    errno != EOPNOTSUPP)
		error = errno;
	(void)close(fd);
	return error;
}

static off_t
beyond_ours(const struct bdb *bdb)
{
	const off_t ours = (off_t)BDB_CACHE_BYTES;
	u_int32_t gigabytes = 0, bytes = 0;
	off_t cache;
	int pieces;

	if (bdb->env->get_cachesize(bdb->env, &gigabytes, &bytes, &pieces) != 0)
		return 0;
	cache = (off_t)gigabytes * 1024 * 1024 * 1024 + bytes;
	return cache > ours ? cache - ours : 0;
}

int
bdb_regions_fill(const struct bdb *bdb)
{
	const off_t beyond = beyond_ours(bdb);
	int error = 0;

	for (size_t i = 0; error == 0 && i < REGIONS; i++)
		error = fill(bdb, regions[i].name,
		    regions[i].bytes + beyond / 100 * regions[i].percent);
	return error;
}
