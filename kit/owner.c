/* SPDX-License-Identifier: ISC */
#include "kit/owner.h"

#include <sys/stat.h>

#include <grp.h>
#include <unistd.h>

bool
owner_become(const char *folder)
{
	struct stat status;

	if (geteuid() != 0 || stat(folder, &status) == -1 || status.st_uid == 0)
		return true;
	return setgroups(1, &status.st_gid) == 0 &&
	       setresgid(status.st_gid, status.st_gid, status.st_gid) == 0 &&
	       setresuid(status.st_uid, status.st_uid, status.st_uid) == 0;
}
