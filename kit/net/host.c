/* SPDX-License-Identifier: ISC */
/* Lets one process at a time wait for a host, and remembers one that failed. */
#include "kit/net/host.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/monotonic.h"

/* A healthy host answers within this time; a process that has waited longer is
 * waiting for a sick one. */
#define MOMENT_MILLISECONDS 300
#define STEP_MILLISECONDS 5

/* A process waits this long at most behind others, each of which has just
 * begun. */
#define MOST_MILLISECONDS 1000

/* A clock that is set while a process serves is no reason to forget. */
#define SAME_CLOCK_SECONDS 60

const char *
host_origin(const char *uri, struct arena *arena)
{
	const char *host = strstr(uri, "://");
	size_t length =
	    host == NULL ? strlen(uri)
			 : (size_t)(host + 3 - uri) + strcspn(host + 3, "/?#");

	return arena_strndup(arena, uri, length);
}

/* The time as of now: the request's own clock stands still while it waits. */
static time_t
clock_of(time_t now, int64_t begun)
{
	time_t real = time(NULL);

	if (real >= now && real - now < SAME_CLOCK_SECONDS)
		return real;
	return now + monotonic_since(begun) / 1000;
}

time_t
host_time(const struct host *host)
{
	return clock_of(host->now, host->begun);
}

/* Has the lock's holder just begun?  The mtime of the lock's file says when it
 * did. */
static bool
has_just_begun(int fd)
{
	struct timespec now;
	struct stat status;

	return clock_gettime(CLOCK_REALTIME, &now) == 0 &&
	       fstat(fd, &status) == 0 &&
	       (now.tv_sec - status.st_mtim.tv_sec) * 1000 +
		       (now.tv_nsec - status.st_mtim.tv_nsec) / 1000000 <
		   MOMENT_MILLISECONDS;
}

static bool
take(int fd, int64_t begun)
{
	const struct timespec step = {0, STEP_MILLISECONDS * 1000000L};

	while (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return true; /* no locks here: then without */
		if (!has_just_begun(fd) ||
		    monotonic_since(begun) > MOST_MILLISECONDS)
			return false;
		nanosleep(&step, NULL);
	}
	(void)futimens(fd, NULL);
	return true;
}

/* The lock's name is of another form than 64 digits, so that nobody sweeps it
 * away. */
static int
open_lock(const struct host *host, struct arena *arena)
{
	return open(arena_printf(arena, "%s/lock-%s", host->cache.directory,
			host->cache.name),
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static bool
has_failed(const struct host *host)
{
	return cache_failed(&host->cache, host_time(host));
}

bool
host_enter(struct host *host, const char *directory, const char *uri,
    time_t now, struct arena *arena, const char **why)
{
	const char *origin = host_origin(uri, arena);

	*host = (struct host){.lock = -1, .now = now};
	host->begun = monotonic_now();
	host->cache = cache_named(directory,
	    digest_hex(arena, origin, strlen(origin)), "place", arena);
	*why =
	    arena_printf(arena, "%.200s: did not answer a moment ago", origin);
	if (has_failed(host))
		return false;
	host->lock = open_lock(host, arena);
	if (host->lock == -1)
		return true;
	if (take(host->lock, host->begun) && !has_failed(host))
		return true;
	close(host->lock);
	if (!has_failed(host))
		*why = arena_printf(arena,
		    "%.200s: another process is waiting for its answer",
		    origin);
	return false;
}

void
host_leave(struct host *host, bool answered)
{
	if (!answered)
		cache_fail(&host->cache, host_time(host));
	if (host->lock != -1)
		close(host->lock);
}
