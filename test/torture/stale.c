/* SPDX-License-Identifier: ISC */

/*
 * stale WORLD STEP: files (each STEPth of a list) of another boot, another
 * program, another day, or none; after each of these a registration is
 * answered 201, or 503 until the file is as it was, and no client is lost.
 */
#include "test/torture/check.h"
#include "test/torture/door.h"
#include "test/torture/folder.h"

#define CLIENTS 3

enum harm { CUT, HALVED, ZEROES, NOISE, VERSION, BOOT, GONE, A_FOLDER };

static const struct hurt {
	const char *file;
	enum harm harm;
	bool refused; /* rather than mended */
} hurts[] = {
    {"__db.001", CUT, false},
    {"__db.001", HALVED, false},
    {"__db.001", ZEROES, false},
    {"__db.001", NOISE, false},
    {"__db.001", VERSION, false},
    {"__db.001", GONE, false},
    {"__db.002", CUT, false},
    {"__db.002", HALVED, false},
    {"__db.002", NOISE, false},
    {"__db.002", GONE, false},
    {"__db.003", CUT, false},
    {"__db.003", ZEROES, false},
    {"__db.003", NOISE, false},
    {"__db.003", GONE, false},
    {"__db.register", CUT, false},
    {"__db.register", NOISE, false},
    {"__db.register", ZEROES, false},
    {"__db.register", GONE, false},
    {"__db.register", A_FOLDER, true},
    {"lock", CUT, false},
    {"lock", ZEROES, false},
    {"lock", NOISE, false},
    {"lock", BOOT, false},
    {"lock", GONE, false},
    {"lock", A_FOLDER, true},
    {"log.0000000001", CUT, true},
    {"log.0000000001", GONE, true},
    {"log.0000000001", NOISE, true},
    {"log.0000000001", A_FOLDER, true},
    {"clients.db", GONE, true},
    {"clients.db", CUT, true},
    {"clients.db", A_FOLDER, true},
};

#define HURTS (sizeof hurts / sizeof *hurts)
static const struct hurt reboot = {"lock", BOOT, false};

static const char *const words[] = {"cut to nothing", "cut in half",
    "of zeroes", "of noise", "of another version", "of another boot", "gone",
    "a folder"};

struct scene {
	struct door door;
	char home[512], start[512];
	struct ids told;
	bool booted; /* after a power failure, besides */
};

static void
overwrite(int fd, off_t size, bool noise)
{
	char bytes[512];

	for (off_t at = 0; at < size; at += (off_t)sizeof bytes) {
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)(noise ? chance(256) : 0);
		if (pwrite(fd, bytes,
			size - at < (off_t)sizeof bytes ? (size_t)(size - at)
							: sizeof bytes,
			at) < 0)
			err(2, "pwrite");
	}
}

static void
hurt_open(int fd, enum harm harm)
{
	static const char other[] = "i00000000-0000-0000-0000-000000000000";
	static const unsigned version[] = {6, 2};
	struct stat status;
	int done = 0;

	if (fd < 0 || fstat(fd, &status) != 0)
		err(2, "what is to be hurt");
	if (harm == CUT || harm == HALVED)
		done = ftruncate(fd, harm == CUT ? 0 : status.st_size / 2);
	if (harm == ZEROES || harm == NOISE)
		overwrite(fd, status.st_size, harm == NOISE);
	/* Behind the magic number and what tells of a panic. */
	if (harm == VERSION)
		done = pwrite(fd, version, sizeof version, 8) < 0;
	if (harm == BOOT)
		done = pwrite(fd, other, sizeof other - 1, 0) < 0;
	if (done != 0)
		err(2, "what is to be hurt");
	(void)close(fd);
}

static void
harm_file(const struct scene *scene, const struct hurt *hurt)
{
	char path[600];

	(void)snprintf(path, sizeof path, "%s/%s", scene->home, hurt->file);
	if (hurt->harm == GONE || hurt->harm == A_FOLDER) {
		if (unlink(path) != 0 ||
		    (hurt->harm == A_FOLDER && mkdir(path, 0700) != 0))
			err(2, "%s", path);
		return;
	}
	hurt_open(open(path, O_RDWR | O_CLOEXEC), hurt->harm);
}

static bool
ask(struct scene *scene, unsigned body, const char *what, int status)
{
	struct answer answer;

	door_ask(&scene->door, body, &answer);
	door_judge(&answer, what, false);
	if (answer.status == 201)
		ids_add(&scene->told, answer.id, strlen(answer.id));
	if (status != 0 && answer.status != status)
		toll_blame(TOLL_WRONG, "%s: answered %d instead of %d", what,
		    answer.status, status);
	return answer.status == 201;
}

/* A registration is answered with 503, and then everything is put back. */
static void
refuse(struct scene *scene, const char *what)
{
	(void)ask(scene, CLIENTS, what, 503);
	folder_copy(scene->start, scene->home);
}

static void
point(struct scene *scene, const struct hurt *hurt)
{
	struct ids before = {.count = 0};
	char what[128];

	(void)snprintf(what, sizeof what, "%s%s %s",
	    scene->booted ? "booted, " : "", hurt->file, words[hurt->harm]);
	for (size_t i = 0; i < scene->told.count; i++)
		ids_add(
		    &before, scene->told.ids[i], strlen(scene->told.ids[i]));
	folder_copy(scene->start, scene->home);
	harm_file(scene, hurt);
	if (scene->booted)
		harm_file(scene, &reboot);
	toll_add(TOLL_POINTS, 1);
	if (hurt->refused)
		refuse(scene, what);
	(void)ask(scene, CLIENTS, what, 201);
	ids_sort(&scene->told);
	toll_add(TOLL_STORED,
	    (long)check_store(scene->home, what, &scene->told, false));
	ids_free(&scene->told);
	scene->told = before;
}

/* Who cuts or scribbles over memory that is in use ends whoever uses it. */
static bool
mapped(const struct hurt *hurt)
{
	return hurt->harm == HALVED ||
	       (strncmp(hurt->file, "__db.0", 6) == 0 &&
		   (hurt->harm == NOISE || hurt->harm == ZEROES));
}

static void
begin(struct scene *scene)
{
	folder_clear(scene->home);
	for (unsigned i = 0; i < CLIENTS; i++)
		(void)ask(scene, i, "at first", 201);
	folder_copy(scene->home, scene->start);
}

int
main(int argc, char **argv)
{
	struct scene scene = {.booted = false};

	size_t step = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;

	if (step == 0)
		errx(2, "usage: stale WORLD STEP");
	toll_new();
	chance_seed();
	door_open(&scene.door, argv[1]);
	(void)snprintf(scene.home, sizeof scene.home, "%s/db", argv[1]);
	(void)snprintf(scene.start, sizeof scene.start, "%s/start", argv[1]);
	begin(&scene);
	for (size_t i = chance(step); i < HURTS; i += step)
		if (!mapped(&hurts[i]))
			point(&scene, &hurts[i]);
	scene.booted = true;
	for (size_t i = chance(step); i < HURTS; i += step)
		if (strcmp(hurts[i].file, "lock") != 0)
			point(&scene, &hurts[i]);
	ids_free(&scene.told);
	return toll_tell();
}
