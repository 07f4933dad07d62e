/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <db.h>

#include "kit/log.h"
#include "store/bdb/private.h"

/*
 * The library makes what is not there.  In a folder that is new that is as it
 * should be; in one that has lost a file it would be a store without clients,
 * which lets everybody register once more, or one whose tables are ahead of
 * their log.  The log is made first, then clients.db, and audit.db last, and
 * what died in between is undone from behind; so one of these without those
 * before it is not of our making.
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
	DIR *folder = bdb_folder_read(bdb->directory);
	const struct dirent *entry;
	bool found = folder == NULL; /* nobody knows: not for us to say */

	while (!found && (entry = readdir(folder)) != NULL)
		found =
		    bdb_is_log(entry->d_name) && is_there(bdb, entry->d_name);
	if (folder != NULL)
		(void)closedir(folder);
	return found;
}

bool
bdb_whole(struct bdb *bdb)
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
		log_line("store: %s has %s and no %s: restore all or nothing",
		    bdb->home, tables[i], missing);
		return false;
	}
	return true;
}
