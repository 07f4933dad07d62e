/* SPDX-License-Identifier: ISC */
/* What a run came to, in the XML of JUnit, which servers of builds read. */
#include <stdio.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"

/* Writes text into an attribute or an element.  A control character must not
 * stand in XML 1.0, nor some others, in whichever spelling. */
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
		else if (*text == '"')
			fputs("&quot;", stdout);
		else if ((*text >= ' ' && *text <= '~') || *text == '\n')
			putchar(*text);
		else
			putchar('?');
	}
}

static void
put_attribute(const char *name, const char *value)
{
	printf(" %s=\"", name);
	put(value);
	putchar('"');
}

static void
put_time(int64_t milliseconds)
{
	printf(" time=\"%lld.%03lld\"", (long long)(milliseconds / 1000),
	    (long long)(milliseconds % 1000));
}

static void
put_test(
    struct arena *arena, const char *suite, const struct conformance_test *test)
{
	static const char *const elements[] = {
	    [CONFORMANCE_FAILED] = "failure",
	    [CONFORMANCE_SKIPPED] = "skipped",
	    [CONFORMANCE_UNABLE] = "error",
	};

	fputs("<testcase", stdout);
	put_attribute("classname", suite);
	put_attribute("name", test->name);
	put_time(test->milliseconds);
	puts(">");
	if (test->outcome != CONFORMANCE_PASSED) {
		printf("<%s", elements[test->outcome]);
		put_attribute("message", test->why);
		puts("/>");
	}
	fputs("<system-out>", stdout);
	put(test->title);
	if (test->clause != NULL) {
		fputs("\nclause: ", stdout);
		put(test->clause);
	}
	putchar('\n');
	put(json_text_pretty(arena, test->told));
	puts("</system-out>\n</testcase>");
}

void
conformance_print_junit(const struct conformance_run *run, const char *suite)
{
	const struct conformance_pack *pack = run->pack;
	size_t counts[CONFORMANCE_UNABLE + 1] = {0}, all = 0;
	int64_t milliseconds = 0;

	for (size_t i = 0; i < pack->count; i++)
		if (pack->tests[i].wanted) {
			all++;
			counts[pack->tests[i].outcome]++;
			milliseconds += pack->tests[i].milliseconds;
		}
	puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>");
	fputs("<testsuite", stdout);
	put_attribute("name", suite);
	printf(" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
	    all, counts[CONFORMANCE_FAILED], counts[CONFORMANCE_UNABLE],
	    counts[CONFORMANCE_SKIPPED]);
	put_time(milliseconds);
	puts(">");
	for (size_t i = 0; i < pack->count; i++)
		if (pack->tests[i].wanted)
			put_test(run->arena, suite, &pack->tests[i]);
	puts("</testsuite>\n</testsuites>");
}
