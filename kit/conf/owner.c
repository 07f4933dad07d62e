/* SPDX-License-Identifier: ISC */
/* Makes root the owner of a deployment's folder, for good. */
#include "kit/conf/owner.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"

static bool became; /* somebody else than root, who started us */

/* A folder may be its owner's and of the group root, in which the owner is not:
 * then the group is that of the owner's account. */
static gid_t
group_of(const struct stat *status)
{
	const struct passwd *user;

	if (status->st_gid != 0)
		return status->st_gid;
	user = getpwuid(status->st_uid);
	return user != NULL ? user->pw_gid : 0;
}

/* Is nothing of root left, and no way back? */
static bool
is_gone(uid_t user, gid_t group)
{
	uid_t uids[3] = {0, 0, 0};
	gid_t gids[3] = {0, 0, 0}, groups[2] = {0, 0};

	return getresuid(&uids[0], &uids[1], &uids[2]) == 0 &&
	       getresgid(&gids[0], &gids[1], &gids[2]) == 0 &&
	       uids[0] == user && uids[1] == user && uids[2] == user &&
	       gids[0] == group && gids[1] == group && gids[2] == group &&
	       getgroups(2, groups) == 1 && groups[0] == group &&
	       setresgid((gid_t)-1, 0, (gid_t)-1) == -1 &&
	       setresuid((uid_t)-1, 0, (uid_t)-1) == -1;
}

static bool
become(struct arena *arena, const char *folder, const struct stat *status,
    const char **why)
{
	const gid_t group = group_of(status);

	if (group == 0) {
		*why = arena_printf(arena,
		    "%s: belongs to user %u, who has no group but root's",
		    folder, (unsigned)status->st_uid);
		return false;
	}
	if (setgroups(1, &group) != 0 || setresgid(group, group, group) != 0 ||
	    setresuid(status->st_uid, status->st_uid, status->st_uid) != 0) {
		*why = arena_printf(arena, "%s: cannot become its owner: %s",
		    folder, strerror(errno));
		return false;
	}
	became = true;
	if (is_gone(status->st_uid, group))
		return true;
	*why = arena_printf(
	    arena, "%s: the rights of root cannot be given up", folder);
	return false;
}

bool
owner_become(struct arena *arena, const char *folder, struct stat *status,
    const char **why)
{
	int fd;

	memset(status, 0, sizeof *status);
	if (geteuid() != 0)
		return true;
	fd = owner_open(arena, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, status) != 0) {
		*why = arena_printf(arena,
		    "%s: %s (root goes on as the owner of this folder)", folder,
		    owner_fault(errno));
		if (fd >= 0)
			(void)close(fd);
		return false;
	}
	(void)close(fd);
	return status->st_uid == 0 || become(arena, folder, status, why);
}

const char *
owner_name(struct arena *arena, unsigned user)
{
	const int saved = errno;
	const struct passwd *entry = getpwuid((uid_t)user);

	errno = saved;
	return entry != NULL ? arena_strdup(arena, entry->pw_name)
			     : arena_printf(arena, "%u", user);
}

const char *
owner_note(struct arena *arena)
{
	if (!became)
		return "";
	return arena_printf(
	    arena, " (as %s)", owner_name(arena, (unsigned)geteuid()));
}
