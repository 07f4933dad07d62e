/* SPDX-License-Identifier: ISC */

/*
 * kills HOME KILLS: four writers use a store, and are killed at any moment,
 * one or all of them; another one takes the place of each.
 */
#include "test/torture/folder.h"
#include "test/torture/direct.h"

#define WRITERS 4
#define LIFE_MICROSECONDS 40000

struct writers {
	const char *home;
	int told;
	unsigned started;
	pid_t pids[WRITERS];
};

static void
start(struct writers *writers, unsigned place)
{
	writers->pids[place] = direct_start(
	    writers->home, writers->started++, writers->told, 1000000);
}

static void
slay(struct writers *writers, unsigned place)
{
	int status;

	if (kill(writers->pids[place], SIGKILL) != 0 ||
	    waitpid(writers->pids[place], &status, 0) < 0)
		err(2, "kill");
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		toll_blame(TOLL_WRONG, "a writer ended by itself: %d", status);
	toll_add(TOLL_KILLS, 1);
}

/* Every eighth time all of them, as when the machine's service is stopped. */
static void
strike(struct writers *writers)
{
	const unsigned first = (unsigned)chance(WRITERS);
	const unsigned count = chance(8) == 0 ? WRITERS : 1;

	for (unsigned i = 0; i < count; i++)
		slay(writers, (first + i) % WRITERS);
	for (unsigned i = 0; i < count; i++)
		start(writers, (first + i) % WRITERS);
}

static void
torture(const char *home, long kills, const char *path)
{
	struct writers writers = {.home = home};

	writers.told = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (writers.told < 0)
		err(2, "%s", path);
	for (unsigned i = 0; i < WRITERS; i++)
		start(&writers, i);
	while (atomic_load(&toll[TOLL_KILLS]) < kills - WRITERS) {
		nap((int64_t)chance(2 * LIFE_MICROSECONDS));
		strike(&writers);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		slay(&writers, i);
	(void)close(writers.told);
}

int
main(int argc, char **argv)
{
	const long kills = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	struct ids told = {.count = 0};
	char path[512];

	if (kills < WRITERS)
		errx(2, "usage: kills HOME KILLS");
	(void)snprintf(path, sizeof path, "%s.told", argv[1]);
	toll_new();

	chance_seed();
	folder_clear(argv[1]);
	torture(argv[1], kills, path);
	ids_read(&told, path);
	toll_add(TOLL_STORED,
	    (long)check_store(argv[1], "killed writers", &told, true));
	ids_free(&told);
	return toll_tell();
}
