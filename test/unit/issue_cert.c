/* SPDX-License-Identifier: ISC */
/* Certificates that are made here, for sandboxes. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "test/unit/jose.h"

static const char *ca; /* the certificate of rsa; ec is a client's */

static int
make_ca(void **state)
{
	struct issue_order order = {.subject = "C=GB,O=Test CA,CN=Root",
	    .purpose = ISSUE_CA,
	    .not_before = 1700000000,
	    .not_after = 1900000000};
	const char *why = "";

	if (make_keys(state) != 0)
		return 1;
	order.key = rsa;
	ca = issue_certificate(process, &order, &why);
	return ca == NULL || why != NULL;
}

static struct issue_order
order_of(enum issue_purpose purpose, const char *subject)
{
	return (struct issue_order){.subject = subject,
	    .purpose = purpose,
	    .not_before = 1750000000,
	    .not_after = 1760000000,
	    .key = ec,
	    .ca_key = rsa,
	    .ca_cert = ca};
}

static void
free_certificate(void *certificate)
{
	X509_free(certificate);
}

static X509 *
read_pem(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	BIO_free(bio);
	assert_non_null(certificate);
	arena_defer(arena, free_certificate, certificate);
	return certificate;
}

static X509 *
issue(const struct issue_order *order)
{
	const char *why = "";
	char *pem = issue_certificate(arena, order, &why);

	assert_non_null(pem);
	assert_null(why);
	return read_pem(pem);
}

static void
test_fields(void **state)
{
	struct issue_order order = order_of(ISSUE_CLIENT, "CN=x");
	X509 *a = issue(&order), *b = issue(&order);
	int days, seconds;
	BIGNUM *serial;

	(void)state;
	assert_int_equal(X509_get_version(a), X509_VERSION_3);
	assert_int_equal(
	    X509_get_signature_nid(a), NID_sha256WithRSAEncryption);
	serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(a), NULL);
	assert_int_equal(BN_num_bits(serial), 127);
	assert_false(BN_is_negative(serial));
	BN_free(serial);
	assert_int_not_equal(ASN1_INTEGER_cmp(X509_get0_serialNumber(a),
				 X509_get0_serialNumber(b)),
	    0);
	assert_int_equal(
	    ASN1_TIME_cmp_time_t(X509_get0_notBefore(a), 1750000000), 0);
	assert_int_equal(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(a),
			     X509_get0_notAfter(a)),
	    1);
	assert_int_equal(days * 86400 + seconds, 10000000);
}

static void
test_chain(void **state)
{
	struct issue_order order = order_of(ISSUE_CLIENT, "CN=x");
	X509 *root = read_pem(ca), *client = issue(&order);

	(void)state;
	assert_int_equal(X509_check_issued(root, client), X509_V_OK);
	assert_int_equal(X509_check_issued(root, root), X509_V_OK);
	assert_int_equal(X509_verify(client, X509_get0_pubkey(root)), 1);
	assert_int_equal(X509_verify(root, X509_get0_pubkey(root)), 1);
	assert_int_equal(
	    ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(client),
		X509_get0_subject_key_id(root)),
	    0);
	assert_non_null(X509_get0_subject_key_id(client));
	assert_non_null(X509_get0_authority_key_id(root));
}

static void
test_purposes(void **state)
{
	static const struct {
		enum issue_purpose purpose;
		int ca;
		uint32_t usage, extended;
	} cases[] = {{ISSUE_CA, 1, KU_KEY_CERT_SIGN | KU_CRL_SIGN, UINT32_MAX},
	    {ISSUE_CLIENT, 0, KU_DIGITAL_SIGNATURE,
		XKU_SSL_CLIENT | XKU_SSL_SERVER},
	    {ISSUE_SERVER, 0, KU_DIGITAL_SIGNATURE, XKU_SSL_SERVER},
	    {ISSUE_SIGNING, 0, KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION,
		UINT32_MAX}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct issue_order order = order_of(cases[i].purpose, "CN=x");
		X509 *certificate = issue(&order);

		assert_int_equal(X509_check_ca(certificate), cases[i].ca);
		assert_int_equal(
		    X509_get_key_usage(certificate), cases[i].usage);
		assert_int_equal(X509_get_extended_key_usage(certificate),
		    cases[i].extended);
	}
}

static void
test_dns(void **state)
{
	struct issue_order order = order_of(ISSUE_SERVER, "CN=other.example");
	X509 *certificate;
	const char *why;

	(void)state;
	order.dns = "localhost";
	certificate = issue(&order);
	assert_int_equal(
	    X509_check_host(certificate, "localhost", 0, 0, NULL), 1);
	assert_int_equal(
	    X509_check_host(certificate, "other.example", 0, 0, NULL), 0);
	order.dns = "a.example,IP:127.0.0.1";
	assert_null(issue_certificate(arena, &order, &why));
	assert_non_null(why);
}

static void
test_subject(void **state)
{
	static const struct {
		int nid, type;
		const char *value;
	} want[] = {{NID_countryName, V_ASN1_PRINTABLESTRING, "GB"},
	    {NID_organizationName, V_ASN1_UTF8STRING, "Ex\xc3\xa9, Ltd"},
	    {NID_organizationIdentifier, V_ASN1_UTF8STRING, "PSDGB-FCA-1=2"},
	    {NID_organizationalUnitName, V_ASN1_UTF8STRING, ""},
	    {NID_serialNumber, V_ASN1_PRINTABLESTRING, "007"},
	    {NID_userId, V_ASN1_UTF8STRING, "u\\"},
	    {NID_businessCategory, V_ASN1_UTF8STRING, "Private"},
	    {NID_jurisdictionCountryName, V_ASN1_PRINTABLESTRING, "BR"},
	    {NID_commonName, V_ASN1_UTF8STRING, " x "}};
	struct issue_order order = order_of(ISSUE_CLIENT,
	    "C=GB,O=Ex\xc3\xa9\\, Ltd,organizationIdentifier=PSDGB-FCA-1=2,"
	    "OU=,serialNumber=007,UID=u\\\\,2.5.4.15=Private,"
	    "1.3.6.1.4.1.311.60.2.1.3=BR,CN= x ");
	X509_NAME *name = X509_get_subject_name(issue(&order));

	(void)state;
	assert_int_equal(
	    X509_NAME_entry_count(name), sizeof(want) / sizeof(want[0]));
	for (int i = 0; i < X509_NAME_entry_count(name); i++) {
		X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);

		assert_int_equal(OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)),
		    want[i].nid);
		assert_int_equal(ASN1_STRING_type(value), want[i].type);
		assert_int_equal(
		    ASN1_STRING_length(value), strlen(want[i].value));
		assert_memory_equal(ASN1_STRING_get0_data(value), want[i].value,
		    strlen(want[i].value));
	}
}

static void
refused(const struct issue_order *order)
{
	const char *why = NULL;

	assert_null(issue_certificate(arena, order, &why));
	assert_non_null(why);
	assert_int_equal(ERR_peek_error(), 0);
}

static void
test_refusals(void **state)
{
	static const char *const subjects[] = {
	    "", "CN", "CN=x,", "=x", "NoSuchName=x", "CN=x,,O=y", " CN=x"};
	struct issue_order order;

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		order = order_of(ISSUE_CLIENT, subjects[i]);
		refused(&order);
	}
	order = order_of(ISSUE_CLIENT, "CN=x");
	order.key = "no key";
	refused(&order);
	order = order_of(ISSUE_CLIENT, "CN=x");
	order.ca_key = "no key";
	refused(&order);
	order = order_of(ISSUE_CLIENT, "CN=x");
	order.ca_cert = NULL;
	refused(&order);
}

int
main(void)
{
	const struct CMUnitTest issue_cert[] = {
	    TEST(test_fields),
	    TEST(test_chain),
	    TEST(test_purposes),
	    TEST(test_dns),
	    TEST(test_subject),
	    TEST(test_refusals),
	};

	return cmocka_run_group_tests(issue_cert, make_ca, free_keys);
}
