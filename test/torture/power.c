/* SPDX-License-Identifier: ISC */

/*
 * power WORLD SHIM FAILURES: writers, and then FastCGI processes, use a store;
 * at any moment the power fails, and the store is opened as the disk would
 * have it.  Whatever was acknowledged by then must be there.
 */
#include <sys/file.h>

#include "test/torture/crowd.h"
#include "test/torture/direct.h"
#include "test/torture/folder.h"
#include "test/torture/power.h"

#define WRITERS 3
#define ROUND 40 /* failures, and then the store begins anew */

struct scene {
	struct crowd crowd;
	char home[512], shadow[512], out[512], told[512], variable[600];
	int lock; /* of the shadow */
	long failures;
};

/* The list first: what is in it by now is on the disk by now. */
static void
fail_once(struct scene *scene)
{
	struct ids told = {.count = 0};

	if (flock(scene->lock, LOCK_EX) != 0)
		err(2, "flock");
	ids_read(&told, scene->told);
	power_fail(scene->shadow, scene->home, scene->out, (unsigned)chance(5));
	if (flock(scene->lock, LOCK_UN) != 0)
		err(2, "flock");
	toll_add(TOLL_OPENED, 1);
	toll_add(TOLL_STORED, (long)check_store(scene->out, "power failure",
				  &told, scene->crowd.bodies == 0));
	ids_free(&told);
}

static void
begin(struct scene *scene)
{
	char path[600];

	folder_clear(scene->home);
	folder_clear(scene->shadow);
	(void)snprintf(path, sizeof path, "%s/" SHADOW_LOCK, scene->shadow);
	scene->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	scene->crowd.told =
	    open(scene->told, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	if (scene->lock < 0 || scene->crowd.told < 0)
		err(2, "%s", scene->home);
}

static void
end(struct scene *scene)
{
	(void)close(scene->lock);
	(void)close(scene->crowd.told);
}

/* This program once more, with the shim: see main(). */
static pid_t
start_writer(const struct scene *scene, unsigned number)
{
	const pid_t parent = getpid();
	const pid_t pid = fork();
	char numbers[2][16];

	if (pid < 0)
		err(2, "fork");
	if (pid > 0)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(2);
	(void)snprintf(numbers[0], sizeof numbers[0], "%u", number);
	(void)snprintf(numbers[1], sizeof numbers[1], "%d", scene->crowd.told);
	(void)setenv("LD_PRELOAD", scene->crowd.door.shim, 1);
	(void)setenv("TORTURE_HOME", scene->home, 1);
	(void)setenv("TORTURE_SHADOW", scene->shadow, 1);
	(void)execl("/proc/self/exe", "power", scene->home, numbers[0],
	    numbers[1], (char *)NULL);
	_exit(127);
}

static void
slay(pid_t pid)
{
	int status;

	if (kill(pid, SIGKILL) != 0 || waitpid(pid, &status, 0) < 0)
		err(2, "kill");
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		toll_blame(TOLL_WRONG, "a writer ended by itself: %d", status);
}

static void
direct_round(struct scene *scene, long failures)
{
	pid_t writers[WRITERS];

	begin(scene);
	for (unsigned i = 0; i < WRITERS; i++)
		writers[i] = start_writer(scene, i);
	for (long i = 0; i < failures; i++) {
		nap((int64_t)chance(60000));
		fail_once(scene);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		slay(writers[i]);
	end(scene);
}

static void
fastcgi_round(struct scene *scene, unsigned bodies)
{
	struct crowd *crowd = &scene->crowd;
	char socket[600];

	begin(scene);
	(void)snprintf(socket, sizeof socket, "%s/socket", crowd->door.world);
	crowd->bodies = bodies;
	crowd_listen(crowd, socket);
	for (unsigned i = 0; i < CROWD; i++)
		crowd_serve(crowd, i);
	crowd_come(crowd);
	while (crowd_present(crowd)) {
		nap((int64_t)chance(20000));
		fail_once(scene);
	}
	for (unsigned i = 0; i < CROWD; i++)
		crowd_slay(crowd, i);
	fail_once(scene);
	end(scene);
}

static void
open_scene(struct scene *scene, const char *world, const char *shim)
{
	door_open(&scene->crowd.door, world);
	scene->crowd.door.shim = shim;
	(void)snprintf(scene->home, sizeof scene->home, "%s/db", world);
	(void)snprintf(scene->shadow, sizeof scene->shadow, "%s/shadow", world);
	(void)snprintf(scene->out, sizeof scene->out, "%s/failed", world);
	(void)snprintf(scene->told, sizeof scene->told, "%s/told", world);
	(void)snprintf(scene->variable, sizeof scene->variable,
	    "TORTURE_SHADOW=%s", scene->shadow);
	scene->crowd.door.more = scene->variable;
}

int
main(int argc, char **argv)
{
	struct scene scene = {.lock = -1};
	long failures;

	toll_new();
	if (argc == 4 && getenv("TORTURE_SHADOW") != NULL) {
		direct_write(
		    argv[1], (unsigned)atoi(argv[2]), atoi(argv[3]), 1000000);
		return 0;
	}
	if (argc != 5)
		errx(2, "usage: power WORLD SHIM FAILURES BODIES");
	chance_seed();
	open_scene(&scene, argv[1], argv[2]);
	for (failures = atol(argv[3]); failures > 0; failures -= ROUND)
		direct_round(&scene, failures < ROUND ? failures : ROUND);
	fastcgi_round(&scene, (unsigned)atoi(argv[4]));
	return toll_tell();
}
