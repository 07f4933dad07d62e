/* SPDX-License-Identifier: ISC */
/* Reads a store's folder. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <db.h>

#include "store/bdb/private.h"

DIR *
bdb_folder(int folder)
{
	const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *all = fd < 0 ? NULL : fdopendir(fd);

	if (all == NULL && fd >= 0)
		(void)close(fd);
	return all;
}

bool
bdb_is_log(const char *name)
{
	return strncmp(name, "log.", 4) == 0 &&
	       strspn(name + 4, "0123456789") == 10 && name[14] == '\0';
}
