/* SPDX-License-Identifier: ISC */
/* The names of a certificate, written for readers that know RFC 4514 alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/x509/cert.h"
#include "test/unit/make_cert.h"

#define PRINTABLE V_ASN1_PRINTABLESTRING
#define UTF8 V_ASN1_UTF8STRING
#define BMP V_ASN1_BMPSTRING
#define PARTS 4

/* In the order of the certificate; `joined` to the RDN before. */
struct part {
	const char *type;
	int string;
	const char *value;
	bool joined;
};

static const struct {
	const char *form;
	struct part parts[PARTS];
} names[] = {
    {"CN=0015800001ExTppAA1,"
     "2.5.4.97=#0c1050534447422d4643412d313233343536,O=Example,C=GB",
	{{"C", PRINTABLE, "GB", false}, {"O", UTF8, "Example", false},
	    {"2.5.4.97", UTF8, "PSDGB-FCA-123456", false},
	    {"CN", UTF8, "0015800001ExTppAA1", false}}},
    /* The same value of another type of string is another text. */
    {"2.5.4.97=#131050534447422d4643412d313233343536",
	{{"2.5.4.97", PRINTABLE, "PSDGB-FCA-123456", false}}},
    {"UID=u,DC=d,STREET=s,L=l",
	{{"L", UTF8, "l", false}, {"street", UTF8, "s", false},
	    {"DC", V_ASN1_IA5STRING, "d", false}, {"UID", UTF8, "u", false}}},
    {"OU=u,ST=s", {{"ST", UTF8, "s", false}, {"OU", UTF8, "u", false}}},
    {"2.5.4.5=#130131,1.2.840.113549.1.9.1=#1603614062,2.5.4.4=#0c0153",
	{{"SN", UTF8, "S", false},
	    {"emailAddress", V_ASN1_IA5STRING, "a@b", false},
	    {"serialNumber", PRINTABLE, "1", false}}},
    {"O=M\xc3\xbcller\\, \\\"S\xc3\xb6hne\\\" \\+ Co",
	{{"O", UTF8, "M\xc3\xbcller, \"S\xc3\xb6hne\" + Co", false}}},
    {"O=\\#a\\ ", {{"O", UTF8, "#a ", false}}},
    /* So is it where Java would make another type of text. */
    {"2.5.4.10=#1e0200fc,2.5.4.97=#1e020041",
	{{"2.5.4.97", BMP, "A", false}, {"O", BMP, "\xc3\xbc", false}}},
    {"0.9.2342.19200300.100.1.25=#0c0164,2.5.4.10=#1401fc,2.5.4.3=#160161",
	{{"CN", V_ASN1_IA5STRING, "a", false},
	    {"O", V_ASN1_T61STRING, "\xc3\xbc", false},
	    {"DC", UTF8, "d", false}}},
    {"2.5.4.5=#1203313233",
	{{"serialNumber", V_ASN1_NUMERICSTRING, "123", false}}},
    {"OU=b+CN=a,C=DE", {{"C", PRINTABLE, "DE", false}, {"OU", UTF8, "b", false},
			   {"CN", UTF8, "a", true}}},
    {"CN=", {{"CN", UTF8, "", false}}},
    {"", {{NULL, 0, NULL, false}}},
};

static X509_NAME *
make_name(const struct part *parts)
{
	X509_NAME *name = X509_NAME_new();

	for (size_t i = 0; i < PARTS && parts[i].type != NULL; i++) {
		/* OpenSSL makes the type of string out of UTF-8. */
		ASN1_STRING *string = NULL;
		const unsigned char *value =
		    (const unsigned char *)parts[i].value;
		assert_true(ASN1_mbstring_ncopy(&string, value,
				(int)strlen(parts[i].value), MBSTRING_UTF8,
				ASN1_tag2bit(parts[i].string), 0, 0) > 0);
		assert_true(X509_NAME_add_entry_by_txt(name, parts[i].type,
		    ASN1_STRING_type(string), ASN1_STRING_get0_data(string),
		    ASN1_STRING_length(string), -1, parts[i].joined ? -1 : 0));
		ASN1_STRING_free(string);
	}
	return name;
}

/* For a message it is the same name, without what needs an escape. */
static void
check_shown(struct arena *arena, const struct cert *cert)
{
	for (int i = 0; i < 2; i++) {
		const char *text = cert_subject_shown(arena, cert, i == 0);
		assert_int_equal(cert_subject_is(cert, text), DN_EQUAL);
		assert_true(i == 1 || dn_canonical(text));
		for (const char *c = text; *c != '\0'; c++)
			assert_true(*c >= ' ' && *c <= '~' &&
				    strchr("\"\\<>", *c) == NULL);
	}
}

static void
as_they_are_written(void **state)
{
	struct arena *arena = arena_new();
	EVP_PKEY *key = EVP_EC_gen("P-256");

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		X509_NAME *name = make_name(names[i].parts);
		const struct order order = {.subject = name, .key = key};
		const struct cert *cert = make_cert(arena, &order);
		const char *form = cert_subject_form(cert);
		assert_string_equal(form, names[i].form);
		assert_string_equal(cert_issuer_form(cert), names[i].form);
		if (*form != '\0') {
			assert_int_equal(cert_subject_is(cert, form), DN_EQUAL);
			assert_true(dn_canonical(form));
			check_shown(arena, cert);
		}
		assert_ptr_equal(cert_subject_form(cert), form);
		X509_NAME_free(name);
	}
	EVP_PKEY_free(key);
	arena_free(arena);
}

/* The issuer of a certificate is its own, and not the subject. */
static void
subject_and_issuer(void **state)
{
	struct arena *arena = arena_new();
	EVP_PKEY *key = EVP_EC_gen("P-256");
	const struct order of_ca = {.cn = "CA", .key = key};
	X509 *ca = make_x509(&of_ca);
	const struct order order = {
	    .cn = "leaf", .key = key, .issuer = ca, .issuer_key = key};
	const struct cert *cert = make_cert(arena, &order);

	(void)state;
	assert_string_equal(cert_subject_form(cert), "CN=leaf");
	assert_string_equal(cert_issuer_form(cert), "CN=CA");
	X509_free(ca);
	EVP_PKEY_free(key);
	arena_free(arena);
}

/* No text of a certificate is a line end, or bytes that are no UTF-8. */
static void
hostile_values(void **state)
{
	struct arena *arena = arena_new();
	static const char *const values[] = {
	    "a\nb", "\xff\xfe", "\x7f", "\xc2\x85"};
	EVP_PKEY *key = EVP_EC_gen("P-256");

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const struct order of_ca = {
		    .bytes = (const unsigned char *)values[i],
		    .length = (int)strlen(values[i]),
		    .type = V_ASN1_T61STRING,
		    .key = key};
		X509 *ca = make_x509(&of_ca);
		const struct order order = {
		    .cn = "leaf", .key = key, .issuer = ca, .issuer_key = key};
		const char *form = cert_issuer_form(make_cert(arena, &order));
		for (const char *c = form; *c != '\0'; c++)
			assert_true((unsigned char)*c >= 32 && *c != 127);
		X509_free(ca);
	}
	EVP_PKEY_free(key);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_they_are_written),
	    cmocka_unit_test(subject_and_issuer),
	    cmocka_unit_test(hostile_values),
	};

	return cmocka_run_group_tests_name("dn_form", tests, NULL, NULL);
}
