/* SPDX-License-Identifier: ISC */
/* Takes the answers of dcr setup from its options, or asks for them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/json.h"

/* An answer that was refused, by the option that it was given with. */
static bool
take(struct setup *setup, const struct setup_question *question,
    const char *answer)
{
	const char *why = question->take(setup, answer);

	if (why != NULL)
		(void)command_fail(EXIT_WRONG, "setup: %s %s: %s",
		    question->option, answer, why);
	return why == NULL;
}

static bool
take_usual(struct setup *setup, const struct setup_question *question)
{
	char *text = arena_strdup(setup->arena, question->usual(setup)), *rest;

	for (const char *line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		if (!take(setup, question, line))
			return false;
	return true;
}

/* How often the option was given; each value is taken.  -1: one was not. */
static int
take_given(struct setup *setup, const struct setup_question *question)
{
	int count = 0;

	for (int i = 1; i < setup->argc; i++) {
		const char *word = setup->argv[i];
		const char *value = NULL;

		if (strcmp(word, "--tokens") == 0)
			value = "yes";
		else if (strcmp(word, "--no-tokens") == 0)
			value = "no", word = "--tokens";
		else if (strncmp(word, "--", 2) == 0 &&
			 strcmp(word, "--etc") != 0 &&
			 strcmp(word, "--force") != 0)
			value = setup->argv[++i];
		if (value == NULL || strcmp(word, question->option) != 0)
			continue;
		if (!question->many && count > 0) {
			(void)command_fail(EXIT_WRONG,
			    "setup: %s: is there twice", question->option);
			return -1;
		}
		if (!take(setup, question, value))
			return -1;
		count++;
	}
	return count;
}

static bool
answer(struct setup *setup, const struct setup_question *question,
    const char **missing)
{
	const int given = take_given(setup, question);
	const char *usual;

	if (given != 0 || (setup->world != NULL &&
			      json_get(setup->conf, question->key) != NULL))
		return given >= 0;
	if (question->applies != NULL && !question->applies(setup))
		return true;
	if (setup->asks && setup->world == NULL)
		return setup_ask(setup, question);
	usual = question->usual != NULL ? question->usual(setup) : NULL;
	if (!question->needed || (setup->world != NULL && usual != NULL))
		return usual == NULL || take_usual(setup, question);
	*missing = arena_printf(setup->arena, "%s%s%s%s", *missing,
	    **missing != '\0' ? ", " : "", question->option,
	    strcmp(question->option, "--tokens") == 0 ? " or --no-tokens" : "");
	return true;
}

bool
setup_answers(struct setup *setup)
{
	const char *missing = "";

	for (const struct setup_question *q = setup_questions;
	     q->option != NULL; q++)
		if (!answer(setup, q, &missing))
			return false;
	if (*missing != '\0')
		(void)command_misuse("%s: must be said where nobody can be "
				     "asked",
		    missing);
	return *missing == '\0';
}

/* One line of standard input; NULL at its end. */
static const char *
read_line(struct setup *setup)
{
	char *line = NULL;
	const char *text = NULL;
	size_t room = 0, length;
	ssize_t got = getline(&line, &room, stdin);

	if (got >= 0) {
		length = (size_t)got;
		while (length > 0 && strchr(" \t\r\n", line[length - 1]))
			length--;
		line[length] = '\0';
		text = arena_strdup(setup->arena, line + strspn(line, " \t"));
	}
	free(line);
	return text;
}

/* Takes the answer of a person, who is told what is wrong with it. */
static bool
take_told(struct setup *setup, const struct setup_question *question,
    const char *answer)
{
	const char *why = question->take(setup, answer);

	if (why != NULL)
		fprintf(stderr, "  That cannot be: %s\n", why);
	return why == NULL;
}

bool
setup_ask(struct setup *setup, const struct setup_question *question)
{
	const char *usual =
	    question->usual != NULL ? question->usual(setup) : NULL;
	const char *line;
	size_t count = 0;

	fprintf(stderr, "\n%s\n", question->text);
	if (usual != NULL && strchr(usual, '\n') != NULL)
		fprintf(stderr, "[%s]\n", usual);
	for (;;) {
		if (usual != NULL && count == 0 && strchr(usual, '\n') == NULL)
			fprintf(stderr, "[%s] ", usual);
		fputs(count > 0 ? "one more, or nothing> " : "> ", stderr);
		line = read_line(setup);
		if (line == NULL) {
			(void)command_fail(EXIT_WRONG,
			    "setup: there was no answer; nothing was changed");
			return false;
		}
		if (*line == '\0' && count == 0 && usual != NULL)
			return take_usual(setup, question);
		if (*line == '\0' && (count > 0 || !question->needed))
			return true;
		if (*line == '\0')
			fputs("  There must be an answer.\n", stderr);
		else if (take_told(setup, question, line) &&
			 (count++, !question->many))
			return true;
	}
}
