/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/validator.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"

/* Options, then the validators' file, then the requests; the index of the
 * first of these, or 0 after saying what is wrong. */
static int
parse(int argc, char **argv, struct validator_trial *trial)
{
	const char *method = added_method_name(ADDED_POST);
	const struct option options[] = {
	    {"--cert", .value = &trial->certificate},
	    {"--stored", .value = &trial->stored},
	    {"--method", .value = &method},
	    {0},
	};
	int first = 2;

	if (argc < 2 || strcmp(argv[1], "test") != 0) {
		(void)command_usage();
		return 0;
	}
	while (first < argc && argv[first][0] == '-')
		first += 2;
	if (!options_read((first < argc ? first : argc) - 1, argv + 1, options))
		return 0;
	trial->method = added_method_named(method);
	if (trial->method == 0)
		(void)command_misuse("--method: no such method: %s", method);
	else if ((trial->method == ADDED_PUT) != (trial->stored != NULL))
		(void)command_misuse("--stored goes with --method PUT");
	else if (first + 1 >= argc)
		(void)command_misuse("FILE or REQUEST is missing");
	else
		return first;
	return 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Certificates lie beside the requests that came with them. */
static int
is_request(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' &&
	       (dot == NULL || strcmp(dot, ".pem") != 0);
}

static int
worse(int a, int b)
{
	return a > b ? a : b;
}

static int
try_folder(const struct validator_trial *trial, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_request, alphasort);
	int code = EXIT_PASS;

	if (count == -1)
		return command_fail(
		    EXIT_WRONG, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		const char *path = arena_printf(
		    trial->arena, "%s/%s", folder, entries[i]->d_name);
		if (!is_folder(path))
			code = worse(code, validator_try(trial, path));
		free(entries[i]);
	}
	free(entries);
	return code;
}

/* The configuration as it is, but for its overlay. */
int
validator_command(int argc, char **argv, struct arena *arena)
{
	struct validator_trial trial = {.arena = arena};
	const int first = parse(argc, argv, &trial);
	const char *why = NULL;
	int code = EXIT_PASS;

	if (first == 0)
		return EXIT_WRONG;
	const struct config *config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	struct config *with = arena_alloc(arena, sizeof(*with));
	*with = *config;
	with->overlay = argv[first];
	if (!judge_open(&trial.judge, with, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	if (!judge_has_added(&trial.judge, trial.method))
		return command_fail(EXIT_WRONG,
		    "%s: has no validator that is asked on %s", argv[first],
		    added_method_name(trial.method));
	for (int i = first + 1; i < argc; i++)
		code = worse(code, is_folder(argv[i])
				       ? try_folder(&trial, argv[i])
				       : validator_try(&trial, argv[i]));
	return code;
}
