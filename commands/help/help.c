/* SPDX-License-Identifier: ISC */
/* dcr help: all commands in a list, or one of them with its options. */
#include "commands/help/help.h"

#include <stdio.h>
#include <string.h>

#include "commands/help/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/json.h"

enum { HEAD = 24, COLUMNS = 79 };

static const struct help_word *
word_of(const struct help_entry *entry, const char *name)
{
	for (const struct help_word *w = entry->words; w->name != NULL; w++)
		if (strcmp(w->name, name) == 0)
			return w;
	return NULL;
}

bool
help_is_wanted(const char *name, int argc, char **argv)
{
	const struct help_entry *entry =
	    help_find(name, argc > 1 ? argv[1] : NULL);

	for (int i = 1; i < argc; i++) {
		const struct help_word *word =
		    entry != NULL ? word_of(entry, argv[i]) : NULL;

		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
		if (word != NULL && word->value != NULL)
			i++; /* whatever the value is */
	}
	return false;
}

static const struct command *
command_of(const struct command *commands, const char *name)
{
	const size_t length = strcspn(name, " ");

	for (; commands->name != NULL; commands++)
		if (strlen(commands->name) == length &&
		    strncmp(commands->name, name, length) == 0)
			return commands;
	return NULL;
}

static const char *
usage_of(const struct help_entry *entry, const struct command *command)
{
	return entry->usage != NULL ? entry->usage : command->arguments;
}

static const char *
about_of(const struct help_entry *entry, const struct command *command)
{
	return entry->about != NULL ? entry->about : command->summary;
}

/* Where this way to call the command ends, and another one follows. */
static size_t
way_of(const char *usage)
{
	size_t depth = 0, i = 0;

	for (; usage[i] != '\0'; i++) {
		depth += usage[i] == '[';
		depth -= usage[i] == ']';
		if (depth == 0 && strncmp(usage + i, " | ", 3) == 0)
			break;
	}
	return i;
}

/* The length of a word, which may be one of several in brackets or quotes. */
static size_t
word_length(const char *text)
{
	size_t depth = 0, i = 0;
	bool quoted = false;

	for (; text[i] != '\0'; i++) {
		quoted ^= text[i] == '\'';
		depth += text[i] == '[';
		depth -= text[i] == ']';
		if (depth == 0 && !quoted && text[i] == ' ')
			break;
	}
	return i;
}

/* Tells one way, in lines that a terminal takes. */
static void
tell_way(const char *before, const char *name, const char *usage, size_t length)
{
	int column = printf("%sdcr %s", before, name);
	const char *end = usage + length;

	while (usage < end) {
		const size_t word = word_length(usage);

		if (column + 1 + (int)word > COLUMNS)
			column = printf("\n%11s", "") - 1;
		column += printf(" %.*s", (int)word, usage);
		usage += word + (usage[word] == ' ');
	}
	putchar('\n');
}

static void
tell_usage(const struct help_entry *entry, const char *usage)
{
	const char *before = "usage: ";
	size_t length;

	do {
		length = way_of(usage);
		tell_way(before, entry->command, usage, length);
		before = "       ";
		usage += length + (usage[length] == ' ' ? 3 : 0);
	} while (*usage != '\0');
}

static void
tell_entry(struct arena *arena, const struct help_entry *entry,
    const struct command *command)
{
	tell_usage(entry, usage_of(entry, command));
	printf("\n  %s\n\n", about_of(entry, command));
	for (const struct help_word *w = entry->words; w->name != NULL; w++) {
		const char *head = arena_printf(arena, "%s%s%s", w->name,
		    w->value != NULL ? " " : "",
		    w->value != NULL ? w->value : "");
		if (strlen(head) > HEAD)
			printf("  %s\n  %-*s  %s\n", head, HEAD, "", w->text);
		else
			printf("  %-*s  %s\n", HEAD, head, w->text);
	}
	printf("%sExample:  $ %s\n", entry->words[0].name != NULL ? "\n" : "",
	    entry->example);
}

static const struct json *
word_json(struct arena *arena, const struct help_word *word)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "name", word->name);
	if (word->value != NULL)
		json_set_string(all, "value", word->value);
	else
		json_set(all, "value", json_parse(arena, "null", 4, NULL));
	json_set_string(all, "text", word->text);
	return all;
}

/* An entry for completions and the like. */
static const struct json *
entry_json(struct arena *arena, const struct help_entry *entry,
    const struct command *command)
{
	struct json *all = json_new_object(arena);
	struct json *words = json_new_array(arena);

	json_set_string(all, "command", entry->command);
	json_set_string(all, "arguments", usage_of(entry, command));
	json_set_string(all, "summary", about_of(entry, command));
	for (const struct help_word *w = entry->words; w->name != NULL; w++)
		json_append(words, word_json(arena, w));
	json_set(all, "options", words);
	json_set_string(all, "example", entry->example);
	return all;
}

static void
tell_json(const struct command *commands, struct arena *arena)
{
	struct json *all = json_new_array(arena);
	const struct help_entry *entry;
	size_t table = 0, at = 0;

	while ((entry = help_next(&table, &at)) != NULL)
		json_append(all, entry_json(arena, entry,
				     command_of(commands, entry->command)));
	puts(json_text_pretty(arena, all));
}

static void
tell_all(const struct command *commands)
{
	puts("usage: dcr COMMAND [ARGUMENT]...\n");
	for (const struct command *c = commands; c->name != NULL; c++)
		printf("  %s%s%s\n      %s\n", c->name,
		    *c->arguments != '\0' ? " " : "", c->arguments, c->summary);
	puts("\ndcr help COMMAND tells one of them with its options and an "
	     "example.\n\n"
	     "Started by a web server, dcr is a FastCGI responder (standard "
	     "input is a\nlistening socket) or a CGI program "
	     "(GATEWAY_INTERFACE is set).  DCR_CONFIG names\nthe "
	     "configuration, /etc/dcr/dcr.conf unless set.\n\n"
	     "Exit codes: 0 pass, 1 refused or unknown, 2 usage or "
	     "configuration, 3 unable,\n4 signatures in dispute (check).");
}

/* All verbs of the command, or the one that is asked for. */
static int
tell_one(const struct command *commands, const char *name, const char *verb,
    struct arena *arena)
{
	const struct command *command = command_of(commands, name);
	const struct help_entry *entry = help_find(name, verb);
	const char *between = "";
	size_t table = 0, at = 0;

	if (command == NULL || strchr(name, ' ') != NULL)
		return command_fail(EXIT_WRONG,
		    "no command '%.80s'; dcr help lists them", name);
	if (verb != NULL &&
	    (entry == NULL || strchr(entry->command, ' ') == NULL))
		return command_fail(EXIT_WRONG,
		    "no '%.80s' of dcr %s; dcr help %s lists all", verb, name,
		    name);
	if (verb != NULL) {
		tell_entry(arena, entry, command);
		return EXIT_PASS;
	}
	while ((entry = help_next(&table, &at)) != NULL) {
		if (command_of(command, entry->command) != command)
			continue;
		fputs(between, stdout);
		tell_entry(arena, entry, command);
		between = "\n";
	}
	return EXIT_PASS;
}

int
help_tell(
    const struct command *commands, int argc, char **argv, struct arena *arena)
{
	const char *name = NULL, *verb = NULL;
	bool json = false;
	const struct option options[] = {{"--json", .flag = &json},
	    {"COMMAND", .value = &name, .kind = OPERAND_MAYBE},
	    {"VERB", .value = &verb, .kind = OPERAND_MAYBE}, {0}};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (name != NULL)
		return tell_one(commands, name, verb, arena);
	if (json)
		tell_json(commands, arena);
	else
		tell_all(commands);
	return EXIT_PASS;
}

int
help_tell_command(const struct command *commands, const char *name, int argc,
    char **argv, struct arena *arena)
{
	const char *verb = argc > 1 ? argv[1] : NULL;
	const struct help_entry *entry = help_find(name, verb);

	/* A word that is no verb is an argument. */
	if (entry == NULL || strchr(entry->command, ' ') == NULL)
		verb = NULL;
	return tell_one(commands, name, verb, arena);
}
