/* SPDX-License-Identifier: ISC */
/* Pages: no text from outside becomes markup, and what is shown is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/digest.h"
#include "pages/html.h"
#include "pages/page.h"

static char *text;
static size_t size;

static FILE *
begin(void)
{
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	return out;
}

static void
is(FILE *out, const char *wanted)
{
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text, wanted);
	free(text);
}

static void
escapes_every_text(void **state)
{
	static const struct {
		const char *given, *shown;
	} texts[] = {
	    {"plain", "plain"},
	    {"", ""},
	    {NULL, ""},
	    {"<script>alert(1)</script>",
		"&lt;script&gt;alert(1)&lt;/script&gt;"},
	    {"\" onload=\"x", "&quot; onload=&quot;x"},
	    {"' & `", "&#39; &amp; `"},
	    {"&lt;", "&amp;lt;"},
	    {"%s%n", "%s%n"},
	    {"a\nb\tc", "a\nb\tc"},
	    {"a\rb\x1b[31m\x7f", "a\xef\xbf\xbd"
				 "b\xef\xbf\xbd[31m\xef\xbf\xbd"},
	    {"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x8f\xa6",
		"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x8f\xa6"},
	    /* what is no UTF-8: a byte, an overlong '<', a surrogate */
	    {"\xff<", "\xef\xbf\xbd&lt;"},
	    {"\xc0\xbc", "\xef\xbf\xbd\xef\xbf\xbd"},
	    {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {"\xe2", "\xef\xbf\xbd"},
	    /* what turns the direction, or is not seen at all */
	    {"a\xe2\x80\xae"
	     "b",
		"a\xef\xbf\xbd"
		"b"},
	    {"\xe2\x81\xa6", "\xef\xbf\xbd"},
	    {"\xe2\x80\x8b", "\xef\xbf\xbd"},
	    {"\xef\xbb\xbf", "\xef\xbf\xbd"},
	    {"\xd8\x9c", "\xef\xbf\xbd"},
	    {"\xc2\x85", "\xef\xbf\xbd"},
	    /* and what is near to those */
	    {"\xe2\x80\x90\xe2\x80\xaf\xc2\xa0",
		"\xe2\x80\x90\xe2\x80\xaf\xc2\xa0"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		FILE *out = begin();

		html_text(out, texts[i].given);
		is(out, texts[i].shown);
		out = begin();
		html(out, "%s", texts[i].given);
		is(out, texts[i].shown);
	}
}

/* Each character of ASCII comes as itself, or as what means it. */
static void
lets_no_byte_through(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		const char given[] = {(char)c, '\0'};
		FILE *out = begin();

		html_text(out, given);
		assert_int_equal(fclose(out), 0);
		assert_null(strpbrk(text, "<>\"'\r\x1b"));
		assert_true(*text != '&' || strchr(text, ';') != NULL);
		assert_true(size > 0);
		free(text);
	}
}

static void
fills_in(void **state)
{
	FILE *out = begin();

	(void)state;
	html(out, "<a href=\"?id=%s\">%s</a> %lld %.1f 100%%", "a&b", "<b>",
	    (long long)-5, 2.25);
	is(out, "<a href=\"?id=a&amp;b\">&lt;b&gt;</a> -5 2.2 100%");
}

static void
ends_at_another_directive(void **state)
{
	int status = 0;
	const pid_t child = fork();

	(void)state;
	if (child == 0) {
		FILE *null = fopen("/dev/null", "w");

		html(null, "%d", 1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void
writes_times_and_numbers(void **state)
{
	static const struct {
		int64_t number;
		const char *shown;
	} numbers[] = {
	    {0, "0"},
	    {999, "999"},
	    {1000, "1&#8239;000"},
	    {-1234567, "-1&#8239;234&#8239;567"},
	    {-123, "-123"},
	};
	FILE *out = begin();

	(void)state;
	html_time(out, 1795910400);
	is(out, "<time datetime=\"2026-11-29T00:00:00Z\">2026-11-29 "
		"00:00:00</time>");
	out = begin();
	html_time(out, 0);
	is(out, "<span class=\"none\">&ndash;</span>");
	out = begin();
	html_time(out, INT64_MAX);
	is(out, "<span class=\"none\">&ndash;</span>");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		out = begin();
		html_number(out, numbers[i].number);
		is(out, numbers[i].shown);
	}
}

/* The hash that a page allows is that of its style, to the byte. */
static void
allows_its_style_alone(void **state)
{
	static const struct page page = {.title = "A <title>", .of = "\"of\""};
	struct arena *arena = arena_new();
	FILE *out = begin();
	unsigned char hash[32];

	(void)state;
	page_begin(out, arena, &page);
	page_end(out, &page);
	assert_int_equal(fclose(out), 0);
	char *style = strstr(text, "<style>") + strlen("<style>");
	digest_sha256(style, (size_t)(strstr(style, "</style>") - style), hash);
	const char *allowed = arena_printf(arena, "style-src 'sha256-%s'",
	    base64_encode(arena, hash, sizeof(hash)));
	assert_non_null(strstr(page_policy(arena), allowed));
	assert_non_null(strstr(page_policy(arena), "default-src 'none'"));
	assert_non_null(strstr(page_policy(arena), "frame-ancestors 'none'"));
	assert_null(strstr(page_policy(arena), "unsafe"));
	assert_non_null(strstr(text, "<h1>A &lt;title&gt;</h1>"));
	assert_non_null(strstr(text, "sha256-"));
	assert_null(strstr(text, "style="));
	free(text);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(escapes_every_text),
	    cmocka_unit_test(lets_no_byte_through),
	    cmocka_unit_test(fills_in),
	    cmocka_unit_test(ends_at_another_directive),
	    cmocka_unit_test(writes_times_and_numbers),
	    cmocka_unit_test(allows_its_style_alone),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
