/* SPDX-License-Identifier: ISC */

/*
 * doors WORLD BODIES: clients register, and the processes that serve them are
 * killed at any moment: one-shot CGIs for the first half of the requests, and
 * FastCGI for the others.  In the end each request has registered one client.
 */
#include "test/torture/check.h"
#include "test/torture/crowd.h"
#include "test/torture/folder.h"

#define LIFE_MICROSECONDS 150000

static void
kill_one_shots(struct crowd *crowd)
{
	crowd->killing = true;
	crowd_come(crowd);
	while (crowd_present(crowd))
		nap(10000);
	crowd->killing = false;
}

static void
kill_servers(struct crowd *crowd, const char *socket)
{
	crowd_listen(crowd, socket);
	for (unsigned i = 0; i < CROWD; i++)
		crowd_serve(crowd, i);
	crowd_come(crowd);
	while (crowd_present(crowd)) {
		const unsigned place = (unsigned)chance(CROWD);

		nap((int64_t)chance(LIFE_MICROSECONDS));
		crowd_slay(crowd, place);
		crowd_serve(crowd, place);
	}
	for (unsigned i = 0; i < CROWD; i++)
		crowd_slay(crowd, i);
}

static void
look(const char *home, const char *path, unsigned bodies)
{
	struct ids told = {.count = 0};
	size_t count;

	ids_read(&told, path);
	count = check_store(home, "killed servers", &told, false);
	toll_add(TOLL_STORED, (long)count);
	if (count != bodies)
		toll_blame(TOLL_DOUBLED, "%u requests were settled, %zu stored",
		    bodies, count);
	ids_free(&told);
}

int
main(int argc, char **argv)
{
	struct crowd crowd = {.first = 0};
	char home[512], told[512], socket[512];

	if (argc != 3)
		errx(2, "usage: doors WORLD BODIES");
	toll_new();
	chance_seed();
	door_open(&crowd.door, argv[1]);
	(void)snprintf(home, sizeof home, "%s/db", argv[1]);
	(void)snprintf(told, sizeof told, "%s/told", argv[1]);
	(void)snprintf(socket, sizeof socket, "%s/socket", argv[1]);
	folder_clear(home);
	crowd.told = open(
	    told, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (crowd.told < 0)
		err(2, "%s", told);
	crowd.bodies = (unsigned)strtoul(argv[2], NULL, 10) / 2;
	kill_one_shots(&crowd);
	crowd.first = crowd.bodies;
	kill_servers(&crowd, socket);
	look(home, told, 2 * crowd.bodies);
	return toll_tell();
}
