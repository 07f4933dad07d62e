/* SPDX-License-Identifier: ISC */

/*
 * faults WORLD SHIM FRESH USED CRASHED: one registration at a time, by a
 * one-shot CGI, and of the calls that it makes on the store's files each one
 * (each FRESHth and so on, from anywhere) fails in every way, or ends the
 * program: in an empty folder, in one with clients, and in one where somebody
 * died inside, so that the registration begins with a recovery.
 */
#include "test/torture/door.h"
#include "test/torture/check.h"
#include "test/torture/folder.h"

/* The body whose registration fails, the one after it, and those that go on. */
enum { BODY_FAULT, BODY_NEXT, BODY_FIRST };
#define FIRST_CLIENTS 5

static const char *const kinds[] = {
    "enospc", "eio", "short", "before", "after", "full", "dead"};

struct scene {
	struct door door;
	const char *name; /* "fresh" */
	char home[512], start[512], trace[512];
	size_t clients; /* at first */
	struct ids calls;
	unsigned long step;
};

static void
begin(struct scene *scene)
{
	folder_copy(scene->start, scene->home);
}

/* What happens when all goes well, which is what shall go wrong then. */
static void
list_calls(struct scene *scene)
{
	struct answer answer;
	char variable[600];

	(void)snprintf(
	    variable, sizeof variable, "TORTURE_TRACE=%s", scene->trace);
	begin(scene);
	(void)unlink(scene->trace);
	scene->door.more = variable;
	scene->door.fault = NULL;
	door_ask(&scene->door, BODY_FAULT, &answer);
	door_judge(&answer, scene->name, false);
	scene->door.more = NULL;
	ids_free(&scene->calls);
	FILE *file = fopen(scene->trace, "r");
	char line[512];
	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		ids_add(&scene->calls, line, strcspn(line, "\n"));
	if (file == NULL || scene->calls.count == 0)
		errx(2, "%s: the shim sees no calls", scene->name);
	(void)fclose(file);
}

/* Sends the request again: 201 if nothing was done, 400 if it was. */
static void
send_again(struct scene *scene, const struct answer *first, const char *what)
{
	struct answer again;

	door_ask(&scene->door, BODY_FAULT, &again);
	door_judge(&again, what, false);
	if (first->status == 201 && again.status != 400)
		toll_blame(TOLL_DOUBLED, "%s: acknowledged, and then %d", what,
		    again.status);
	if (again.status == 503)
		toll_blame(TOLL_WRONG, "%s: it does not heal", what);
	if (first->status == 503 && again.status == 400) {
		toll_add(TOLL_UNSURE, 1);
		printf("  %s: 503, and it is there\n", what);
	}
}

static void
look(struct scene *scene, const struct answer *answer, const char *id,
    const char *what)
{
	struct ids told = {.count = 0};
	size_t count;

	if (answer->status == 201)
		ids_add(&told, answer->id, strlen(answer->id));
	ids_add(&told, id, strlen(id));
	ids_sort(&told);
	count = check_store(scene->home, what, &told, false);
	toll_add(TOLL_STORED, (long)count);
	if (count != scene->clients + 2)
		toll_blame(TOLL_HALF, "%s: %zu clients instead of %zu", what,
		    count, scene->clients + 2);
	ids_free(&told);
}

static void
point(struct scene *scene, unsigned long number, const char *kind)
{
	struct answer answer, next;
	char fault[64], what[512];
	const bool killed =
	    strcmp(kind, "before") == 0 || strcmp(kind, "after") == 0;

	(void)snprintf(fault, sizeof fault, "%lu %s", number, kind);
	(void)snprintf(what, sizeof what, "%s, %s, %s", scene->name, kind,
	    scene->calls.ids[number - 1]);
	begin(scene);
	scene->door.fault = fault;
	door_ask(&scene->door, BODY_FAULT, &answer);
	scene->door.fault = NULL;
	door_judge(&answer, what, killed);
	toll_add(TOLL_POINTS, 1);
	toll_add(TOLL_KILLS, answer.signal == SIGKILL ? 1 : 0);
	door_ask(&scene->door, BODY_NEXT, &next);
	door_judge(&next, what, false);
	if (next.status != 201)
		toll_blame(TOLL_WRONG, "%s: the next one is answered %d", what,
		    next.status);
	send_again(scene, &answer, what);
	look(scene, &answer, next.id, what);
}

/* A recovery clears the rest of the log's file, piece by piece: of a row of
 * calls that are the same the first and the last ones are enough. */
static bool
alike(const struct scene *scene, unsigned long number)
{
	const struct ids *calls = &scene->calls;
	const char *call = strchr(calls->ids[number - 1], ' ');

	for (unsigned long i = number > 3 ? number - 3 : 1; i <= number + 2;
	     i++)
		if (i > calls->count ||
		    strcmp(strchr(calls->ids[i - 1], ' '), call) != 0)
			return false;
	return true;
}

/* A store whose folder cannot be opened is a program that does not start. */
static bool
starting(const struct scene *scene, unsigned long number)
{
	return number == 1 && strstr(scene->calls.ids[0], " open .") != NULL;
}

static void
run(struct scene *scene)
{
	unsigned long number;

	list_calls(scene);
	printf("  %s: a registration makes %zu calls\n", scene->name,
	    scene->calls.count);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (number = 1 + chance(scene->step);
		     number <= scene->calls.count; number += scene->step)
			if (!alike(scene, number) && !starting(scene, number))
				point(scene, number, kinds[i]);
}

static void
make_fresh(struct scene *scene)
{
	folder_clear(scene->start);
	scene->clients = 0;
}

/* A store with some clients, whose processes have all ended well. */
static void
make_used(struct scene *scene)
{
	struct answer answer;

	folder_clear(scene->home);
	for (unsigned i = 0; i < FIRST_CLIENTS; i++) {
		door_ask(&scene->door, BODY_FIRST + i, &answer);
		if (answer.status != 201)
			errx(2, "a registration is answered %d: see %s/log",
			    answer.status, scene->door.world);
	}
	folder_copy(scene->home, scene->start);
	scene->clients = FIRST_CLIENTS;
}

/* The number of the first call of this kind, of those that were listed. */
static size_t
number_of(const struct scene *scene, const char *call)
{
	for (size_t i = 0; i < scene->calls.count; i++)
		if (strstr(scene->calls.ids[i], call) != NULL)
			return i + 1;
	errx(2, "there is no %s", call);
}

/* The same, and somebody died inside: the next one recovers, and finds that
 * one's client, for it was in the log. */
static void
make_crashed(struct scene *scene)
{
	struct answer answer;
	char fault[32];

	make_used(scene);
	list_calls(scene);
	(void)snprintf(fault, sizeof fault, "%zu before",
	    number_of(scene, "fdatasync log."));
	begin(scene);
	scene->door.fault = fault;
	door_ask(&scene->door, BODY_FIRST + FIRST_CLIENTS, &answer);
	scene->door.fault = NULL;
	if (answer.signal != SIGKILL)
		errx(2, "the shim does not kill");
	folder_copy(scene->home, scene->start);
	scene->clients++;
}

static void
run_as(struct scene *scene, const char *name, void (*make)(struct scene *),
    const char *step)
{
	scene->name = name;
	scene->step = strtoul(step, NULL, 10);
	if (scene->step == 0)
		return;
	make(scene);
	run(scene);
}

int
main(int argc, char **argv)
{
	struct scene scene = {.step = 0};

	if (argc != 6)
		errx(2, "usage: faults WORLD SHIM FRESH USED CRASHED");
	toll_new();
	chance_seed();
	door_open(&scene.door, argv[1]);
	scene.door.shim = argv[2];
	(void)snprintf(scene.home, sizeof scene.home, "%s/db", argv[1]);
	(void)snprintf(scene.start, sizeof scene.start, "%s/start", argv[1]);
	(void)snprintf(scene.trace, sizeof scene.trace, "%s/trace", argv[1]);
	run_as(&scene, "fresh", make_fresh, argv[3]);
	run_as(&scene, "used", make_used, argv[4]);
	run_as(&scene, "crashed", make_crashed, argv[5]);
	ids_free(&scene.calls);
	return toll_tell();
}
