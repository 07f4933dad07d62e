/* SPDX-License-Identifier: ISC */
/* The text of a distinguished name, readable, unreadable and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/x509/cert.h"

static const char *const readable[] = {"CN=x", "cn=x", "CN=", "UID=a=b#c",
    "UID=\\#\\=\\ ", "CN=x,O=y", "CN=x, O=y;  C=GB", "CN=x+O=y", "2.5.4.3=x",
    "0.9.2342.19200300.100.1.1=x", "1.2.3.4.5.6=x", "CN=\"a,b\",O=y", "CN=\"\"",
    "2.5.4.97=#13014f", "2.5.4.97=#0C81014f", "UID=#0C00", "CN=\\E2\\82\\AC",
    "CN=\xe2\x82\xac"};

static const char *const unreadable[] = {"", " ", ",", "CN", "=x", "FOO=bar",
    "UID=x,CN", "UID=x,", "UID=x, ", "UID=x+", ",UID=x", "UID=x,,CN=y",
    "/C=GB/CN=x", "C = GB, CN = x", "OID.2.5.4.3=x", "commonName=x", "2=x",
    "2.5.4.=x", "2.5..4=x", "2.5.04.3=x", "3.5.4.3=x", "2.5.4.97=#132A4F",
    "2.5.4.97=#13014F4F", "2.5.4.97=#13014", "2.5.4.97=#1301 4F",
    "2.5.4.97=#13014F ", "2.5.4.97=#13014G", "2.5.4.97=#", "2.5.4.97=#13",
    "2.5.4.97=#3080", "2.5.4.97=#33800C01410000", "2.5.4.97=#020101",
    "2.5.4.97=#0C01FF", "2.5.4.97=#0C0100", "2.5.4.97=#1E0141",
    "2.5.4.97=#1E02D800", "UID=a\\00b", "UID=a\\0Ab", "UID=a\nb",
    "UID=a\\C2\\85b", "UID=a\\", "UID=a\\4", "UID=a\\zz", "UID=a\\FF",
    "UID=\xc3", "UID=\xc0\xaf", "UID=\xed\xa0\x80", "UID=a<b", "UID=a>b",
    "UID=a\"b", "UID=\"a", "UID=\"a\\\"", "UID=\"a\"b"};

static void
readable_ones(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof readable / sizeof readable[0]; i++) {
		if (!dn_readable(readable[i]))
			fail_msg("was refused: %s", readable[i]);
	}
}

static void
unreadable_ones(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof unreadable / sizeof unreadable[0]; i++) {
		if (dn_readable(unreadable[i]))
			fail_msg("was read: %s", unreadable[i]);
	}
}

/* Each prefix of a name, and each with one byte replaced, must be survived:
 * the sanitizers are the judge. */
static void
damaged_ones(void **state)
{
	static const char dn[] =
	    "CN=\"a,\\2C\"+2.5.4.97=#0c0461626364;O=M\\C3\\BC\\, x, C=GB";
	char text[sizeof dn];
	size_t i, j;

	(void)state;
	assert_true(dn_readable(dn));
	for (i = 0; i < sizeof dn - 1; i++) {
		memcpy(text, dn, sizeof dn);
		text[i] = '\0';
		(void)dn_readable(text);
		for (j = 0; j < sizeof dn - 1; j++) {
			text[i] = dn[j];
			(void)dn_readable(text);
		}
	}
}

static void
no_more_than_512_bytes(void **state)
{
	char dn[514];

	(void)state;
	memset(dn, 'x', sizeof dn);
	memcpy(dn, "CN=", 3);
	dn[512] = '\0';
	assert_true(dn_readable(dn));
	dn[512] = 'x';
	dn[513] = '\0';
	assert_false(dn_readable(dn));
	memset(dn, '1', 512);
	memcpy(dn, "2.5.", 4);
	memcpy(dn + 509, "=x", 3);
	assert_true(dn_readable(dn));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(readable_ones),
	    cmocka_unit_test(unreadable_ones),
	    cmocka_unit_test(damaged_ones),
	    cmocka_unit_test(no_more_than_512_bytes),
	};

	return cmocka_run_group_tests_name("dn_text", tests, NULL, NULL);
}
