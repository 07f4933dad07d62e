/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_MAKE_CERT_H
#define TEST_UNIT_MAKE_CERT_H

/* Certificates for tests; include after <cmocka.h>. */

#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/x509/cert.h"

#define NOW 1750000000
#define DAY 86400

/* A certificate to make; zero means the usual. */
struct order {
	const char *cn;
	const X509_NAME *subject;   /* instead of cn */
	const unsigned char *bytes; /* of an O, when there is one */
	int length, type;
	EVP_PKEY *key; /* the subject's */
	X509 *issuer;  /* NULL: self-signed */
	EVP_PKEY *issuer_key;
	const EVP_MD *digest;
	const char *usage, *extended, *basic, *names;
	long from, to; /* seconds from NOW */
};

static inline void
make_extension(X509 *x509, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	if (value == NULL)
		return;
	X509V3_set_ctx(&ctx, issuer, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	assert_non_null(extension);
	assert_true(X509_add_ext(x509, extension, -1));
	X509_EXTENSION_free(extension);
}

static inline void
make_subject(X509_NAME *name, const struct order *o)
{
	if (o->bytes != NULL)
		assert_true(X509_NAME_add_entry_by_txt(
		    name, "O", o->type, o->bytes, o->length, -1, 0));
	if (o->cn != NULL)
		assert_true(
		    X509_NAME_add_entry_by_txt(name, "CN", V_ASN1_UTF8STRING,
			(const unsigned char *)o->cn, -1, -1, 0));
}

static inline X509 *
make_x509(const struct order *o)
{
	static long serial;
	X509 *x509 = X509_new();
	X509 *issuer = o->issuer != NULL ? o->issuer : x509;

	X509_set_version(x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
	ASN1_TIME_set(
	    X509_getm_notBefore(x509), NOW + (o->from != 0 ? o->from : -DAY));
	ASN1_TIME_set(
	    X509_getm_notAfter(x509), NOW + (o->to != 0 ? o->to : DAY));
	make_subject(X509_get_subject_name(x509), o);
	if (o->subject != NULL)
		assert_true(X509_set_subject_name(x509, o->subject));
	X509_set_issuer_name(x509, X509_get_subject_name(issuer));
	X509_set_pubkey(x509, o->key);
	make_extension(x509, issuer, NID_basic_constraints, o->basic);
	make_extension(x509, issuer, NID_key_usage, o->usage);
	make_extension(x509, issuer, NID_ext_key_usage, o->extended);
	make_extension(x509, issuer, NID_subject_alt_name, o->names);
	assert_true(X509_sign(x509, o->issuer != NULL ? o->issuer_key : o->key,
			o->digest != NULL ? o->digest : EVP_sha256()) > 0);
	return x509;
}

static inline char *
make_pem(struct arena *arena, X509 *x509)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *data, *text;
	long length;

	assert_true(PEM_write_bio_X509(out, x509));
	length = BIO_get_mem_data(out, &data);
	text = arena_strndup(arena, data, (size_t)length);
	BIO_free(out);
	return text;
}

static inline struct bytes
make_der(struct arena *arena, X509 *x509)
{
	unsigned char *der = NULL;
	int length = i2d_X509(x509, &der);
	struct bytes bytes = {0};

	assert_true(length > 0);
	bytes.data = (unsigned char *)arena_strndup(
	    arena, (const char *)der, (size_t)length);
	bytes.length = (size_t)length;
	OPENSSL_free(der);
	return bytes;
}

/* Makes it, hands it over as PEM and has it read. */
static inline const struct cert *
make_cert(struct arena *arena, const struct order *order)
{
	X509 *x509 = make_x509(order);
	const char *pem = make_pem(arena, x509);

	X509_free(x509);
	return cert_parse(arena, pem, strlen(pem));
}

#endif
