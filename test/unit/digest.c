/* SPDX-License-Identifier: ISC */
/* Digests, random numbers, and comparing without telling by the time. */
#include <string.h>

#include "kit/digest.h"
#include "test/unit/arena_setup.h"

static void
test_sha256(void **state)
{
	(void)state;
	/* FIPS 180-4: "abc", and nothing. */
	assert_string_equal(digest_hex(arena, "abc", 3),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(digest_hex(arena, "", 0),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_random(void **state)
{
	const char *text = random_hex(arena, 300);

	(void)state;
	assert_int_equal(strlen(text), 600);
	assert_int_equal(strspn(text, "0123456789abcdef"), 600);
	assert_string_not_equal(random_hex(arena, 16), random_hex(arena, 16));
	assert_string_equal(random_hex(arena, 0), "");
}

static void
test_equal(void **state)
{
	(void)state;
	assert_true(digest_equal("abc", "abc"));
	assert_true(digest_equal("", ""));
	assert_false(digest_equal("abc", "abd"));
	assert_false(digest_equal("abc", "ab"));
	assert_false(digest_equal("ab", "abc"));
}

/* One bit at each place of a text of each length. */
static void
test_each_bit(void **state)
{
	char a[41], b[41];

	(void)state;
	for (size_t length = 0; length < sizeof(a); length++) {
		memset(a, 0x5a, length);
		memset(b, 0x5a, length);
		a[length] = b[length] = '\0';
		assert_true(digest_equal(a, b));
		for (size_t i = 0; i < length; i++) {
			b[i] ^= '\x20';
			assert_false(digest_equal(a, b));
			b[i] ^= '\x20';
		}
	}
}

/* 2048 of each of 62 characters are expected: sqrt(2048) is 45, and 450 away
 * does not come by chance. */
static void
test_random_text(void **state)
{
	static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const size_t size = sizeof(alphabet) - 1, length = 2048 * size;
	size_t counts[256] = {0};
	const char *text = random_text(arena, alphabet, length);

	(void)state;
	assert_int_equal(strlen(text), length);
	assert_int_equal(strspn(text, alphabet), length);
	for (size_t i = 0; i < length; i++)
		counts[(unsigned char)text[i]]++;
	for (size_t i = 0; i < size; i++)
		assert_in_range(
		    counts[(unsigned char)alphabet[i]], 2048 - 450, 2048 + 450);
	assert_int_equal(strlen(random_text(arena, "ab", 15)), 15);
}

int
main(void)
{
	const struct CMUnitTest digest[] = {
	    TEST(test_sha256),
	    TEST(test_random),
	    TEST(test_random_text),
	    TEST(test_equal),
	    TEST(test_each_bit),
	};

	return cmocka_run_group_tests(digest, NULL, NULL);
}
