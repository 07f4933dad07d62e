/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/rules.h"
#include "kit/json.h"
#include "validators/lib/profile.h"

const struct json *
rules_cases(struct arena *arena, const char *folder, const char *kind)
{
	struct json *names = json_new_array(arena);
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (strncmp(entries[i]->d_name, kind, strlen(kind)) == 0)
			json_append_string(names, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return names;
}

static void
put(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			fputs("&lt;", stdout);
		else if (*text == '>')
			fputs("&gt;", stdout);
		else if (*text == '&')
			fputs("&amp;", stdout);
		else
			putchar(*text);
	}
}

static void
put_cell(const struct json *value)
{
	fputs("<td>", stdout);
	if (json_string(value) != NULL)
		put(json_string(value));
	for (size_t i = 0; i < json_length(value); i++) {
		fputs(i > 0 ? "<br>" : "", stdout);
		put(json_string(json_at(value, i)));
	}
	fputs("</td>", stdout);
}

void
rules_html(const struct profile *profile, const struct json *rules)
{
	static const char *const columns[] = {
	    "rule", "meaning", "error", "clause", "trip", "pass"};
	const char *question = "", *next;

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n"
	      "<meta charset=\"utf-8\">\n<title>",
	    stdout);
	put(profile->title);
	fputs("</title>\n<h1>", stdout);
	put(profile->title);
	fputs("</h1>\n<table border=\"1\">\n", stdout);
	for (size_t i = 0; i < json_length(rules); i++) {
		const struct json *rule = json_at(rules, i);
		next = json_string(json_get(rule, "question"));
		if (strcmp(next, question) != 0) {
			fputs("<tr><th colspan=\"6\">", stdout);
			put(question = next);
			fputs("</th></tr>\n", stdout);
		}
		fputs("<tr>", stdout);
		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]);
		     c++)
			put_cell(json_get(rule, columns[c]));
		fputs("</tr>\n", stdout);
	}
	fputs("</table>\n", stdout);
}
