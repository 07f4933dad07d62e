/* SPDX-License-Identifier: ISC */
/* How a sample is written: whatever a value is, it ends where it should. */
#include <stdlib.h>
#include <string.h>

#include "front/metrics/private.h"
#include "test/unit/arena_setup.h"

static void
is(const char *const *labels, const char *wanted)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	scrape_number(out, "dcr_x", labels, -7);
	(void)fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void
test_labels(void **state)
{
	(void)state;
	is(NULL, "dcr_x -7\n");
	is((const char *[]){NULL}, "dcr_x -7\n");
	is((const char *[]){"a", "", NULL}, "dcr_x{a=\"\"} -7\n");
	is((const char *[]){"a", "b", "c", "d e", NULL},
	    "dcr_x{a=\"b\",c=\"d e\"} -7\n");
	is((const char *[]){"a", "\"} 1\ndcr_y{b=\"\\", NULL},
	    "dcr_x{a=\"\\\"} 1\\ndcr_y{b=\\\"\\\\\"} -7\n");
	is((const char *[]){"a", "\xc3\xa9{},=", NULL},
	    "dcr_x{a=\"\xc3\xa9{},=\"} -7\n");
}

static void
test_begin(void **state)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	scrape_begin(out, "dcr_x", "gauge", "What it is.");
	(void)fclose(out);
	assert_string_equal(
	    text, "# HELP dcr_x What it is.\n# TYPE dcr_x gauge\n");
	free(text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_labels), TEST(test_begin)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
