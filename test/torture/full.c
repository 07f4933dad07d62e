/* SPDX-License-Identifier: ISC */

/*
 * full WORLD STEP: the store is on a small disk that has no room left but for
 * so many pages, STEP more each time; then somebody makes room.  Exits with 77
 * where nothing may be mounted.
 */
#include <sched.h>
#include <sys/mount.h>

#include "test/torture/check.h"
#include "test/torture/crowd.h"
#include "test/torture/folder.h"

#define PAGE 4096
#define PAGES_MOST 140	   /* with so many a registration finds room */
#define PAGES_REGIONS 5950 /* and so many the regions, store/bdb/regions.c */
#define DISK "size=48m,mode=700"
#define BODIES 30

struct scene {
	struct crowd crowd;
	char home[512], start[512], filler[600], what[64];
	struct ids told;
};

static bool
write_line(const char *path, const char *line)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	const bool done =
	    fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line);

	if (fd >= 0)
		(void)close(fd);
	return done;
}

/* As oneself, with the rights to mount in there alone, if need be. */
static bool
map_user(unsigned uid, unsigned gid)
{
	char users[48], groups[48];

	(void)snprintf(users, sizeof users, "%u %u 1", uid, uid);
	(void)snprintf(groups, sizeof groups, "%u %u 1", gid, gid);
	return write_line("/proc/self/uid_map", users) &&
	       write_line("/proc/self/setgroups", "deny") &&
	       write_line("/proc/self/gid_map", groups);
}

static bool
mount_disk(const char *home)
{
	const uid_t uid = getuid();
	const gid_t gid = getgid();

	if (unshare(CLONE_NEWNS) != 0 &&
	    (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !map_user(uid, gid)))
		return false;
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", home, "tmpfs", 0, DISK) == 0;
}

/* All of the disk but so many pages. */
static void
fill(const struct scene *scene, long pages)
{
	static const char page[PAGE] = {1};
	const int fd = open(scene->filler,
	    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	struct stat status;

	if (fd < 0)
		err(2, "%s", scene->filler);
	while (write(fd, page, PAGE) == PAGE)
		continue;
	if (errno != ENOSPC || fstat(fd, &status) != 0 ||
	    ftruncate(fd, status.st_size / PAGE * PAGE - pages * PAGE) != 0)
		err(2, "%s", scene->filler);
	(void)close(fd);
}

static int
ask(struct scene *scene, unsigned body)
{
	struct answer answer;

	door_ask(&scene->crowd.door, body, &answer);
	door_judge(&answer, scene->what, false);
	if (answer.status == 201)
		ids_add(&scene->told, answer.id, strlen(answer.id));
	return answer.status;
}

/* Registers until it cannot be done any more, then makes room. */
static void
exhaust(struct scene *scene, unsigned body)
{
	const unsigned last = body + BODIES - 1;
	int status;

	while (body < last && ask(scene, body) == 201)
		body++;
	if (unlink(scene->filler) != 0)
		err(2, "%s", scene->filler);
	toll_add(TOLL_POINTS, 1);
	status = ask(scene, body);
	if (status == 400)
		toll_add(TOLL_UNSURE, 1);
	else if (status != 201)
		toll_blame(TOLL_WRONG, "%s: there is room, and it answers %d",
		    scene->what, status);
	ids_sort(&scene->told);
	toll_add(TOLL_STORED,
	    (long)check_store(scene->home, scene->what, &scene->told, false));
	ids_free(&scene->told);
}

/* In a folder that is empty, and in one that has been used. */
static void
one_shots(struct scene *scene, bool used, long step)
{
	for (long pages = (long)chance((uint64_t)step); pages < PAGES_MOST;
	     pages += step) {
		(void)snprintf(scene->what, sizeof scene->what, "%s, %ld pages",
		    used ? "used" : "fresh", pages);
		if (used)
			folder_copy(scene->start, scene->home);
		else
			folder_clear(scene->home);
		fill(scene, pages);
		exhaust(scene, 1);
	}
}

static void
make_start(struct scene *scene)
{
	folder_clear(scene->home);
	(void)snprintf(scene->what, sizeof scene->what, "at first");
	if (ask(scene, 0) != 201)
		errx(2, "no registration");
	ids_free(&scene->told);
	folder_copy(scene->home, scene->start);
}

/* The process is there before the disk is full, and goes on after it. */
static void
server(struct scene *scene, const char *socket, long step)
{
	for (long pages = (long)chance((uint64_t)step); pages < PAGES_MOST;
	     pages += step) {
		folder_clear(scene->home);
		crowd_serve(&scene->crowd, 0);
		scene->crowd.door.socket = socket;
		(void)snprintf(scene->what, sizeof scene->what,
		    "FastCGI, %ld pages", pages);
		(void)ask(scene, 0);
		fill(scene, pages);
		exhaust(scene, 1);
		crowd_slay(&scene->crowd, 0);
	}
}

int
main(int argc, char **argv)
{
	struct scene scene = {.told = {.count = 0}};
	const long step = argc == 3 ? atol(argv[2]) : 0;
	char socket[512];

	if (step < 1)
		errx(2, "usage: full WORLD STEP");
	toll_new();
	chance_seed();
	door_open(&scene.crowd.door, argv[1]);
	(void)snprintf(scene.home, sizeof scene.home, "%s/db", argv[1]);
	(void)snprintf(scene.start, sizeof scene.start, "%s/start", argv[1]);
	(void)snprintf(
	    scene.filler, sizeof scene.filler, "%s/filler", scene.home);
	(void)snprintf(socket, sizeof socket, "%s/socket", argv[1]);
	folder_clear(scene.home);
	if (!mount_disk(scene.home))
		return 77;
	make_start(&scene);
	one_shots(&scene, false, step);
	one_shots(&scene, true, step);
	crowd_listen(&scene.crowd, socket);
	server(&scene, socket, step);
	return toll_tell();
}
