/* SPDX-License-Identifier: ISC */
/* What the sender of a text hears that is no JWS: the part, the place and the
 * character. */
#include <stdbool.h>
#include <string.h>

#include "kit/base64.h"
#include "kit/jose/jws.h"
#include "test/unit/arena_setup.h"

static const char *
token(const char *header, const char *payload)
{
	return arena_printf(arena, "%s.%s.c2ln",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, payload, strlen(payload)));
}

/* RFC 6749 section 5.2: no double quote, no backslash, ASCII. */
static void
check_words(const char *words)
{
	assert_true(*words != '\0' && strlen(words) < 300);
	for (const char *c = words; *c != '\0'; c++)
		assert_true(*c >= ' ' && *c <= '~' && *c != '"' && *c != '\\');
}

static const char *
trouble_of(const char *text, size_t length, enum jws_fault *fault)
{
	struct jws jws;
	const char *words;

	*fault = jws_parse(arena, text, length, &jws);
	words = jws_trouble(arena, &jws, *fault);
	check_words(words);
	return words;
}

static void
says(const char *text, const char *words)
{
	enum jws_fault fault;

	assert_non_null(strstr(trouble_of(text, strlen(text), &fault), words));
	assert_int_not_equal(fault, JWS_OK);
}

static void
test_kinds(void **state)
{
	(void)state;
	says("", "it is empty");
	says(" \n", "it is empty");
	says("\xef\xbb\xbf"
	     "a.b.c",
	    "a byte order mark (EF BB BF)");
	says("\xff\xfe"
	     "a",
	    "UTF-16");
	says("-----BEGIN CERTIFICATE-----\n", "it is PEM");
	says("  {\"a\":1}", "it is JSON: sign it");
	says("{\"payload\":\"\",\"signatures\":[]}", "JSON serialisation");
	says("\"a.b.c\"", "quotes around it");
	says("'a.b.c'", "quotes around it");
	says("Bearer a.b.c", "the word Bearer");
	says("a", "it has 1 part,");
	says("a.b", "it has 2 parts,");
	says("a.b.c.d", "it has 4 parts,");
	says("a.b.c.d.e", "an encrypted one (JWE)");
	says("a.b.", "its signature is empty");
	says(".b.c", "its header is empty");
	says("a..c", "its payload is empty");
	says("a..", "its payload is empty");
	says("..", "its header is empty");
}

/* Each byte in each part is found where it stands. */
static void
test_each_byte(void **state)
{
	static const char *const names[] = {"header", "payload", "signature"};
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq"
				   "rstuvwxyz0123456789-_.";
	const char *words, *where;
	enum jws_fault fault;
	char text[] = "YWJjZGVm.YWJjZGVm.YWJjZGVm";

	(void)state;
	for (size_t part = 0; part < 3; part++)
		for (int c = 1; c < 256; c++) {
			if (strchr(good, c) != NULL)
				continue;
			text[part * 9 + 2] = (char)c;
			words = trouble_of(text, strlen(text), &fault);
			assert_int_equal(fault, JWS_ENCODING);
			where = arena_printf(arena,
			    "the %s is not canonical base64url: character 3 "
			    "of 8 is ",
			    names[part]);
			assert_int_equal(
			    strncmp(words, where, strlen(where)), 0);
			text[part * 9 + 2] = 'J';
		}
}

static void
test_ends(void **state)
{
	(void)state;
	says("YWJj.YWJjZ.YWJj", "the payload is not canonical base64url: "
				"nothing is encoded in 5 characters");
	says("YWJj.YWJj.YX", "the signature is not canonical base64url: its "
			     "last character has bits that no byte needs");
	says("YWJjZGV=.YQ.YQ", "the header is not canonical base64url: "
			       "character 8 of 8 is '='");
	says("YQ.YQ.YQ ", "it ends with white space");
	says(" YQ.YQ.YQ", "it begins with white space");
	says("YQ.YQ.YQ\n", "the signature is not canonical base64url: "
			   "character 3 of 3 is white space (a line end)");
}

static void
test_headers(void **state)
{
	(void)state;
	says(token("[1]", "{}"), "the header must be one JSON object");
	says(token("{}", "{}"), "the header has no alg");
	says(token("{\"alg\":1}", "{}"), "the header's alg must be a string");
	says(token("{\"alg\":\"x\",\"kid\":null}", "{}"),
	    "the header's kid must be a string");
	says(token("{\"alg\":\"x\",\"b64\":true}", "{}"), "(b64)");
	says(token("{\"alg\":\"x\",\"crit\":[]}", "{}"), "(crit)");
	says(token("{\"alg\":\"x\",\"typ\":\"a<b\"}", "{}"),
	    "the header's typ is 'a?b', and must be JWT, application/jwt or "
	    "JOSE, or left out");
	says(token("{\"alg\":\"x\",\"cty\":\"JWT\"}", "{}"), "cty says JWT");
	says(token("{\"alg\":\"x\",\"zip\":\"DEF\"}", "{}"), "has zip");
	says(
	    token("{\"alg\":\"x\"}", "[]"), "the payload is not a JSON object");
	says(token("{\"alg\":\"x\"}", "{\n\n\"a\":}"), "object: line 3: ");
}

static void
test_length(void **state)
{
	(void)state;
	assert_int_equal(jws_length("a.b.c\r\n\n", 8), 5);
	assert_int_equal(jws_length("\n\n", 2), 0);
	assert_int_equal(jws_length("a ", 2), 2);
	assert_int_equal(jws_length("", 0), 0);
}

/* A byte of zero ends what can be shown, and not what was sent. */
static void
test_zero(void **state)
{
	enum jws_fault fault;

	(void)state;
	assert_non_null(strstr(trouble_of("e\0y\0", 4, &fault),
	    "a byte of zero behind 1 characters"));
	assert_int_equal(fault, JWS_NOT_COMPACT);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_kinds),
	    TEST(test_each_byte), TEST(test_ends), TEST(test_headers),
	    TEST(test_length), TEST(test_zero)};

	return cmocka_run_group_tests_name("jws_trouble", tests, NULL, NULL);
}
