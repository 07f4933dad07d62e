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
	bool endless;  /* without nextUpdate */
	bool critical; /* with an extension that nobody knows */
};

static inline void
make_unknown_extension(X509_CRL *crl)
{
	ASN1_OBJECT *type = OBJ_txt2obj("1.2.3.4.5", 1);
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	assert_true(ASN1_OCTET_STRING_set(value, (unsigned char *)"\5\0", 2));
	extension = X509_EXTENSION_create_by_OBJ(NULL, type, 1, value);
	assert_non_null(extension);
	assert_true(X509_CRL_add_ext(crl, extension, -1));
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(value);
	ASN1_OBJECT_free(type);
}

static inline void
make_entry(X509_CRL *crl, const X509 *listed)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *when = ASN1_TIME_set(NULL, NOW - DAY);

	assert_true(X509_REVOKED_set_serialNumber(
	    entry, (ASN1_INTEGER *)X509_get0_serialNumber(listed)));
	assert_true(X509_REVOKED_set_revocationDate(entry, when));
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
	assert_true(X509_CRL_set1_lastUpdate(crl, from));
	if (!list->endless)
		assert_true(X509_CRL_set1_nextUpdate(crl, to));
	if (list->listed != NULL)
		make_entry(crl, list->listed);
	if (list->critical)
		make_unknown_extension(crl);
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
