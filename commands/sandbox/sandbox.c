/* SPDX-License-Identifier: ISC */
#include "commands/sandbox/private.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/limits.h"

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv, struct arena *arena);
} verbs[] = {
    {"new", sandbox_new},
    {"statement", sandbox_statement},
    {"request", sandbox_request},
    {"assertion", sandbox_assertion},
    {"certificate", sandbox_certificate},
};

int
sandbox_command(int argc, char **argv, struct arena *arena)
{
	if (argc < 3 || argv[2][0] == '-' || argv[2][0] == '\0')
		return command_usage();
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, argv[1]) != 0)
			continue;
		if (verbs[i].run != sandbox_new &&
		    !sandbox_become_owner(arena, argv[2]))
			return EXIT_WRONG;
		return verbs[i].run(argc - 2, argv + 2, arena);
	}
	return command_usage();
}

bool
sandbox_become_owner(struct arena *arena, const char *dir)
{
	const char *why = NULL;
	struct stat status;

	if (owner_become(arena, dir, &status, &why))
		return true;
	(void)command_fail(EXIT_WRONG, "sandbox: %s", why);
	return false;
}

static const struct sandbox_option *
find(const struct sandbox_option *options, const char *name)
{
	for (; options->name != NULL; options++) {
		if (strcmp(options->name, name) == 0)
			return options;
	}
	return NULL;
}

bool
sandbox_options(int argc, char **argv, const struct sandbox_option *options)
{
	for (int i = 1; i < argc; i++) {
		const struct sandbox_option *option = find(options, argv[i]);

		if (option == NULL) {
			command_fail(
			    EXIT_WRONG, "sandbox: no such option: %s", argv[i]);
			return false;
		}
		if (option->flag != NULL) {
			*option->flag = true;
			continue;
		}
		if (++i == argc) {
			command_fail(EXIT_WRONG, "sandbox: %s needs a value",
			    option->name);
			return false;
		}
		if (option->value != NULL)
			*option->value = argv[i];
	}
	return true;
}

bool
sandbox_moment(const char *text, time_t now, time_t *out)
{
	const char *digits = text + 1;
	size_t length;

	if (*text != '@')
		return false;
	if (*digits == '+' || *digits == '-')
		digits++;
	length = strspn(digits, "0123456789");
	if (length == 0 || length > 12 || digits[length] != '\0')
		return false;
	*out = now + (time_t)strtoll(text + 1, NULL, 10);
	return true;
}

const char *
sandbox_read(struct arena *arena, const char *path)
{
	size_t length = 0;
	const char *text = file_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		command_fail(EXIT_WRONG, "sandbox: %s: %s%s", path,
		    strerror(errno), owner_note(arena));
		return NULL;
	}
	if (strlen(text) != length) {
		command_fail(EXIT_WRONG, "sandbox: %s: holds a NUL", path);
		return NULL;
	}
	return text;
}
