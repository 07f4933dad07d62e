/* SPDX-License-Identifier: ISC */
/* Maps the file that all processes count in, or memory of the process's own. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "front/metrics/metrics.h"
#include "front/metrics/private.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/log.h"
#include "kit/net/cache.h"

/* What there is under the name of the file. */
enum found {
	FOUND_OURS,
	FOUND_NOTHING, /* or what is to be replaced: *why says why, or is
			  NULL */
	FOUND_OTHER    /* what may not be: *why says why */
};

static void
begin(struct tallies *tallies)
{
	memcpy(tallies->magic, TALLY_MAGIC, sizeof(tallies->magic));
	tallies->version = TALLY_VERSION;
	tallies->size = sizeof(*tallies);
	tallies->since = time(NULL);
}

/* One that a later program made stays: that one still counts in it. */
static enum found
judge(const struct tallies *tallies, const char **why)
{
	if (memcmp(tallies->magic, TALLY_MAGIC, sizeof(tallies->magic)) == 0 &&
	    tallies->version > TALLY_VERSION) {
		*why = "is of a later version of dcr";
		return FOUND_OTHER;
	}
	if (memcmp(tallies->magic, TALLY_MAGIC, sizeof(tallies->magic)) == 0 &&
	    tallies->version == TALLY_VERSION &&
	    tallies->size == sizeof(*tallies))
		return FOUND_OURS;
	*why = "is damaged, or of another version of dcr";
	return FOUND_NOTHING;
}

static enum found
map(struct tally_file *file, int fd, const struct stat *status,
    const char **why)
{
	struct tallies *tallies = mmap(
	    NULL, sizeof(*tallies), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	enum found found;

	if (tallies == MAP_FAILED) {
		*why = strerror(errno);
		return FOUND_OTHER;
	}
	file->guard = tally_guard_put(tallies, sizeof(*tallies));
	found = judge(tallies, why);
	if (found == FOUND_OURS) {
		file->tallies = tallies;
		file->device = status->st_dev;
		file->inode = status->st_ino;
		return found;
	}
	tally_guard_drop(file->guard);
	(void)munmap(tallies, sizeof(*tallies));
	return found;
}

static enum found
map_opened(struct tally_file *file, int fd, const char **why)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		*why = strerror(errno);
	else if (!S_ISREG(status.st_mode))
		*why = "is no file";
	else if (status.st_nlink > 1)
		*why = "has another name beside this one";
	else
		*why = file_exposed(&status);
	if (*why != NULL)
		return FOUND_OTHER;
	if (status.st_size == sizeof(struct tallies))
		return map(file, fd, &status, why);
	*why = "is damaged, or of another version of dcr";
	return FOUND_NOTHING;
}

static enum found
look(struct tally_file *file, const char **why)
{
	enum found found;
	int fd = open(file->path,
	    O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	*why = NULL;
	if (fd < 0 && errno == ENOENT)
		return FOUND_NOTHING;
	if (fd < 0) {
		*why = errno == ELOOP ? "is a symbolic link" : strerror(errno);
		return FOUND_OTHER;
	}
	found = map_opened(file, fd, why);
	(void)close(fd);
	return found;
}

/* All of it is given its place on the disk now: were there none later, every
 * process that counts would be ended (SIGBUS). */
static int
fill(int fd)
{
	struct tallies head = {.since = 0};
	const size_t length = offsetof(struct tallies, fetches);
	const int fault = posix_fallocate(fd, 0, sizeof(head));

	if (fault != 0)
		return fault;
	begin(&head);
	return file_write(fd, &head, length) ? 0 : errno;
}

/* Whoever was killed in here has left a file behind, and the next one takes it
 * away. */
static bool
make(const struct tally_file *file, struct arena *arena, const char **why)
{
	const char *fresh = arena_printf(arena, "%s.new", file->path);
	int fd, fault;

	(void)unlink(fresh);
	fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	fault = fd < 0 ? errno : fill(fd);
	if (fd >= 0)
		(void)close(fd);
	if (fault == 0 && rename(fresh, file->path) != 0)
		fault = errno;
	if (fault == 0)
		return true;
	(void)unlink(fresh);
	*why = strerror(fault);
	return false;
}

/* Makes the file while no other process does. */
static enum found
look_or_make(struct tally_file *file, const char *folder, struct arena *arena,
    const char **why)
{
	const struct cached place = {.directory = folder};
	enum found found = look(file, why);
	int hold;

	if (found != FOUND_NOTHING)
		return found;
	hold = cache_hold(&place);
	found = look(file, why);
	if (found == FOUND_NOTHING && *why != NULL)
		log_line(
		    "metrics: %s: %s: counting begins anew", file->path, *why);
	if (found == FOUND_NOTHING && make(file, arena, why))
		found = look(file, why);
	cache_release(hold);
	return found;
}

void
tally_file_open(
    struct tally_file *file, const char *folder, struct arena *arena)
{
	const char *why = "cannot be made";

	*file = (struct tally_file){.guard = TALLY_GUARDS};
	file->path = arena_printf(arena, "%s/%s", folder, METRICS_FILE);
	file->shared = look_or_make(file, folder, arena, &why) == FOUND_OURS;
	if (file->shared)
		return;
	log_line("metrics: %s: %s: this process counts for itself alone",
	    file->path, why);
	file->tallies = calloc(1, sizeof(*file->tallies));
	if (file->tallies == NULL)
		abort();
	begin(file->tallies);
}

void
tally_file_close(struct tally_file *file)
{
	tally_guard_drop(file->guard);
	if (file->shared)
		(void)munmap(file->tallies, sizeof(*file->tallies));
	else
		free(file->tallies);
	file->tallies = NULL;
}

bool
tally_file_stands(const struct tally_file *file)
{
	struct stat status;

	return file->shared && !tally_guard_cut(file->guard) &&
	       lstat(file->path, &status) == 0 &&
	       status.st_dev == file->device && status.st_ino == file->inode &&
	       status.st_size == sizeof(*file->tallies);
}
