/* SPDX-License-Identifier: ISC */

/*
 * Shapes: what the C library says of a pattern, they say.  Patterns and texts
 * are made by chance, of pieces that mean something to either.
 *
 * DCR_TEST_SEED brings back a run, DCR_TEST_COUNT makes it longer.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/shape.h"
#include "test/unit/arena_setup.h"

enum { PATTERNS = 20000, TEXTS = 24 };

static unsigned long long seed, state_of_chance;

/* A number below `most`. */
static unsigned
chance(unsigned most)
{
	state_of_chance =
	    state_of_chance * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(state_of_chance >> 33) % most;
}

static void
add(char *to, const char *piece)
{
	(void)stpcpy(to + strlen(to), piece);
}

static void
append(char *to, const char *const *pieces, unsigned count, unsigned most)
{
	for (unsigned left = chance(most + 1); left > 0; left--)
		add(to, pieces[chance(count)]);
}

#define APPEND(to, pieces, most) \
	append(to, pieces, sizeof(pieces) / sizeof((pieces)[0]), most)

/* A list, now and then one that is wrong. */
static void
make_list(char *to)
{
	static const char *const inside[] = {"a", "b", "c", "a-c", "b-z", "0-9",
	    "A", "!-~", "-", "]", "[", "\\", "^", "$", ".", " ", "/", "c-a",
	    "a-", "+--", "[:alnum:]", "[:alpha:]", "[:digit:]", "[:lower:]",
	    "[:punct:]", "[:space:]", "[:upper:]", "[:xdigit:]", "[:print:]",
	    "[=a=]", "[.a.]", "\303\244", "\t"};

	add(to, chance(3) == 0 ? "[^" : "[");
	APPEND(to, inside, 4);
	add(to, "]");
}

static void
make_pattern(char *to)
{
	static const char *const plain[] = {"a", "b", "c", "A", "0", "9", "-",
	    " ", "/", ".", "\\.", "\\$", "\\a", "\\", "(", ")", "(a)", "|", "$",
	    "^", "]", "}", "\303\244", "\n"};
	static const char *const times[] = {"", "", "", "*", "+", "?", "{1}",
	    "{2}", "{0,2}", "{1,3}", "{2,}", "{0}", "{3,1}", "{,2}", "{1",
	    "{255}", "{256}", "{}", "**", "{1}{2}"};

	*to = '\0';
	if (chance(12) != 0)
		add(to, "^");
	for (unsigned left = chance(5); left > 0; left--) {
		if (chance(3) == 0)
			make_list(to);
		else
			add(to,
			    plain[chance(sizeof(plain) / sizeof(plain[0]))]);
		add(to, times[chance(sizeof(times) / sizeof(times[0]))]);
	}
	if (chance(12) != 0)
		add(to, "$");
}

static void
make_text(char *to)
{
	static const char *const pieces[] = {"a", "b", "c", "z", "A", "Z", "0",
	    "9", "-", " ", "/", ".", "$", "^", "]", "[", "}", "\\", "\t", "\n",
	    "\303\244", "\377", "\177", "aa", "bb", "abc"};

	*to = '\0';
	APPEND(to, pieces, 6);
}

static void
check_text(const struct shape *shape, const regex_t *regex, const char *pattern,
    const char *text)
{
	const bool fits = regexec(regex, text, 0, NULL, 0) == 0;

	if (shape_fits(shape, text) != fits)
		fail_msg("DCR_TEST_SEED=%llu: %s, which is %s, should %s it",
		    seed, text, pattern, fits ? "fit" : "not fit");
}

/* How many texts were compared that fit, and that do not. */
static unsigned compared[2];

static void
check_pattern(const char *pattern)
{
	struct arena *room = arena_new();
	const struct shape *shape = shape_read(room, pattern);
	char text[64];
	regex_t regex;

	if (shape != NULL) {
		if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
			fail_msg("DCR_TEST_SEED=%llu: %s is a shape, and no "
				 "regular expression",
			    seed, pattern);
		for (int i = 0; i < TEXTS; i++) {
			make_text(text);
			check_text(shape, &regex, pattern, text);
			compared[shape_fits(shape, text)]++;
		}
		regfree(&regex);
	}
	arena_free(room);
}

static void
says_what_regexec_says(void **state)
{
	const char *wanted = getenv("DCR_TEST_SEED");
	const char *count = getenv("DCR_TEST_COUNT");
	char pattern[512];

	(void)state;
	seed = wanted != NULL ? strtoull(wanted, NULL, 10)
			      : (unsigned long long)time(NULL);
	state_of_chance = seed;
	for (long i = count != NULL ? atol(count) : PATTERNS; i > 0; i--) {
		make_pattern(pattern);
		check_pattern(pattern);
	}
	assert_true(compared[true] > 1000);
	assert_true(compared[false] > 1000);
}

/* The forms of identifiers in the profiles, and how each of them goes wrong. */
static void
takes_the_forms_of_profiles(void **state)
{
	static const struct {
		const char *pattern, *fits, *longer, *another;
	} forms[] = {
	    {"^[0-9a-zA-Z]{1,22}$", "4NRB10XZABZI9E65SM3R12",
		"4NRB10XZABZI9E65SM3R123", "4NRB1-XZABZI9E65SM3R"},
	    {"^[!-~]{1,64}$", "4NRB1-0XZABZI9E6-5SM3R", "a ", ""},
	    {"^[0-9A-Za-z-]{1,64}$", "740C368F-0000-4D29-A2EA-0514A66B0CDE",
		"740C368F_0000", "740C\n"},
	    {"^PSD[A-Z]{2}-[A-Z]{2,8}-.+$", "PSDGB-FCA-123456", "PSDGB-FCA-",
		"PSDGB-F-123456"},
	    {"^[A-Z]{2}-[A-Z]{2,8}$", "GB-FCA", "GB-ABCDEFGHI", "GB-fca"},
	    {"^https://[^[:space:]@]+$", "https://tpp.example/a?b",
		"https://tpp.example/a b", "https://u@tpp.example/"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct shape *shape = shape_read(arena, forms[i].pattern);
		assert_non_null(shape);
		assert_true(shape_fits(shape, forms[i].fits));
		assert_false(shape_fits(shape, forms[i].longer));
		assert_false(shape_fits(shape, forms[i].another));
	}
}

/* A class whose end is not plain to see would take more than one pass. */
static void
leaves_the_rest(void **state)
{
	static const char *const others[] = {"", "a", "^", "^a", "a$", "^(a)$",
	    "^a|b$", "^[a-c]*b$", "^a?b?a$", "^.*a$", "^a{0}$", "^a{256}$",
	    "^[[:print:]]$", "^[[=a=]]$", "^a**$", "^\\w$", "^[\\w]$",
	    "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (shape_read(arena, others[i]) != NULL)
			fail_msg("%s is taken", others[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says_what_regexec_says),
	    TEST(takes_the_forms_of_profiles),
	    TEST(leaves_the_rest),
	};

	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
