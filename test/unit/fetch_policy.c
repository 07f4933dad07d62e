/* SPDX-License-Identifier: ISC */
/* What may be fetched, by the configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/net/fetch.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static void
test_allowed(void **state)
{
	static const char *const list[] = {"keystore.example",
	    "other.example:8443", "[2001:db8::1]:444", "same.example:443",
	    "path.example/x", "user@userinfo.example", "", NULL};
	static const struct fetch_policy lists = {list, NULL, false, 1, false};
	static const char *const yes[] = {"https://keystore.example/a.jwks",
	    "https://keystore.example", "https://keystore.example:443/a?b=c",
	    "HTTPS://KEYSTORE.example/A", "https://other.example:8443/",
	    "https://[2001:db8::1]:444/", "https://same.example/"};
	static const char *const no[] = {"http://keystore.example/",
	    "https://user@keystore.example/", "https://@keystore.example/",
	    "https://keystore.example:8443/", "https://other.example/",
	    "https://other.example:443/", "https://other.example:08443/",
	    "https://keystore.example/#", "https://keystore.example/#a",
	    "https://keystore.example.evil/", "https://evil-keystore.example/",
	    "https://sub.keystore.example/", "https://keystore.exampl/",
	    "https://keystore.example./", "https://keystore.example@evil/",
	    "https://evil/keystore.example", "https://evil?@keystore.example/",
	    "https://evil\\@keystore.example/", "https:keystore.example/",
	    "https:///keystore.example/", "//keystore.example/", "",
	    "file:///etc/passwd", "https://keystore.example/\r\nX: y",
	    " https://keystore.example/", "https://keystore%2eexample/",
	    "https://[2001:db8::1]/", "https://[2001:db8::2]:444/",
	    "https://path.example/x", "https://path.example/",
	    "https://userinfo.example/", "https://user@userinfo.example/"};
	static const struct fetch_policy nobody = {NULL, NULL, false, 1, false};

	(void)state;
	for (size_t i = 0; i < LENGTH(yes); i++) {
		if (!fetch_allowed(&lists, yes[i]))
			fail_msg("refused: %s", yes[i]);
		assert_false(fetch_allowed(&nobody, yes[i]));
	}
	for (size_t i = 0; i < LENGTH(no); i++) {
		if (fetch_allowed(&lists, no[i]))
			fail_msg("allowed: %s", no[i]);
	}
}

/* Alone of all that is fetched, over http as well. */
static void
test_ocsp(void **state)
{
	static const char *const list[] = {
	    "ocsp.example", "other.example:8080", "tls.example:443", NULL};
	static const struct fetch_policy policy = {list, NULL, false, 1, false};
	static const char *const yes[] = {"http://ocsp.example/",
	    "http://ocsp.example:80/a", "https://ocsp.example/",
	    "http://other.example:8080", "https://tls.example/"};
	static const char *const no[] = {"http://ocsp.example:443/",
	    "https://ocsp.example:80/", "http://other.example/",
	    "http://tls.example/", "http://user@ocsp.example/",
	    "http://ocsp.example/#", "ftp://ocsp.example/",
	    "http://evil.example/", "file:///etc/passwd", ""};

	(void)state;
	for (size_t i = 0; i < LENGTH(yes); i++)
		if (!fetch_ocsp_allowed(&policy, yes[i]))
			fail_msg("refused: %s", yes[i]);
	for (size_t i = 0; i < LENGTH(no); i++)
		if (fetch_ocsp_allowed(&policy, no[i]))
			fail_msg("allowed: %s", no[i]);
	assert_false(fetch_allowed(&policy, yes[0]));
}

/* Whichever host is named: the form of the URI is judged all the same. */
static void
test_any_host(void **state)
{
	static const struct fetch_policy policy = {NULL, NULL, false, 1, true};
	static const char *const yes[] = {"https://a.example/jwks",
	    "HTTPS://A.EXAMPLE", "https://b.example:8443/a?b=c",
	    "https://[2001:db8::1]:444/"};
	static const char *const no[] = {"http://a.example/jwks",
	    "http://a.example:443/jwks", "https://user@a.example/",
	    "https://@a.example/", "https://a.example/#", "https:///jwks",
	    "https:a.example/", "//a.example/", "", "file:///etc/passwd",
	    "ftp://a.example/", "gopher://a.example/", " https://a.example/",
	    "https://a.example/\r\nX: y", "https://a%2eexample/",
	    "https://a.example\\@b.example/", "https://a.example:65536/"};

	(void)state;
	for (size_t i = 0; i < LENGTH(yes); i++)
		if (!fetch_allowed(&policy, yes[i]))
			fail_msg("refused: %s", yes[i]);
	for (size_t i = 0; i < LENGTH(no); i++) {
		if (fetch_allowed(&policy, no[i]))
			fail_msg("allowed: %s", no[i]);
		if (fetch_ocsp_allowed(&policy, no[i]))
			fail_msg("allowed for OCSP: %s", no[i]);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_allowed), cmocka_unit_test(test_ocsp),
	    cmocka_unit_test(test_any_host)};

	return cmocka_run_group_tests_name("fetch_policy", tests, NULL, NULL);
}
