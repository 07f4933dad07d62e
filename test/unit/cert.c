/* SPDX-License-Identifier: ISC */
/* The forms in which a client certificate is handed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "test/unit/make_cert.h"

static EVP_PKEY *key;

/* A copy of text with each `from` turned into `to`. */
static char *
turned(struct arena *arena, const char *text, char from, const char *to)
{
	char *out = arena_alloc(arena, strlen(text) * (strlen(to) + 1) + 1);
	char *at = out;

	for (; *text != '\0'; text++) {
		if (*text == from)
			at = stpcpy(at, to);
		else
			*at++ = *text;
	}
	return out;
}

struct sample {
	struct arena *arena;
	char *pem, *base64;
	struct bytes der;
};

static int
begin(void **state)
{
	const struct order order = {.cn = "one", .key = key};
	struct sample *s = calloc(1, sizeof *s);
	X509 *x509 = make_x509(&order);

	s->arena = arena_new();
	s->pem = make_pem(s->arena, x509);
	s->der = make_der(s->arena, x509);
	s->base64 = base64_encode(s->arena, s->der.data, s->der.length);
	X509_free(x509);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct sample *s = *state;

	assert_int_equal(ERR_peek_error(), 0);
	arena_free(s->arena);
	free(s);
	return 0;
}

static bool
reads(const struct sample *s, const char *text)
{
	const struct cert *cert = cert_parse(s->arena, text, strlen(text));

	assert_int_equal(ERR_peek_error(), 0);
	return cert != NULL && strcmp(cert_subject(cert), "CN=one") == 0;
}

#define JOIN(...) arena_printf(s->arena, __VA_ARGS__)

static char *
escaped(const struct sample *s)
{
	char *text = turned(s->arena, s->pem, '+', "%2B");

	text = turned(s->arena, text, '/', "%2f");
	text = turned(s->arena, text, ' ', "%20");
	text = turned(s->arena, text, '=', "%3D");
	return turned(s->arena, text, '\n', "%0A");
}

static void
forms_that_are_read(void **state)
{
	struct sample *s = *state;

	assert_true(reads(s, s->pem));
	assert_true(reads(s, turned(s->arena, s->pem, '\n', "\r\n")));
	assert_true(reads(s, turned(s->arena, s->pem, '\n', "\n\t")));
	assert_true(reads(s, turned(s->arena, s->pem, '\n', "\t")));
	assert_true(reads(s, turned(s->arena, s->pem, '\n', " ")));
	assert_true(reads(s, JOIN(" \r\n%s\t \n", s->pem)));
	assert_true(reads(s, escaped(s)));
	assert_true(reads(s, turned(s->arena, s->pem, '\n', "%0D%0A")));
	assert_true(reads(s, s->base64));
	assert_true(reads(s, JOIN("%s\n", s->base64)));
	assert_true(reads(s, turned(s->arena, s->base64, '+', "%2B")));
}

static void
forms_that_are_refused(void **state)
{
	struct sample *s = *state;
	char *cut = arena_strdup(s->arena, s->pem);
	size_t length = strlen(s->pem);

	assert_false(reads(s, ""));
	assert_false(reads(s, " \n"));
	assert_false(reads(s, "-"));
	assert_false(reads(s, "-----BEGIN CERTIFICATE-----"));
	assert_false(reads(
	    s, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"));
	assert_false(reads(s, JOIN("%s%s", s->pem, s->pem)));
	assert_false(reads(s, JOIN("%s%s", s->pem, s->base64)));
	assert_false(reads(s, JOIN("x\n%s", s->pem)));
	assert_false(reads(s, JOIN("%sx", s->pem)));
	assert_false(reads(s, JOIN("%s%%", escaped(s))));
	assert_false(reads(s, JOIN("%s%%0", escaped(s))));
	assert_false(reads(s, JOIN("%s%%0g", escaped(s))));
	assert_false(reads(s, JOIN("%s%%00", escaped(s))));
	assert_false(reads(s, turned(s->arena, escaped(s), '%', "%25")));
	assert_false(reads(s, turned(s->arena, s->pem, 'B', "b")));
	assert_false(reads(s, turned(s->arena, s->base64, 'A', "A\n")));
	assert_false(reads(s, JOIN("%s=", s->base64)));
	assert_false(reads(s, JOIN(":%s:", s->base64)));
	cut[length - 2] = '\0';
	assert_false(reads(s, cut));
	cut[length / 2] = '\0';
	assert_false(reads(s, cut));
	assert_null(cert_parse(s->arena, s->pem, length + 1));
	assert_null(cert_parse(s->arena, escaped(s), strlen(escaped(s)) - 1));
}

static void
as_much_as_the_limit(void **state)
{
	struct sample *s = *state;
	char *text = arena_alloc(s->arena, LIMIT_CERTIFICATE + 2);

	memset(text, '\n', LIMIT_CERTIFICATE + 1);
	memcpy(text, s->pem, strlen(s->pem));
	assert_false(reads(s, text));
	text[LIMIT_CERTIFICATE] = '\0';
	assert_true(reads(s, text));
}

/* Each byte of it wrong in turn, one more, one less, and as BER. */
static void
nothing_but_der(void **state)
{
	struct sample *s = *state;
	unsigned char *data = arena_alloc(s->arena, s->der.length + 2);
	size_t i, n = s->der.length;

	memcpy(data, s->der.data, n);
	for (i = 0; i < n; i++) {
		data[i] ^= 0xff;
		(void)reads(s, base64_encode(s->arena, data, n));
		data[i] ^= 0xff;
		assert_false(reads(s, base64_encode(s->arena, data, i)));
	}
	assert_true(reads(s, base64_encode(s->arena, data, n)));
	assert_false(reads(s, base64_encode(s->arena, data, n + 1)));
	assert_int_equal(data[1], 0x82);
	memmove(data + 3, data + 2, n - 2);
	data[1] = 0x83;
	data[2] = 0;
	assert_false(reads(s, base64_encode(s->arena, data, n + 1)));
}

static bool
field_reads(const struct sample *s, const char *text)
{
	return cert_parse_field(s->arena, text, strlen(text)) != NULL;
}

static void
the_header_field(void **state)
{
	struct sample *s = *state;

	assert_true(field_reads(s, JOIN(":%s:", s->base64)));
	assert_true(field_reads(s, JOIN(" :%s:  ", s->base64)));
	assert_false(field_reads(s, ""));
	assert_false(field_reads(s, ":"));
	assert_false(field_reads(s, "::"));
	assert_false(field_reads(s, s->base64));
	assert_false(field_reads(s, s->pem));
	assert_false(field_reads(s, JOIN(":%s", s->base64)));
	assert_false(field_reads(s, JOIN(":%s:;a=1", s->base64)));
	assert_false(field_reads(s, JOIN(": %s:", s->base64)));
	assert_false(field_reads(s, JOIN("\t:%s:", s->base64)));
	assert_false(field_reads(s, JOIN(":%s:, :%s:", s->base64, s->base64)));
	assert_false(field_reads(s, JOIN(":%s::%s:", s->base64, s->base64)));
	assert_null(cert_parse_field(
	    s->arena, JOIN(":%s:", s->base64), strlen(s->base64) + 3));
}

static void
the_hash(void **state)
{
	struct sample *s = *state;
	const struct cert *cert = cert_parse(s->arena, s->pem, strlen(s->pem));
	unsigned char sha256[32];
	char hex[65];
	size_t i;

	assert_true(EVP_Digest(
	    s->der.data, s->der.length, sha256, NULL, EVP_sha256(), NULL));
	assert_memory_equal(cert_sha256(cert), sha256, 32);
	for (i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", sha256[i]);
	assert_string_equal(cert_sha256_hex(cert), hex);
}

/* RFC 5280 section 4.1.2.1: v1 is 0, v3 is 2, and no number is further. */
static void
no_version_that_nobody_knows(void **state)
{
	static const unsigned char v3[] = {0xa0, 0x03, 0x02, 0x01, 0x02};
	static const unsigned char others[] = {0x03, 0x7f, 0x80, 0xff};
	struct sample *s = *state;
	unsigned char *at = memmem(s->der.data, s->der.length, v3, sizeof(v3));

	assert_non_null(at);
	for (size_t i = 0; i < sizeof(others); i++) {
		at[4] = others[i];
		assert_false(reads(
		    s, base64_encode(s->arena, s->der.data, s->der.length)));
	}
	at[4] = 0x02;
	assert_true(
	    reads(s, base64_encode(s->arena, s->der.data, s->der.length)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

static int
begin_all(void **state)
{
	(void)state;
	key = EVP_EC_gen("P-256");
	return key == NULL;
}

static int
end_all(void **state)
{
	(void)state;
	EVP_PKEY_free(key);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(forms_that_are_read),
	    TEST(forms_that_are_refused),
	    TEST(as_much_as_the_limit),
	    TEST(nothing_but_der),
	    TEST(the_header_field),
	    TEST(the_hash),
	    TEST(no_version_that_nobody_knows),
	};

	return cmocka_run_group_tests_name("cert", tests, begin_all, end_all);
}
