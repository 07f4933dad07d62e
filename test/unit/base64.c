/* SPDX-License-Identifier: ISC */
/* base64 and base64url: one spelling for each sequence of bytes. */
#include <stdbool.h>
#include <string.h>

#include "kit/base64.h"
#include "test/unit/arena_setup.h"

/* RFC 4648 section 10. */
static const struct {
	const char *bytes, *plain, *url;
} vectors[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"\xfb\xff\xbf", "+/+/", "-_-_"},
};

static void
knows_the_vectors(void **state)
{
	struct bytes out;

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		const char *bytes = vectors[i].bytes, *plain = vectors[i].plain;
		const char *url = vectors[i].url;
		size_t length = strlen(bytes);

		assert_string_equal(base64_encode(arena, bytes, length), plain);
		assert_string_equal(
		    base64url_encode(arena, bytes, length), url);
		assert_true(base64_decode(arena, plain, strlen(plain), &out));
		assert_int_equal(out.length, length);
		assert_memory_equal(out.data, bytes, length + 1);
		assert_true(base64url_decode(arena, url, strlen(url), &out));
		assert_int_equal(out.length, length);
		assert_memory_equal(out.data, bytes, length + 1);
	}
}

static void
returns_every_byte(void **state)
{
	unsigned char all[256];
	struct bytes out;

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	for (size_t n = 0; n <= sizeof all; n++) {
		char *text = base64url_encode(arena, all, n);

		assert_true(base64url_decode(arena, text, strlen(text), &out));
		assert_int_equal(out.length, n);
		assert_memory_equal(out.data, all, n);
		assert_int_equal(out.data[n], 0);
		text = base64_encode(arena, all, n);
		assert_int_equal(strlen(text) % 4, 0);
		assert_true(base64_decode(arena, text, strlen(text), &out));
		assert_int_equal(out.length, n);
		assert_memory_equal(out.data, all, n);
	}
}

static bool
url_takes(const char *text)
{
	struct bytes out;

	return base64url_decode(arena, text, strlen(text), &out);
}

static bool
plain_takes(const char *text)
{
	struct bytes out;

	return base64_decode(arena, text, strlen(text), &out);
}

static void
refuses_another_spelling(void **state)
{
	static const char *const wrong[] = {"Z", "Zg==", "Zg=", "Zh", "Zm9",
	    "Zm9vY", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v=", "+/+/", "Zm9*",
	    "Zm\xc3\xa9", "=", "===="};

	(void)state;
	assert_true(url_takes("Zg"));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (url_takes(wrong[i]))
			fail_msg("base64url took \"%s\"", wrong[i]);
}

static void
refuses_another_padding(void **state)
{
	static const char *const wrong[] = {"Zg",
	    "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "==", "=",
	    "Zg==Zg==", "Z=g=", "-_-_", "Zm9v\n", "Zm9v\r\n\r\n", "Zm9v    ",
	    "Zm9vZg=\n"};

	(void)state;
	assert_true(plain_takes("Zg=="));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (plain_takes(wrong[i]))
			fail_msg("base64 took \"%s\"", wrong[i]);
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789-_";

/* At each place of four letters, and of the two or three at the end. */
static void
refuses_each_byte_outside(void **state)
{
	struct bytes out;

	(void)state;
	for (int c = 0; c < 256; c++) {
		const bool ours = c != 0 && strchr(letters, c) != NULL;
		const bool shared = ours && c != '-' && c != '_';

		for (size_t i = 0; i < 4; i++) {
			char text[4] = {'A', 'A', 'A', 'A'};

			text[i] = (char)c;
			assert_int_equal(
			    base64url_decode(arena, text, 4, &out), ours);
			assert_int_equal(base64_decode(arena, text, 4, &out),
			    shared || c == '+' || c == '/' ||
				(c == '=' && i == 3));
			if (i < 3 && !ours)
				assert_false(base64url_decode(
				    arena, text, i == 2 ? 3 : 2, &out));
		}
	}
}

/* Of the ends of one byte 256 are taken, of those of two bytes 65536, and each
 * is as we would write it. */
static void
takes_one_spelling_of_each_end(void **state)
{
	const size_t all = sizeof letters - 1;
	unsigned taken[4] = {0};
	struct bytes out;

	(void)state;
	for (size_t i = 0; i < all * all * all; i++) {
		const char text[] = {letters[i / all / all],
		    letters[i / all % all], letters[i % all], '\0'};

		for (size_t n = i % all == 0 ? 2 : 3; n <= 3; n++) {
			if (!base64url_decode(arena, text, n, &out))
				continue;
			taken[n]++;
			assert_int_equal(out.length, n - 1);
			assert_string_equal(
			    base64url_encode(arena, out.data, out.length),
			    arena_strndup(arena, text, n));
		}
	}
	assert_int_equal(taken[2], 256);
	assert_int_equal(taken[3], 65536);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(knows_the_vectors),
	    TEST(returns_every_byte),
	    TEST(refuses_another_spelling),
	    TEST(refuses_another_padding),
	    TEST(refuses_each_byte_outside),
	    TEST(takes_one_spelling_of_each_end),
	};

	return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
