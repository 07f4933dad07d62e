/* SPDX-License-Identifier: ISC */

/*
 * stuck WORLD SHIM STEP: a registration stops in the middle of its work on the
 * store, at each STEPth of the calls that it makes there.  Others must have an
 * answer in time, and one of them must soon get on without it.
 */
#include "test/torture/check.h"
#include "test/torture/door.h"
#include "test/torture/folder.h"

#define SOON 20000000 /* microseconds, until somebody got on */

struct scene {
	struct door door;
	char home[512];
};

/* The one that stops; it ends by somebody else's hand, or by ours. */
static pid_t
stop_at(struct scene *scene, long number)
{
	char fault[32];
	const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t pid;
	int status;

	(void)snprintf(fault, sizeof fault, "%ld stop", number);
	scene->door.fault = fault;
	pid = door_send(&scene->door, 0, null);
	scene->door.fault = NULL;
	(void)close(null);
	if (waitpid(pid, &status, WUNTRACED) < 0)
		err(2, "waitpid");
	if (WIFSTOPPED(status))
		return pid;
	if (!WIFEXITED(status))
		toll_blame(TOLL_WRONG, "the first one ended: %d", status);
	return 0;
}

/* How long it was until somebody got on, in milliseconds.  400: the one that
 * was answered 503 before, for it could not wait for the disk, is there. */
static long
wait_for_one(struct scene *scene, const char *what, struct ids *told)
{
	const int64_t start = toll_clock();
	struct answer answer;

	do {
		door_ask(&scene->door, 1, &answer);
		door_judge(&answer, what, false);
		if (answer.status == 201)
			ids_add(told, answer.id, strlen(answer.id));
		if (answer.status == 400)
			toll_add(TOLL_UNSURE, 1);
		if (answer.status == 201 || answer.status == 400)
			return (long)(toll_clock() - start) / 1000;
	} while (toll_clock() - start < SOON);
	toll_blame(TOLL_WRONG, "%s: nobody gets on", what);
	return SOON / 1000;
}

/* False when it made fewer calls than that. */
static bool
point(struct scene *scene, long number)
{
	struct ids told = {.count = 0};
	char what[64];
	pid_t pid;
	long took;

	(void)snprintf(what, sizeof what, "stopped at call %ld", number);
	folder_clear(scene->home);
	pid = stop_at(scene, number);
	if (pid == 0)
		return false;
	toll_add(TOLL_POINTS, 1);
	took = wait_for_one(scene, what, &told);
	printf("  %s: %ld ms until the next one was registered\n", what, took);
	(void)kill(pid, SIGKILL);
	if (waitpid(pid, NULL, 0) < 0)
		err(2, "waitpid");
	toll_add(TOLL_KILLS, 1);
	toll_add(
	    TOLL_STORED, (long)check_store(scene->home, what, &told, false));
	ids_free(&told);
	return true;
}

int
main(int argc, char **argv)
{
	struct scene scene = {.home = ""};
	const long step = argc == 4 ? atol(argv[3]) : 0;
	long number;

	if (step < 1)
		errx(2, "usage: stuck WORLD SHIM STEP");
	toll_new();
	chance_seed();
	door_open(&scene.door, argv[1]);
	scene.door.shim = argv[2];
	(void)snprintf(scene.home, sizeof scene.home, "%s/db", argv[1]);
	for (number = 1 + (long)chance((uint64_t)step); point(&scene, number);)
		number += step;
	if (atomic_load(&toll[TOLL_POINTS]) == 0)
		errx(2, "it never stopped");
	return toll_tell();
}
