/* SPDX-License-Identifier: ISC */
/* Makes the socket that requests come to, for its owner alone. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/serve/private.h"
#include "kit/arena.h"
#include "kit/monotonic.h"

#define WEB_SERVER "www-data"

/* Milliseconds that the processes of a supervisor who was killed have to be
 * gone, and between two looks whether they are. */
enum { LEAVING = 5000, LOOK = 50 };

/* The account that the socket shall belong to; NULL in *account: ours.  Root is
 * no web server, and what nobody but root can write to serves nobody. */
static int
find_owner(const char *name, const struct passwd **account)
{
	const bool is_root = geteuid() == 0;

	*account = NULL;
	if (name == NULL && !is_root)
		return EXIT_PASS;
	*account = getpwnam(name != NULL ? name : WEB_SERVER);
	if (*account == NULL && name == NULL)
		return command_misuse("--owner: must name the web server's "
				      "user: there is no " WEB_SERVER " here");
	if (*account == NULL)
		return command_misuse("--owner: there is no user '%s'", name);
	if (!is_root && (*account)->pw_uid != geteuid())
		return command_misuse("--owner: root alone can give the socket "
				      "to %s",
		    name);
	return EXIT_PASS;
}

bool
listening_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (*path == '\0' || strlen(path) >= sizeof(address->sun_path))
		return false;
	memcpy(address->sun_path, path, strlen(path) + 1);
	return true;
}

/* Moved past 0, 1 and 2, which may be closed. */
static int
raised(int fd)
{
	const int high = fd >= 0 && fd <= STDERR_FILENO
			     ? fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
			     : fd;

	if (high != fd)
		(void)close(fd);
	return high;
}

/* A lock of fcntl(2) is this process's alone: those that it forks have no part
 * in it, and it goes when this process does, however that comes.  The descriptor
 * stays open. */
static int
lock(struct arena *arena, const char *path)
{
	const char *name = arena_printf(arena, "%s.lock", path);
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	const int fd = raised(open(name,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
	    0600));

	if (fd >= 0 && fcntl(fd, F_SETLK, &whole) == 0)
		return EXIT_PASS;
	if (fd < 0 || (errno != EAGAIN && errno != EACCES))
		return command_fail_file(EXIT_UNABLE, name);
	if (fcntl(fd, F_GETLK, &whole) != 0 || whole.l_type == F_UNLCK)
		whole.l_pid = 0;
	return command_fail(EXIT_UNABLE,
	    "%s: another dcr serve has it (process %d)", path,
	    (int)whole.l_pid);
}

/* 0: somebody listens there; else the errno of connect(2), ECONNREFUSED where
 * nobody does. */
static int
knock(const struct sockaddr_un *address)
{
	const int fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int fault = 0;

	if (fd < 0 || connect(fd, (const struct sockaddr *)address,
			  sizeof(*address)) != 0)
		fault = errno == EAGAIN ? 0 : errno; /* many wait there */
	if (fd >= 0)
		(void)close(fd);
	return fault;
}

/* Processes whose supervisor was killed finish what they have in hand. */
static int
knock_until_gone(const struct sockaddr_un *address)
{
	const struct timespec pause = {0, LOOK * 1000000L};
	const int64_t deadline = monotonic_deadline(LEAVING);
	int fault;

	while ((fault = knock(address)) == 0 && monotonic_left(deadline) > 0)
		(void)nanosleep(&pause, NULL);
	return fault;
}

static int
clear(const char *path, const struct sockaddr_un *address)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return errno == ENOENT ? EXIT_PASS
				       : command_fail_file(EXIT_UNABLE, path);
	if (!S_ISSOCK(status.st_mode))
		return command_fail(
		    EXIT_WRONG, "%s: is there, and is no socket", path);
	switch (knock_until_gone(address)) {
	case 0:
		return command_fail(
		    EXIT_UNABLE, "%s: somebody else listens there", path);
	case ENOENT:
		return EXIT_PASS;
	case ECONNREFUSED:
		if (unlink(path) == 0 || errno == ENOENT)
			return EXIT_PASS;
	}
	return command_fail_file(EXIT_UNABLE, path);
}

/* Whoever may write to the folder can put something else in the place of what
 * was bound: it is held by a descriptor, looked at, and given away by that. */
static bool
give(const char *path, mode_t mode, const struct passwd *account)
{
	const int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	bool given = fd >= 0 && fstat(fd, &status) == 0;

	if (given &&
	    (!S_ISSOCK(status.st_mode) || status.st_uid != geteuid() ||
		status.st_nlink != 1 || (status.st_mode & 0777 & ~mode) != 0)) {
		errno = EPERM;
		given = false;
	}
	if (given && account != NULL)
		given = fchownat(fd, "", account->pw_uid, account->pw_gid,
			    AT_EMPTY_PATH) == 0;
	if (fd >= 0)
		(void)close(fd);
	return given;
}

/* Nobody is let in before listen(2), and by then the socket is its owner's. */
static int
bound(const struct listening *listening, const struct sockaddr_un *address,
    const struct passwd *account)
{
	const mode_t before = umask(0777 & ~listening->mode);
	int fd = raised(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));

	if (fd >= 0 && (bind(fd, (const struct sockaddr *)address,
			    sizeof(*address)) != 0 ||
			   !give(listening->path, listening->mode, account) ||
			   listen(fd, SOMAXCONN) != 0)) {
		const int fault = errno;

		(void)close(fd);
		errno = fault;
		fd = -1;
	}
	(void)umask(before);
	return fd;
}

int
listening_open(struct arena *arena, const struct listening *listening)
{
	const struct passwd *account;
	struct sockaddr_un address;
	int code = find_owner(listening->owner, &account), fd;

	if (code == EXIT_PASS && !listening_address(listening->path, &address))
		code = command_misuse("--listen: must be a path of 1 to %zu "
				      "bytes",
		    sizeof(address.sun_path) - 1);
	if (code == EXIT_PASS)
		code = lock(arena, listening->path);
	if (code == EXIT_PASS)
		code = clear(listening->path, &address);
	if (code != EXIT_PASS)
		return code;
	fd = bound(listening, &address, account);
	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
		return command_fail_file(EXIT_UNABLE, listening->path);
	(void)close(fd);
	return EXIT_PASS;
}

void
listening_close(const struct listening *listening)
{
	(void)unlink(listening->path);
}
