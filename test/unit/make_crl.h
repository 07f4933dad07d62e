/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_MAKE_CRL_H
#define TEST_UNIT_MAKE_CRL_H

/* Revocation lists for tests; include after test/unit/make_cert.h. */

#include <stdbool.h>

/* A list to make; zero means the usual. */
struct list {
	X509 *issuer;
	EVP_PKEY *key;
	X509 *listed;  /* NULL: nobody is */
	long from, to; /* seconds from NOW */
	const EVP_MD *digest;
	bool endless;	   /* without nextUpdate */
	bool timeless;	   /* its thisUpdate is in month 53 */
	bool critical;	   /* with an extension that nobody knows */
	bool strange;	   /* its entry has one */
	const char *scope; /* lines of an issuingDistributionPoint */
	const char *by;	   /* the entry's certificateIssuer, "dirName:d" */
	const char *names; /* lines of the section d */
	int reason;	   /* of the entry; 0: none is told */
	long number, base; /* crlNumber; of a delta the base's, too */
};

/* The extension that OpenSSL's configuration makes of these lines. */
static inline X509_EXTENSION *
make_configured(int nid, const char *value, const char *lines)
{
	CONF *conf = NCONF_new(NULL);
	BIO *in = BIO_new_mem_buf(lines, -1);
	X509_EXTENSION *extension;
	X509V3_CTX ctx;
	long line;

	assert_int_equal(NCONF_load_bio(conf, in, &line), 1);
	X509V3_set_ctx(&ctx, NULL, NULL, NULL, NULL, 0);
	X509V3_set_nconf(&ctx, conf);
	extension = X509V3_EXT_nconf_nid(conf, &ctx, nid, value);
	assert_non_null(extension);
	BIO_free(in);
	NCONF_free(conf);
	return extension;
}

static inline void
make_scope(X509_CRL *crl, const char *lines)
{
	char text[512];
	X509_EXTENSION *extension;

	snprintf(text, sizeof(text), "[i]\n%s\n", lines);
	extension = make_configured(
	    NID_issuing_distribution_point, "critical,@i", text);
	assert_true(X509_CRL_add_ext(crl, extension, -1));
	X509_EXTENSION_free(extension);
}

static inline void
make_number(X509_CRL *crl, int nid, long value, int critical)
{
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	assert_true(ASN1_INTEGER_set(number, value));
	assert_int_equal(
	    X509_CRL_add1_ext_i2d(crl, nid, number, critical, 0), 1);
	ASN1_INTEGER_free(number);
}

static inline X509_EXTENSION *
make_unknown(void)
{
	ASN1_OBJECT *type = OBJ_txt2obj("1.2.3.4.5", 1);
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	assert_true(ASN1_OCTET_STRING_set(value, (unsigned char *)"\5\0", 2));
	extension = X509_EXTENSION_create_by_OBJ(NULL, type, 1, value);
	assert_non_null(extension);
	ASN1_OCTET_STRING_free(value);
	ASN1_OBJECT_free(type);
	return extension;
}

static inline void
make_unknown_extension(X509_CRL *crl)
{
	X509_EXTENSION *extension = make_unknown();

	assert_true(X509_CRL_add_ext(crl, extension, -1));
	X509_EXTENSION_free(extension);
}

static inline void
make_entry_extension(X509_REVOKED *entry, X509_EXTENSION *extension)
{
	assert_true(X509_REVOKED_add_ext(entry, extension, -1));
	X509_EXTENSION_free(extension);
}

/* OpenSSL makes none of text; it is of the form of subjectAltName. */
static inline X509_EXTENSION *
make_by(const struct list *list)
{
	X509_EXTENSION *names =
	    make_configured(NID_subject_alt_name, list->by, list->names);
	X509_EXTENSION *extension = X509_EXTENSION_create_by_NID(
	    NULL, NID_certificate_issuer, 1, X509_EXTENSION_get_data(names));

	assert_non_null(extension);
	X509_EXTENSION_free(names);
	return extension;
}

static inline void
make_entry_extensions(X509_REVOKED *entry, const struct list *list)
{
	ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

	if (list->strange)
		make_entry_extension(entry, make_unknown());
	if (list->by != NULL)
		make_entry_extension(entry, make_by(list));
	assert_true(ASN1_ENUMERATED_set(reason, list->reason));
	if (list->reason != 0)
		assert_int_equal(X509_REVOKED_add1_ext_i2d(
				     entry, NID_crl_reason, reason, 0, 0),
		    1);
	ASN1_ENUMERATED_free(reason);
}

static inline void
make_entry(X509_CRL *crl, const struct list *list)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *when = ASN1_TIME_set(NULL, NOW - DAY);

	assert_true(X509_REVOKED_set_serialNumber(
	    entry, (ASN1_INTEGER *)X509_get0_serialNumber(list->listed)));
	assert_true(X509_REVOKED_set_revocationDate(entry, when));
	make_entry_extensions(entry, list);
	assert_true(X509_CRL_add0_revoked(crl, entry));
	ASN1_TIME_free(when);
}

static inline X509_CRL *
make_crl(const struct list *list)
{
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *from =
	    ASN1_TIME_set(NULL, NOW + (list->from != 0 ? list->from : -60));
	ASN1_TIME *to =
	    ASN1_TIME_set(NULL, NOW + (list->to != 0 ? list->to : DAY));

	assert_true(X509_CRL_set_version(crl, X509_CRL_VERSION_2));
	assert_true(
	    X509_CRL_set_issuer_name(crl, X509_get_subject_name(list->issuer)));
	if (list->timeless)
		assert_true(ASN1_STRING_set(from, "125307500000Z", 13));
	assert_true(X509_CRL_set1_lastUpdate(crl, from));
	if (!list->endless)
		assert_true(X509_CRL_set1_nextUpdate(crl, to));
	if (list->listed != NULL)
		make_entry(crl, list);
	if (list->critical)
		make_unknown_extension(crl);
	if (list->scope != NULL)
		make_scope(crl, list->scope);
	if (list->number != 0)
		make_number(crl, NID_crl_number, list->number, 0);
	if (list->base != 0)
		make_number(crl, NID_delta_crl, list->base, 1);
	assert_true(
	    X509_CRL_sign(crl, list->key,
		list->digest != NULL ? list->digest : EVP_sha256()) > 0);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	return crl;
}

static inline struct bytes
make_crl_bytes(struct arena *arena, const struct list *list, bool der)
{
	X509_CRL *crl = make_crl(list);
	BIO *out = BIO_new(BIO_s_mem());
	struct bytes bytes;
	char *data;

	assert_true(der ? i2d_X509_CRL_bio(out, crl)
			: PEM_write_bio_X509_CRL(out, crl));
	bytes.length = (size_t)BIO_get_mem_data(out, &data);
	bytes.data = (unsigned char *)arena_strndup(arena, data, bytes.length);
	BIO_free(out);
	X509_CRL_free(crl);
	return bytes;
}

#endif
