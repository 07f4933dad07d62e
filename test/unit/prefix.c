/* SPDX-License-Identifier: ISC */
/* Which texts are blocks of addresses, and which addresses are in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/net/prefix.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static void
test_has(void **state)
{
	static const struct {
		const char *prefix, *in, *out;
	} cases[] = {
	    {"127.0.0.1", "127.0.0.1", "127.0.0.2"},
	    {"127.0.0.1", "::ffff:127.0.0.1", "::1"},
	    {"127.0.0.1/32", "127.0.0.1", "126.0.0.1"},
	    {"::ffff:10.0.0.0/104", "10.9.8.7", "11.0.0.0"},
	    {"::ffff:10.1.2.3", "10.1.2.3", "10.1.2.2"},
	    {"10.0.0.0/8", "10.255.255.255", "9.255.255.255"},
	    {"10.0.0.0/8", "10.0.0.0", "::a00:0"},
	    {"172.16.0.0/12", "172.31.255.255", "172.32.0.0"},
	    {"192.168.1.128/25", "192.168.1.255", "192.168.1.127"},
	    {"128.0.0.0/1", "255.0.0.1", "127.255.255.255"},
	    {"::1", "0:0:0:0:0:0:0:1", "::2"},
	    {"::1/128", "::1", "127.0.0.1"},
	    {"2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"},
	    {"2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"},
	    {"fe80::/10", "febf::1", "fec0::1"},
	};
	struct prefix prefix;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		if (!prefix_parse(cases[i].prefix, &prefix))
			fail_msg("none: %s", cases[i].prefix);
		if (!prefix_has(&prefix, cases[i].in))
			fail_msg("%s: not %s", cases[i].prefix, cases[i].in);
		if (prefix_has(&prefix, cases[i].out))
			fail_msg("%s: %s", cases[i].prefix, cases[i].out);
		assert_false(prefix_has(&prefix, NULL));
		assert_false(prefix_has(&prefix, ""));
		assert_false(prefix_has(&prefix, "localhost"));
	}
}

static void
test_none(void **state)
{
	static const char *const texts[] = {"", "/", "/8", "localhost", "10",
	    "10.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/8 ",
	    "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/1000",
	    "10.0.0.1/8", "10.1.0.0/15", "010.0.0.1", " 10.0.0.1", "10.0.0.1 ",
	    "::1/129", "::1/64", "2001:db8::1/32", "fe80::1%eth0", "[::1]",
	    "::ffff:10.0.0.0/95", "::ffff:10.0.0.1/104", "::ffff:10.0.0.0/8",
	    "1111111111111111111111111111111111111111111111111111111111111111"};
	struct prefix prefix;

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		if (prefix_parse(texts[i], &prefix))
			fail_msg("a block: %s", texts[i]);
}

/* The configuration refuses it: the bits say so. */
static void
test_everybody(void **state)
{
	struct prefix prefix;

	(void)state;
	assert_true(prefix_parse("0.0.0.0/0", &prefix));
	assert_int_equal(prefix.bits, 0);
	assert_true(prefix_has(&prefix, "8.8.8.8"));
	assert_true(prefix_parse("::/0", &prefix));
	assert_int_equal(prefix.bits, 0);
	assert_true(prefix_parse("::ffff:0.0.0.0/96", &prefix));
	assert_int_equal(prefix.bits, 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(test_has),
	    cmocka_unit_test(test_none), cmocka_unit_test(test_everybody)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
