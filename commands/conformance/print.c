/* SPDX-License-Identifier: ISC */
/* What a run came to, as text and as JSON. */
#include <stdio.h>
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/profile.h"
#include "validators/lib/verdict.h"

enum { LINE = 400 };

static const char *const words[] = {
    [CONFORMANCE_PASSED] = "passed",
    [CONFORMANCE_FAILED] = "failed",
    [CONFORMANCE_SKIPPED] = "skipped",
    [CONFORMANCE_UNABLE] = "unable",
};

const char *
conformance_word(enum conformance_outcome outcome)
{
	return words[outcome];
}

static size_t
count_of(const struct conformance_pack *pack, enum conformance_outcome outcome)
{
	size_t count = 0;

	for (size_t i = 0; i < pack->count; i++)
		count +=
		    pack->tests[i].wanted && pack->tests[i].outcome == outcome;
	return count;
}

int
conformance_exit(const struct conformance_pack *pack)
{
	if (count_of(pack, CONFORMANCE_FAILED) > 0)
		return EXIT_REFUSED;
	if (count_of(pack, CONFORMANCE_UNABLE) > 0 ||
	    count_of(pack, CONFORMANCE_PASSED) == 0)
		return EXIT_UNABLE;
	return EXIT_PASS;
}

/* Does it go without saying what the member is? */
static bool
is_plain(const char *member)
{
	static const char *const plain[] = {
	    "method", "uri", "status", "nothing", "body"};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(member, plain[i]) == 0)
			return true;
	return false;
}

/* One member of what is told, in a line: what was sent without its claims. */
static void
print_told(struct arena *arena, const struct conformance_test *test,
    const char *name, const char *word)
{
	const struct json *told = json_get(test->told, name);
	const struct json *value;
	const char *member;
	const char *line = "";

	if (told == NULL)
		return;
	for (struct json_each each = json_each(told);
	     json_next(&each, &member, &value);) {
		if (strcmp(member, "claims") == 0)
			continue;
		if (is_plain(member))
			member = "";
		line = arena_printf(arena, "%s%s%s%s%s", line,
		    *line != '\0' ? " " : "", member,
		    *member != '\0' ? " " : "",
		    json_string(value) != NULL ? json_string(value)
					       : json_text(arena, value));
	}
	printf("    %-8s  ", word);
	for (size_t i = 0; i < LINE && line[i] != '\0'; i++)
		putchar(line[i] >= ' ' && line[i] <= '~' ? line[i] : '?');
	puts(strlen(line) > LINE ? "..." : "");
}

void
conformance_print(const struct conformance_test *test)
{
	struct arena *arena = arena_new();

	printf("%-7s  %s: %s\n", words[test->outcome], test->name, test->title);
	if (test->why != NULL)
		printf("    %-8s  %s\n", "why", test->why);
	print_told(arena, test, "sent", "sent");
	print_told(arena, test, "expected", "expected");
	print_told(arena, test, "got", "got");
	if (test->clause != NULL)
		printf("    %-8s  %s\n", "clause", test->clause);
	(void)fflush(stdout);
	arena_free(arena);
}

void
conformance_print_sum(const struct conformance_pack *pack)
{
	printf("\n%zu passed, %zu failed, %zu skipped, %zu without an answer\n",
	    count_of(pack, CONFORMANCE_PASSED),
	    count_of(pack, CONFORMANCE_FAILED),
	    count_of(pack, CONFORMANCE_SKIPPED),
	    count_of(pack, CONFORMANCE_UNABLE));
}

static const struct json *
told_of(struct arena *arena, const struct conformance_test *test)
{
	static const char *const names[] = {"sent", "expected", "got"};
	struct json *one = json_new_object(arena);

	json_set_string(one, "name", test->name);
	json_set_string(one, "title", test->title);
	json_set_string(one, "outcome", words[test->outcome]);
	if (test->why != NULL)
		json_set_string(one, "why", test->why);
	if (test->rule != NULL)
		json_set_string(one, "rule", test->rule->id);
	if (test->clause != NULL)
		json_set_string(one, "clause", test->clause);
	json_set_integer(one, "milliseconds", test->milliseconds);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_get(test->told, names[i]) != NULL)
			json_set(one, names[i], json_get(test->told, names[i]));
	return one;
}

void
conformance_print_json(
    const struct conformance_run *run, const char *url, const struct json *left)
{
	struct json *all = json_new_object(run->arena);
	struct json *tests = json_new_array(run->arena);
	const struct conformance_pack *pack = run->pack;

	json_set_string(all, "profile", run->profile->name);
	if (pack->title != NULL)
		json_set_string(all, "title", pack->title);
	if (url != NULL)
		json_set_string(all, "url", url);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		json_set_integer(all, words[i],
		    (int64_t)count_of(pack, (enum conformance_outcome)i));
	if (left != NULL)
		json_set(all, "left_behind", left);
	for (size_t i = 0; i < pack->count; i++)
		if (pack->tests[i].wanted)
			json_append(
			    tests, told_of(run->arena, &pack->tests[i]));
	json_set(all, "tests", tests);
	puts(json_text_pretty(run->arena, all));
}
