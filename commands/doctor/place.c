/* SPDX-License-Identifier: ISC */
/* Finds the name on the way to a file that keeps the service's user from it. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/conf/owner.h"
#include "kit/service/web_service.h"

static const char *
group_name(struct arena *arena)
{
	const struct group *group = getgrgid(getegid());

	return group != NULL ? arena_strdup(arena, group->gr_name)
			     : arena_printf(arena, "%u", (unsigned)getegid());
}

/* What opens a name to us.  What we write is to be ours; a file that we only
 * read may stay whose it is. */
static const char *
opened_by(
    struct arena *arena, const char *name, const struct stat *status, int mode)
{
	const char *bits =
	    (mode & X_OK) != 0 ? ((mode & R_OK) != 0 ? "rx" : "x") : "r";

	if (errno == EROFS)
		return arena_printf(arena,
		    "as root: mount the file system of %s writable", name);
	if (status->st_uid == geteuid())
		return arena_printf(arena, "chmod u+%s%s %s", bits,
		    (mode & W_OK) != 0 ? "w" : "", name);
	if ((mode & W_OK) != 0)
		return arena_printf(arena, "as root: chown %s: %s",
		    owner_name(arena, (unsigned)geteuid()), name);
	return arena_printf(arena, "as root: chgrp %s %s && chmod g+%s %s",
	    group_name(arena), name, bits, name);
}

/* A file that is wanted, for what, and how bad it is to have it not. */
struct wanted {
	enum finding_state state;
	const char *what, *path;
};

static void
say_closed(struct doctor *doctor, const struct wanted *wanted, const char *name,
    int mode)
{
	const int error = errno;
	struct arena *arena = doctor->arena;
	struct stat status;
	const char *behind =
	    strcmp(wanted->path, name) == 0
		? ""
		: arena_printf(arena, ", behind which is %s", wanted->path);

	if (stat(name, &status) != 0) {
		doctor_say(doctor, wanted->state, wanted->what,
		    "put it there, or mend dcr.conf where it names it",
		    "%s: %s%s", name, strerror(errno), behind);
		return;
	}
	errno = error;
	doctor_say(doctor, wanted->state, wanted->what,
	    opened_by(arena, name, &status, mode),
	    "%s: %s as %s: belongs to %s, mode %03o%s", name, strerror(error),
	    owner_name(arena, (unsigned)geteuid()),
	    owner_name(arena, (unsigned)status.st_uid),
	    (unsigned)status.st_mode & 07777, behind);
}

static bool
may(struct doctor *doctor, const struct wanted *wanted, int mode)
{
	const char *path = wanted->path;
	const size_t length = strlen(path);
	const char *name;

	if (faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0)
		return true;
	for (size_t i = 1; i < length; i++) {
		if (path[i] != '/')
			continue;
		name = arena_strndup(doctor->arena, path, i);
		if (faccessat(AT_FDCWD, name, X_OK, AT_EACCESS) != 0) {
			say_closed(doctor, wanted, name, X_OK);
			return false;
		}
	}
	if (faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0)
		return true; /* somebody has opened it meanwhile */
	say_closed(doctor, wanted, path, mode);
	return false;
}

bool
doctor_has(struct doctor *doctor, const char *what, const char *path)
{
	const struct wanted wanted = {FINDING_POOR, what, path};

	return may(doctor, &wanted, R_OK);
}

bool
doctor_may(struct doctor *doctor, const char *what, const char *path, int mode)
{
	const struct wanted wanted = {FINDING_BAD, what, path};

	return may(doctor, &wanted, mode);
}

static void
file(struct doctor *doctor, const char *what, const char *path)
{
	if (path != NULL && *path == '/')
		(void)doctor_may(doctor, what, path, R_OK);
}

static void
folder(struct doctor *doctor, const char *what, const char *path)
{
	if (path != NULL)
		(void)doctor_may(doctor, what, path, R_OK | X_OK);
}

static void
files_of_service(struct doctor *doctor, const struct web_service *service)
{
	if (service == NULL)
		return;
	file(doctor, "receiver", service->ca);
	file(doctor, "receiver", service->certificate);
	file(doctor, "receiver", service->key);
	file(doctor, "receiver", service->password_file);
	file(doctor, "receiver", service->token_file);
	file(doctor, "receiver", service->secret_file);
}

/* Files whose own look says all of it, such as client_ca, are not here. */
void
doctor_files(struct doctor *doctor, const struct config *config)
{
	const struct keyring_mirror *mirror = config->mirrors;
	const struct config_directory *directory = config->directories;
	const struct config_receiver *receiver = config->receivers;

	(void)doctor_may(doctor, "configuration", config->path, R_OK);
	for (; directory->issuer != NULL; directory++)
		file(doctor, "directory", directory->member_ca);
	for (; mirror != NULL && mirror->prefix != NULL; mirror++)
		folder(doctor, "fetch", mirror->folder);
	for (; receiver->name != NULL; receiver++) {
		files_of_service(doctor, receiver->service);
		file(doctor, "receiver", receiver->mapping);
	}
	file(doctor, "fetch", config->fetch.ca);
}
