/* SPDX-License-Identifier: ISC */
/* The subject of a certificate: the values and attributes that are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/x509/cert.h"
#include "test/unit/make_cert.h"

#define HOSTILE "hostile:"

struct world {
	struct arena *arena;
	EVP_PKEY *key;
};

struct value {
	const char *bytes;
	size_t length;
	int type;
};

#define VALUE(text, kind)                                    \
	{                                                    \
		HOSTILE text, sizeof(HOSTILE text) - 1, kind \
	}

/*
 * OpenSSL would not sign some of these, so a harmless certificate is made and
 * its names, issuer and subject, are written over.
 */
static bool
is_read(struct world *w, const struct value *value)
{
	unsigned char *harmless = arena_alloc(w->arena, value->length);
	const struct order order = {.cn = "x",
	    .bytes = harmless,
	    .length = (int)value->length,
	    .type = value->type,
	    .key = w->key};
	struct bytes der;
	unsigned char *at;
	X509 *x509;
	char *text;
	int i;

	memset(harmless, 'Q', value->length);
	memcpy(harmless, HOSTILE, sizeof HOSTILE - 1);
	x509 = make_x509(&order);
	der = make_der(w->arena, x509);
	X509_free(x509);
	for (i = 0; i < 2; i++) {
		at = memmem(der.data, der.length, harmless, value->length);
		if (i == 0)
			assert_non_null(at);
		if (at != NULL)
			memcpy(at, value->bytes, value->length);
	}
	text = base64_encode(w->arena, der.data, der.length);
	return cert_parse(w->arena, text, strlen(text)) != NULL;
}

static void
values_that_are_refused(void **state)
{
	static const struct value values[] = {
	    VALUE("a\0b", V_ASN1_UTF8STRING),
	    VALUE("a\0", V_ASN1_PRINTABLESTRING),
	    VALUE("\0a\0\0", V_ASN1_BMPSTRING),
	    VALUE("a\nb", V_ASN1_UTF8STRING),
	    VALUE("a\x7f", V_ASN1_IA5STRING),
	    VALUE("a\xc2\x9f", V_ASN1_UTF8STRING),
	    VALUE("a\x85", V_ASN1_T61STRING),
	    VALUE("\xff", V_ASN1_UTF8STRING),
	    VALUE("\xc0\xaf", V_ASN1_UTF8STRING),
	    VALUE("\xd8\0", V_ASN1_BMPSTRING),
	    VALUE("a", V_ASN1_BIT_STRING),
	};
	size_t i;

	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		if (is_read(*state, &values[i]))
			fail_msg("value %zu was read", i);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static void
values_that_are_read(void **state)
{
	static const struct value values[] = {
	    VALUE("a b", V_ASN1_UTF8STRING),
	    VALUE("a\xc2\xa0", V_ASN1_UTF8STRING),
	    VALUE("ab", V_ASN1_PRINTABLESTRING),
	    VALUE("\0a\xd7\xff", V_ASN1_BMPSTRING),
	    VALUE("~", V_ASN1_IA5STRING),
	    VALUE("\xff", V_ASN1_T61STRING),
	};
	size_t i;

	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		if (!is_read(*state, &values[i]))
			fail_msg("value %zu was refused", i);
	}
}

static const struct cert *
with_organisation(struct world *w, const char *o, int type)
{
	const struct order order = {.cn = "x",
	    .bytes = (const unsigned char *)o,
	    .length = (int)strlen(o),
	    .type = type,
	    .key = w->key};
	const struct cert *cert = make_cert(w->arena, &order);

	assert_non_null(cert);
	return cert;
}

static void
attributes(void **state)
{
	const struct cert *cert =
	    with_organisation(*state, "M\xfcller  Co ", V_ASN1_T61STRING);

	assert_string_equal(cert_attribute(cert, "CN"), "x");
	assert_string_equal(cert_attribute(cert, "2.5.4.3"), "x");
	assert_string_equal(cert_attribute(cert, "O"), "M\xc3\xbcller  Co ");
	assert_null(cert_attribute(cert, "organizationIdentifier"));
	assert_null(cert_attribute(cert, "no such name"));
	assert_null(cert_attribute(cert, ""));
	assert_string_equal(cert_subject(cert), "CN=x,O=M\xc3\xbcller  Co\\ ");
	assert_int_equal(ERR_peek_error(), 0);
	cert = with_organisation(*state, "", V_ASN1_UTF8STRING);
	assert_string_equal(cert_attribute(cert, "O"), "");
	cert = with_organisation(*state, "\"a\",b+c", V_ASN1_UTF8STRING);
	assert_string_equal(cert_attribute(cert, "O"), "\"a\",b+c");
	assert_string_equal(cert_subject(cert), "CN=x,O=\\\"a\\\"\\,b\\+c");
}

static void
an_attribute_that_is_there_twice(void **state)
{
	struct world *w = *state;
	X509_NAME *name = X509_NAME_new();
	const struct order order = {.subject = name, .key = w->key};
	const struct cert *cert;
	int i;

	for (i = 0; i < 2; i++)
		assert_true(X509_NAME_add_entry_by_txt(name, "CN",
		    V_ASN1_UTF8STRING, (const unsigned char *)"a", -1, -1, 0));
	cert = make_cert(w->arena, &order);
	assert_null(cert_attribute(cert, "CN"));
	assert_string_equal(cert_subject(cert), "CN=a,CN=a");
	X509_NAME_free(name);
}

static void
no_subject_at_all(void **state)
{
	struct world *w = *state;
	const struct order order = {.key = w->key};
	const struct cert *cert = make_cert(w->arena, &order);

	assert_string_equal(cert_subject(cert), "");
	assert_null(cert_attribute(cert, "CN"));
}

static int
begin(void **state)
{
	static struct world w;

	w.arena = arena_new();
	w.key = EVP_EC_gen("P-256");
	*state = &w;
	return w.key == NULL;
}

static int
end(void **state)
{
	struct world *w = *state;

	arena_free(w->arena);
	EVP_PKEY_free(w->key);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_that_are_refused),
	    cmocka_unit_test(values_that_are_read),
	    cmocka_unit_test(attributes),
	    cmocka_unit_test(an_attribute_that_is_there_twice),
	    cmocka_unit_test(no_subject_at_all),
	};

	return cmocka_run_group_tests_name("cert_subject", tests, begin, end);
}
