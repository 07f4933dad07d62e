/* SPDX-License-Identifier: ISC */
/* URIs are taken apart, or refused. */
#include <string.h>

#include "kit/uri.h"
#include "test/unit/arena_setup.h"

static void
same(const char *is, const char *wanted)
{
	if (wanted == NULL)
		assert_null(is);
	else
		assert_string_equal(is, wanted);
}

static const struct {
	const char *text;
	struct uri uri;
} right[] = {
    {"https://a.example",
	{"https", NULL, "a.example", NULL, "", NULL, NULL, false}},
    {"HTTPS://A.Example:443/Cb?x=1/?#Frag/?",
	{"https", NULL, "a.example", "443", "/Cb", "x=1/?", "Frag/?", false}},
    {"https://a/?#", {"https", NULL, "a", NULL, "/", "", "", false}},
    {"https://u:p%40@a:0//b//",
	{"https", "u:p%40", "a", "0", "//b//", NULL, NULL, false}},
    {"https://@a", {"https", "", "a", NULL, "", NULL, NULL, false}},
    {"https://a:/x", {"https", NULL, "a", NULL, "/x", NULL, NULL, false}},
    {"https://[2001:DB8::1]:8443/x",
	{"https", NULL, "2001:db8::1", "8443", "/x", NULL, NULL, true}},
    {"https://[::ffff:127.0.0.1]",
	{"https", NULL, "::ffff:127.0.0.1", NULL, "", NULL, NULL, true}},
    {"com.example.app+x-1://host/..%2F%2f/.",
	{"com.example.app+x-1", NULL, "host", NULL, "/..%2F%2f/.", NULL, NULL,
	    false}},
    {"https://a?q@b:c", {"https", NULL, "a", NULL, "", "q@b:c", NULL, false}},
    {"https://a#f@b:c", {"https", NULL, "a", NULL, "", NULL, "f@b:c", false}},
    {"https://a/b:c@d",
	{"https", NULL, "a", NULL, "/b:c@d", NULL, NULL, false}},
    {"https://a_b-c.1~!$&'()*+,;=:65535",
	{"https", NULL, "a_b-c.1~!$&'()*+,;=", "65535", "", NULL, NULL, false}},
};

static void
takes_apart(void **state)
{
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		const struct uri *wanted = &right[i].uri;

		if (!uri_parse(arena, right[i].text, &uri))
			fail_msg("refused: %s", right[i].text);
		same(uri.scheme, wanted->scheme);
		same(uri.userinfo, wanted->userinfo);
		same(uri.host, wanted->host);
		same(uri.port, wanted->port);
		same(uri.path, wanted->path);
		same(uri.query, wanted->query);
		same(uri.fragment, wanted->fragment);
		assert_int_equal(uri.address, wanted->address);
	}
}

static void
refuses_what_is_none(void **state)
{
	static const char *const wrong[] = {"", "a", "/a", "//a", "a.example",
	    "https", "https:", "https:/a", "https:a", "https://", "https:///a",
	    "https://?q", "https://#f", "https://:443", "https://u@",
	    "https://u@:1/", "://a", "1https://a", "ht_tps://a", "ht%74ps://a",
	    " https://a", "https ://a", "mailto:a@b", "com.example.app:/cb",
	    "urn:a:b"};
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (uri_parse(arena, wrong[i], &uri))
			fail_msg("took: %s", wrong[i]);
	assert_false(uri_parse(arena, NULL, &uri));
}

static void
refuses_bad_parts(void **state)
{
	static const char *const wrong[] = {"https://a:65536", "https://a:x",
	    "https://a:-1", "https://a:+1", "https://a: 1", "https://a:000443",
	    "https://a:99999999999999999999", "https://a:1:2", "https://a@b@c",
	    "https://u@v:1@c", "https://a%2eb", "https://%61", "https://a%",
	    "https://a b", "https://a\\b", "https://a\\@b",
	    "https://a.example\\.b", "https://u\\@a", "https://a/\\b",
	    "https://a/b c", "https://a/b\n", "https://a/\tb", "https://a/%",
	    "https://a/%4", "https://a/%zz", "https://a/%2g", "https://a/?%",
	    "https://a/#%1", "https://a/#b#c", "https://a/?b[1]", "https://a/[",
	    "https://a/{b}", "https://a/|", "https://a/^", "https://a/`",
	    "https://a/<", "https://a/\"", "https://a/\x7f",
	    "https://a/\xc3\xa9", "https://\xc3\xa9", "https://a?\xc3\xa9",
	    "https://u%4@a", "https://u[@a", "https://[::1", "https://::1",
	    "https://[::1]x", "https://[::1]:x", "https://[]", "https://[::g]",
	    "https://[127.0.0.1]", "https://[v1.a]", "https://[::1%25lo]",
	    "https://[fe80::1%eth0]", "https://[[::1]]", "https://a[::1]",
	    "https://[::1/]", "https://[::1]]"};
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (uri_parse(arena, wrong[i], &uri))
			fail_msg("took: %s", wrong[i]);
}

static void
reads_what_has_no_host(void **state)
{
	static const char *const wrong[] = {"", "/a", ":/a",
	    "com.example:", "com.example:a", "com.example://a/b",
	    "com.example:/a b", "com.example:/%4", "1com.example:/a",
	    "com_example:/a", "urn:a:b"};
	struct uri uri;

	(void)state;
	assert_true(uri_parse_local(arena, "Com.Example.App:/b:c@d?q#f", &uri));
	assert_string_equal(uri.scheme, "com.example.app");
	assert_string_equal(uri.host, "");
	assert_string_equal(uri.path, "/b:c@d");
	assert_string_equal(uri.query, "q");
	assert_string_equal(uri.fragment, "f");
	assert_null(uri.userinfo);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (uri_parse_local(arena, wrong[i], &uri))
			fail_msg("took: %s", wrong[i]);
}

static bool
native(const char *scheme)
{
	struct uri uri = {.scheme = scheme, .host = ""};

	return uri_is_native(&uri);
}

static void
knows_private_schemes(void **state)
{
	(void)state;
	assert_true(native("com.example.app"));
	assert_true(native("a.b"));
	assert_false(native("https"));
	assert_false(native("javascript"));
	assert_false(native(""));
	assert_false(native("."));
	assert_false(native("com."));
	assert_false(native(".com"));
	assert_false(native("com..example"));
}

static void
keeps_the_text(void **state)
{
	char text[] = "HTTPS://A/b?c#d";
	struct uri uri;

	(void)state;
	assert_true(uri_parse(arena, text, &uri));
	assert_string_equal(text, "HTTPS://A/b?c#d");
	memset(text, 'x', sizeof text - 1);
	assert_string_equal(uri.host, "a");
}

static void
knows_this_machine(void **state)
{
	static const char *const here[] = {"localhost", "LocalHost",
	    "localhost.", "a.localhost", "a.b.LOCALHOST.", "localhost..",
	    "127.0.0.1", "127.0.0.1.", "127.255.255.255", "127.1", "127.1.",
	    "127.0.1", "0x7f000001", "0X7F.1", "0x7f.0x0.0x0.0x1", "2130706433",
	    "017700000001", "0177.0.0.1", "00000177.1", "0", "0.0.0.0",
	    "0.1.2.3", "1", "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1",
	    "::FFFF:7f00:1", "::ffff:0.0.0.0", "::127.0.0.1", "::7f12:3456",
	    "::1%lo", "::1%25lo", "", ".", "::ffff:127.9.9.9%1"};
	static const char *const elsewhere[] = {"localhost.example",
	    "localhost.evil.example", "notlocalhost", "local", "a-localhost",
	    "127.0.0.1.example", "127.example", "128.0.0.1", "126.1",
	    "10.0.0.1", "1.127.0.0", "0x80000001", "2147483649", "::2:0:1",
	    "2001:db8::1", "::ffff:128.0.0.1", "fe80::1%lo",
	    "::ffff:0:127.0.0.1", "1::", "127.0.0.256", "example", "f::1",
	    "::1.example", "7f000001", "::128.0.0.1"};
	char *far = arena_alloc(arena, 400);

	(void)state;
	for (size_t i = 0; i < sizeof here / sizeof here[0]; i++)
		if (!uri_host_is_local(here[i]))
			fail_msg("\"%s\" is here", here[i]);
	for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
		if (uri_host_is_local(elsewhere[i]))
			fail_msg("\"%s\" is elsewhere", elsewhere[i]);
	memset(far, 'a', 255);
	assert_false(uri_host_is_local(far));
	memset(far, '0', 300);
	strcat(far, "177.1");
	assert_true(uri_host_is_local(far));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(takes_apart),
	    TEST(refuses_what_is_none),
	    TEST(refuses_bad_parts),
	    TEST(reads_what_has_no_host),
	    TEST(knows_private_schemes),
	    TEST(keeps_the_text),
	    TEST(knows_this_machine),
	};

	return cmocka_run_group_tests_name("uri", tests, NULL, NULL);
}
