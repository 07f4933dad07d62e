/* SPDX-License-Identifier: ISC */
/* Reads the options and operands of a command by a table of them. */
#include "commands/lib/options.h"

#include <stddef.h>
#include <string.h>

#include "commands/lib/command.h"

static bool
is_operand(const struct option *option, const char *word)
{
	switch (option->kind) {
	case OPTION:
		return false;
	case OPERAND:
	case OPERAND_MAYBE:
		break;
	case OPERAND_FILE:
		return (*word != '-' && *word != '\0') ||
		       strcmp(word, "-") == 0;
	case OPERAND_ID:
		return *word != '\0';
	}
	return *word != '-' && *word != '\0';
}

/* The option that `word` names, or else the next operand that is still
 * missing. */
static const struct option *
find(const struct option *options, const char *word)
{
	for (const struct option *o = options; o->name != NULL; o++)
		if (o->kind == OPTION && strcmp(o->name, word) == 0)
			return o;
	for (const struct option *o = options; o->name != NULL; o++)
		if (o->kind != OPTION && *o->value == NULL)
			return is_operand(o, word) ? o : NULL;
	return NULL;
}

static bool
refuse(const char *word)
{
	if (*word == '\0')
		(void)command_misuse("an argument is empty");
	else if (*word == '-')
		(void)command_misuse("no such option: %s", word);
	else
		(void)command_misuse("one argument too many: %s", word);
	return false;
}

static bool
is_complete(const struct option *options)
{
	for (const struct option *o = options; o->name != NULL; o++)
		if (o->kind != OPTION && o->kind != OPERAND_MAYBE &&
		    *o->value == NULL) {
			(void)command_misuse("%s is missing", o->name);
			return false;
		}
	return true;
}

bool
options_read(int argc, char **argv, const struct option *options)
{
	for (int i = 1; i < argc; i++) {
		const struct option *option = find(options, argv[i]);

		if (option == NULL)
			return refuse(argv[i]);
		if (option->flag != NULL) {
			*option->flag = true;
			continue;
		}
		if (option->kind == OPTION && ++i == argc) {
			(void)command_misuse("%s needs a value", option->name);
			return false;
		}
		if (option->value != NULL)
			*option->value = argv[i];
	}
	return is_complete(options);
}
