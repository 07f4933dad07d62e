/* SPDX-License-Identifier: ISC */
/* Looks whether cache and store can be written to, and how much room there
 * is. */
#include <sys/statvfs.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/net/cache.h"

/* A fetched key set or an OCSP answer is some kilobytes. */
#define ROOM_BAD_BYTES (1024UL * 1024)
#define ROOM_POOR_BYTES (16UL * 1024 * 1024)
#define INODES_BAD 32
#define INODES_POOR 256

static enum finding_state
state_of(const struct statvfs *disk)
{
	const uint64_t bytes = (uint64_t)disk->f_bavail * disk->f_frsize;
	/* Some file systems have as many as there is room for, and say 0. */
	const uint64_t inodes =
	    disk->f_files == 0 ? UINT64_MAX : disk->f_favail;

	if (bytes < ROOM_BAD_BYTES || inodes < INODES_BAD)
		return FINDING_BAD;
	return bytes < ROOM_POOR_BYTES || inodes < INODES_POOR ? FINDING_POOR
							       : FINDING_GOOD;
}

/* Writes a file of a block and takes it away again: a quota, or a disk that is
 * full to the last block, shows in nothing else.  Its name is of another form
 * than those that kit/net/cache.h has. */
static const char *
try_to_write(struct doctor *doctor, const char *folder)
{
	const char *path = arena_printf(
	    doctor->arena, "%s/doctor-%ld", folder, (long)getpid());
	char block[4096] = {0};
	const char *why = NULL;

	if (!file_replace(path, block, sizeof block, 0600))
		why = arena_printf(
		    doctor->arena, "%s: %s", path, strerror(errno));
	(void)unlink(path);
	return why;
}

static void
examine_room(struct doctor *doctor, const char *folder)
{
	const char *why = try_to_write(doctor, folder);
	struct statvfs disk;
	enum finding_state state = FINDING_BAD;

	if (statvfs(folder, &disk) != 0) {
		doctor_say(doctor, state, "cache", NULL, "%s: %s", folder,
		    strerror(errno));
		return;
	}
	if (why == NULL)
		state = state_of(&disk);
	doctor_say(doctor, state, "cache",
	    "make room on the disk of that folder, or give cache in dcr.conf "
	    "another one",
	    "%s: %llu KiB and %llu inodes are free%s%s", folder,
	    (unsigned long long)disk.f_bavail * disk.f_frsize / 1024,
	    (unsigned long long)disk.f_favail, why != NULL ? ": " : "",
	    why != NULL ? why : "");
}

void
doctor_cache(struct doctor *doctor, const char *folder)
{
	const char *why = NULL;

	if (!doctor_may(doctor, "cache", folder, R_OK | W_OK | X_OK))
		return;
	if (cache_usable(folder, doctor->arena, &why))
		examine_room(doctor, folder);
	else
		doctor_say(doctor, FINDING_BAD, "cache",
		    arena_printf(doctor->arena, "chown %s: %s && chmod 700 %s",
			owner_name(doctor->arena, (unsigned)geteuid()), folder,
			folder),
		    "%s", why);
}

void
doctor_write(struct doctor *doctor, struct store *store)
{
	if (store_try(store) == STORED_OK)
		doctor_say(doctor, FINDING_GOOD, "write", NULL,
		    "the store can be written to");
	else
		doctor_say(doctor, FINDING_BAD, "write",
		    "the line above, or in the log, says which file or which "
		    "server it is; make room, or mount it writable",
		    "the store cannot be written to: every registration is "
		    "answered with 503");
}
