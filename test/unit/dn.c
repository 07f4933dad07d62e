/* SPDX-License-Identifier: ISC */
/* Distinguished names: the text of a client compared with that of a
 * certificate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/x509/cert.h"
#include "test/unit/make_cert.h"

#define PRINTABLE V_ASN1_PRINTABLESTRING
#define UTF8 V_ASN1_UTF8STRING

/* In the order of the certificate; `joined` to the RDN before. */
struct part {
	const char *type;
	int string;
	const char *value;
	int joined;
};

static const struct part brazil[] = {
    {"C", PRINTABLE, "BR", 0},
    {"ST", PRINTABLE, "SP", 0},
    {"L", PRINTABLE, "LONDON", 0},
    {"O", PRINTABLE, "Open Banking Brasil", 0},
    {"CN", PRINTABLE,
	"https://web.conformance.directory.openbankingbrasil.org.br", 0},
    {"2.5.4.5", PRINTABLE, "43142666000197", 0},
    {"2.5.4.15", PRINTABLE, "Government Entity", 0},
    {"1.3.6.1.4.1.311.60.2.1.3", PRINTABLE, "UK", 0},
    {"2.5.4.97", PRINTABLE, "OFBBR-74e929d9-33b6-4d85-8ba7-c146c867a817", 0},
    {"UID", PRINTABLE, "10120340-3318-4baf-99e2-0b56729c4ab2", 0},
    {0},
};

static const struct part fca[] = {
    {"C", PRINTABLE, "GB", 0},
    {"O", UTF8, "Example TPP Ltd", 0},
    {"2.5.4.97", UTF8, "PSDGB-FCA-123456", 0},
    {"CN", UTF8, "0015800001AbCdEAAV", 0},
    {0},
};

static const struct part german[] = {
    {"C", PRINTABLE, "DE", 0},
    {"O", UTF8, "M\xc3\xbcller, \"S\xc3\xb6hne\" + Co", 0},
    {"OU", UTF8, "a", 0},
    {"CN", UTF8, "b", 1},
    {0},
};

static const struct part wide[] = {
    {"O", V_ASN1_BMPSTRING, "M\xc3\xbcller", 0},
    {"OU", V_ASN1_IA5STRING, "  a   b ", 0},
    {0},
};

static const struct part none[] = {{0}};

static X509_NAME *
name_of(const struct part *part)
{
	X509_NAME *name = X509_NAME_new();
	ASN1_STRING *value;
	ASN1_OBJECT *type;

	for (; part->type != NULL; part++) {
		type = OBJ_txt2obj(part->type, 0);
		value = NULL;
		assert_true(
		    ASN1_mbstring_copy(&value,
			(const unsigned char *)part->value, -1, MBSTRING_UTF8,
			ASN1_tag2bit(part->string)) == part->string);
		assert_true(X509_NAME_add_entry_by_OBJ(name, type, part->string,
		    ASN1_STRING_get0_data(value), ASN1_STRING_length(value), -1,
		    part->joined ? -1 : 0));
		ASN1_STRING_free(value);
		ASN1_OBJECT_free(type);
	}
	return name;
}

static const struct cert *
certificate(struct arena *arena, const struct part *part)
{
	X509_NAME *name = name_of(part);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	const struct order order = {.subject = name, .key = key};
	const struct cert *cert = make_cert(arena, &order);

	assert_non_null(cert);
	X509_NAME_free(name);
	EVP_PKEY_free(key);
	return cert;
}

struct match {
	enum dn_answer answer;
	const char *dn;
};

static void
check(const struct part *part, const struct match *match, size_t count)
{
	struct arena *arena = arena_new();
	const struct cert *cert = certificate(arena, part);
	enum dn_answer answer;
	size_t i;

	for (i = 0; i < count; i++) {
		answer = cert_subject_is(cert, match[i].dn);
		if (answer != match[i].answer)
			fail_msg("%d, not %d: %s", (int)answer,
			    (int)match[i].answer, match[i].dn);
		assert_true(
		    dn_readable(match[i].dn) == (answer != DN_UNREADABLE));
		if (dn_readable(cert_subject(cert)))
			assert_true(dn_same(cert_subject(cert), match[i].dn) ==
				    (answer == DN_EQUAL));
		assert_int_equal(ERR_peek_error(), 0);
	}
	arena_free(arena);
}

#define CHECK(part, match) \
	check(part, match, sizeof(match) / sizeof((match)[0]))

#define BR_UID "10120340-3318-4baf-99e2-0b56729c4ab2"
#define BR_OI                                                         \
	"2.5.4.97=#132A4F464242522D37346539323964392D333362362D34643" \
	"8352D386261372D633134366338363761383137"
#define BR_CN "https://web.conformance.directory.openbankingbrasil.org.br"
#define BR_MIDDLE                                           \
	"1.3.6.1.4.1.311.60.2.1.3=#1302554B,"               \
	"2.5.4.15=#1311476F7665726E6D656E7420456E74697479," \
	"2.5.4.5=#130E3433313432363636303030313937"
#define BR_REST "CN=" BR_CN ",O=Open Banking Brasil,L=LONDON,ST=SP,C=BR"

static void
the_brazilian_sample(void **state)
{
	static const struct match matches[] = {
	    {DN_EQUAL, "UID=" BR_UID "," BR_OI "," BR_MIDDLE "," BR_REST},
	    {DN_EQUAL,
		"UID=" BR_UID ",2.5.4.97=#0c2a4f464242522d37346539323964392d33"
		"3362362d346438352d386261372d633134366338363761383137,"
		"1.3.6.1.4.1.311.60.2.1.3=#0c02554b,2.5.4.15=#0c11476f7665726e"
		"6d656e7420456e74697479,2.5.4.5=#0c0e34333134323636363030303139"
		"37," BR_REST},
	    {DN_EQUAL,
		"UID=" BR_UID ",organizationIdentifier=OFBBR-74e929d9-33b6-4d8"
		"5-8ba7-c146c867a817,jurisdictionC=UK,businessCategory="
		"Government Entity,serialNumber=43142666000197," BR_REST},
	    {DN_EQUAL, "uid=" BR_UID ", " BR_OI ",   " BR_MIDDLE ", cn=" BR_CN
		       ", o=Open\\20Banking  Brasil, l=LONDON, st=SP, c=BR"},
	    {DN_EQUAL,
		"UID=" BR_UID
		";OI=OFBBR-74e929d9-33b6-4d85-8ba7-c146c867a817;" BR_MIDDLE
		";" BR_REST},
	    {DN_DIFFERENT, "UID=" BR_UID "," BR_OI "," BR_REST},
	    {DN_DIFFERENT,
		"C=BR,ST=SP,L=LONDON,O=Open Banking Brasil,CN=" BR_CN ","
		"serialNumber=43142666000197,businessCategory=Government "
		"Entity,jurisdictionC=UK,OI=OFBBR-74e929d9-33b6-4d85-8ba7-"
		"c146c867a817,UID=" BR_UID},
	    {DN_DIFFERENT,
		"UID=" BR_UID ",2.5.4.97=#132A4F464242522D37346539323964392D33"
		"3362362D346438352D386261372D633134366338363761383138"
		"," BR_MIDDLE "," BR_REST},
	};

	(void)state;
	CHECK(brazil, matches);
}

static void
one_with_an_organisation_identifier(void **state)
{
	static const struct match matches[] = {
	    {DN_EQUAL, "CN=0015800001AbCdEAAV,organizationIdentifier="
		       "PSDGB-FCA-123456,O=Example TPP Ltd,C=GB"},
	    {DN_EQUAL, "CN=0015800001AbCdEAAV,2.5.4.97=PSDGB-FCA-123456,"
		       "O=Example TPP Ltd,C=GB"},
	    {DN_EQUAL,
		"CN=0015800001AbCdEAAV,2.5.4.97="
		"#0c1050534447422d4643412d313233343536,O=Example TPP Ltd,C=GB"},
	    {DN_EQUAL, "CN=0015800001ABCDEAAV,2.5.4.97=PSDGB-FCA-123456,"
		       "O=EXAMPLE TPP LTD,C=GB"},
	    {DN_EQUAL, "CN=\"0015800001AbCdEAAV\",OI=\"PSDGB-FCA-123456\" ,"
		       "O=  Example   TPP Ltd\\ ,C=GB "},
	    {DN_EQUAL, "2.5.4.3=0015800001AbCdEAAV,2.5.4.97=PSDGB-FCA-123456,"
		       "2.5.4.10=Example TPP Ltd,2.5.4.6=GB"},
	    {DN_DIFFERENT, "CN=0015800001AbCdEAAV+O=Example TPP Ltd,"
			   "2.5.4.97=PSDGB-FCA-123456,C=GB"},
	    {DN_DIFFERENT, "OU=0015800001AbCdEAAV,2.5.4.97=PSDGB-FCA-123456,"
			   "O=Example TPP Ltd,C=GB"},
	    {DN_DIFFERENT, "CN=0015800001AbCdEAAV"},
	    {DN_DIFFERENT,
		"C=GB,CN=0015800001AbCdEAAV,2.5.4.97=PSDGB-FCA-123456,"
		"O=Example TPP Ltd,C=GB"},
	};

	(void)state;
	CHECK(fca, matches);
}

static void
one_with_an_rdn_of_two(void **state)
{
	static const struct match matches[] = {
	    {DN_EQUAL,
		"CN=b+OU=a,O=M\xc3\xbcller\\2C \\22S\xc3\xb6hne\\22 \\2B Co,"
		"C=DE"},
	    {DN_EQUAL,
		"OU=a+ CN=b,O=M\\C3\\bcller\\, \\\"S\xc3\xb6hne\\\" \\+ Co,"
		"C=DE"},
	    {DN_EQUAL,
		"OU=a+CN=b,O=\"M\xc3\xbcller, \\\"S\xc3\xb6hne\\\" + Co\","
		"C=DE"},
	    {DN_DIFFERENT,
		"CN=b,OU=a,O=M\xc3\xbcller\\, \\\"S\xc3\xb6hne\\\" \\+ Co,"
		"C=DE"},
	    {DN_DIFFERENT,
		"CN=b+OU=a,O=M\xc3\x9cller\\, \\\"S\xc3\xb6hne\\\" \\+ Co,"
		"C=DE"},
	    {DN_DIFFERENT,
		"CN=b+OU=a+L=c,O=M\xc3\xbcller\\, \\\"S\xc3\xb6hne\\\" \\+ Co,"
		"C=DE"},
	};

	(void)state;
	CHECK(german, matches);
}

static void
other_string_types(void **state)
{
	static const struct match matches[] = {
	    {DN_EQUAL, "OU=a b,O=M\xc3\xbcller"},
	    {DN_EQUAL, "OU=#1603612062,O=M\xc3\xbcller"},
	    {DN_EQUAL, "OU=a b,O=#1e0c004d00fc006c006c00650072"},
	    {DN_EQUAL, "OU=a b,O=#14064dfc6c6c6572"},
	    {DN_DIFFERENT, "OU=ab,O=M\xc3\xbcller"},
	};

	(void)state;
	CHECK(wide, matches);
}

static void
text_that_is_no_name(void **state)
{
	static const struct match matches[] = {
	    {DN_UNREADABLE, ""},
	    {DN_UNREADABLE, "CN"},
	    {DN_UNREADABLE, "UID=a\\00b"},
	};

	(void)state;
	CHECK(fca, matches);
	CHECK(none, matches);
}

static void
what_we_print_is_what_we_read(void **state)
{
	static const struct part *const subjects[] = {
	    brazil, fca, german, wide};
	struct arena *arena = arena_new();
	const struct cert *cert;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
		cert = certificate(arena, subjects[i]);
		assert_int_equal(
		    cert_subject_is(cert, cert_subject(cert)), DN_EQUAL);
	}
	cert = certificate(arena, german);
	assert_string_equal(cert_subject(cert),
	    "OU=a+CN=b,O=M\xc3\xbcller\\, \\\"S\xc3\xb6hne\\\" \\+ Co,C=DE");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_brazilian_sample),
	    cmocka_unit_test(one_with_an_organisation_identifier),
	    cmocka_unit_test(one_with_an_rdn_of_two),
	    cmocka_unit_test(other_string_types),
	    cmocka_unit_test(text_that_is_no_name),
	    cmocka_unit_test(what_we_print_is_what_we_read),
	};

	return cmocka_run_group_tests_name("dn", tests, NULL, NULL);
}
