/* SPDX-License-Identifier: ISC */
/* dcr profile new: a copy of a profile, with comments, to be changed. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/profile/private.h"
#include "commands/sandbox/sandbox.h"
#include "kit/arena.h"
#include "validators/lib/profile.h"
#include "validators/profile/load.h"

static bool
is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	return *name >= 'a' && *name <= 'z' && strlen(name) <= 40 &&
	       name[strspn(name, letters)] == '\0';
}

static bool
is_shipped(const char *name)
{
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return true;
	return false;
}

static bool
has_layer(const char *from)
{
	const char *slash = strrchr(from, '/');

	return strchr(slash != NULL ? slash : from, '+') != NULL;
}

/* A new file: what is there already is somebody's work. */
static FILE *
create(const char *path)
{
	const int fd =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (out == NULL) {
		(void)command_fail_file(
		    errno == EEXIST ? EXIT_WRONG : EXIT_UNABLE, path);
		if (fd >= 0)
			(void)close(fd);
	}
	return out;
}

/* Half a file is none. */
static bool
finish(FILE *out, const char *path)
{
	const bool whole = !ferror(out);

	if (fclose(out) == 0 && whole)
		return true;
	(void)command_fail_file(EXIT_UNABLE, path);
	(void)unlink(path);
	return false;
}

static bool
write_profile(const char *path, const char *name, const char *from,
    const struct profile *profile, struct arena *arena)
{
	struct json *copy = json_copy(arena, profile->text);
	FILE *out;

	json_set_string(copy, "name", name);
	json_remove(copy, "versions");
	out = create(path);
	if (out == NULL)
		return false;
	fprintf(out,
	    "// A profile of your own, from %s.\n"
	    "// docs/profiles explains all that may stand here.\n"
	    "//\n"
	    "//     dcr profile ./%s.json            what it says, in words\n"
	    "//     dcr profile diff %s ./%s.json    what you have changed\n"
	    "//     dcr sandbox new DIR --profile ./%s.json\n",
	    from, name, from, name, name);
	profile_write(out, copy);
	return finish(out, path);
}

static bool
write_world(const char *path, const struct json *world)
{
	FILE *out = create(path);

	if (out == NULL)
		return false;
	profile_write_plain(out, world);
	return finish(out, path);
}

/* What was written must be read again: else nobody could go on from there. */
static int
prove(struct arena *arena, const char *path, const char *world)
{
	if (command_profile(arena, path, NULL) == NULL)
		return EXIT_WRONG;
	printf("%s\n%s\n", path, world);
	return EXIT_PASS;
}

int
profile_new(int argc, char **argv, struct arena *arena)
{
	const char *name = NULL, *from = NULL, *path, *world;
	const struct option options[] = {{"--from", .value = &from},
	    {"NAME", .value = &name, .kind = OPERAND}, {0}};
	const struct profile *profile;
	const struct json *plan;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (from == NULL)
		return command_misuse("--from names the profile to begin with");
	if (!is_name(name))
		return command_misuse("NAME is up to 40 small letters, digits, "
				      "- and _, and begins with a letter");
	if (is_shipped(name))
		return command_misuse(
		    "%s is the name of a profile in the program", name);
	if (has_layer(from))
		return command_misuse(
		    "--from %s: a layer is put over the copy (docs/profiles, "
		    "LAYERS), and not into it",
		    from);
	profile = command_profile(arena, from, NULL);
	plan = profile != NULL ? sandbox_plan(arena, from) : NULL;
	if (plan == NULL)
		return EXIT_WRONG;
	path = arena_printf(arena, "./%s.json", name);
	world = arena_printf(arena, "./%s.world.json", name);
	if (!write_profile(path, name, from, profile, arena) ||
	    !write_world(world, plan))
		return EXIT_WRONG;
	return prove(arena, path, world);
}
