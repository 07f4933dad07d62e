/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_POWER_H
#define TEST_TORTURE_POWER_H

#include "test/torture/folder.h"
#include "test/torture/toll.h"

/*
 * What a disk may hold after a power failure: of each file what was synced,
 * and of what was written since then nothing, or everything up to some byte,
 * or these sectors and not those.  A page of a table, which is a block of the
 * file system, is one or the other.
 */
#define POWER_PAGE 4096
#define POWER_SECTOR 512

struct power {
	int synced, live, out; /* folders */
	unsigned how;	       /* in quarters, what is kept of the rest */
};

static inline bool
power_is(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* Other boots do not look into those: see store/bdb/guard.c. */
static inline bool
power_gone(const char *name)
{
	return power_is(name, "__db.0") || power_is(name, "__db.register") ||
	       strcmp(name, "lock") == 0;
}

static inline void
power_mix(const struct power *power, int live, int out, size_t unit)
{
	char bytes[POWER_PAGE];
	off_t at = 0;
	ssize_t have;

	while ((have = pread(live, bytes, unit, at)) > 0) {
		if (chance(4) < power->how &&
		    pwrite(out, bytes, (size_t)have, at) != have)
			err(2, "write");
		at += have;
	}
}

/* Every other time it is cut rather than mixed. */
static inline void
power_cut(int live, int out)
{
	struct stat status;
	char bytes[POWER_PAGE];
	off_t at = 0, end;
	ssize_t have;

	if (fstat(live, &status) != 0)
		err(2, "fstat");
	end = (off_t)chance((uint64_t)status.st_size + 1);
	while (at < end &&
	       (have = pread(live, bytes,
		    end - at < POWER_PAGE ? (size_t)(end - at) : POWER_PAGE,
		    at)) > 0) {
		if (pwrite(out, bytes, (size_t)have, at) != have)
			err(2, "write");
		at += have;
	}
}

static inline void
power_file(const struct power *power, const char *name)
{
	const int live = openat(power->live, name, O_RDONLY | O_CLOEXEC);
	const int out =
	    openat(power->out, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (out < 0)
		err(2, "%s", name);
	if (live >= 0 && power_is(name, "log.") && chance(2) == 0)
		power_cut(live, out);
	else if (live >= 0)
		power_mix(power, live, out,
		    power_is(name, "log.") ? POWER_SECTOR : POWER_PAGE);
	(void)close(live);
	(void)close(out);
}

static inline void
power_names(const char *folder, struct ids *names)
{
	DIR *list = opendir(folder);
	struct dirent *entry;

	if (list == NULL)
		err(2, "%s", folder);
	while ((entry = readdir(list)) != NULL)
		if (*entry->d_name != '.' && !power_gone(entry->d_name))
			ids_add(names, entry->d_name, strlen(entry->d_name));
	(void)closedir(list);
}

/* Begins with what was synced; `how` 0 is that and nothing else. */
static inline void
power_fail(const char *synced, const char *live, const char *out, unsigned how)
{
	struct power power = {.how = how};
	struct ids names = {.count = 0};

	folder_copy(synced, out);
	if (how == 0)
		return;
	power.live = folder_open(live);
	power.out = folder_open(out);
	power_names(out, &names);
	for (size_t i = 0; i < names.count; i++)
		power_file(&power, names.ids[i]);
	ids_free(&names);
	(void)close(power.live);
	(void)close(power.out);
}

#endif
