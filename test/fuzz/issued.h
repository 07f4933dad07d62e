/* SPDX-License-Identifier: ISC */
#ifndef TEST_FUZZ_ISSUED_H
#define TEST_FUZZ_ISSUED_H

/* An authority whose key is the same in every run, so that what was learnt
 * stays good: whatever bytes the fuzzer has made, this authority signs them. */

#include "test/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "kit/base64.h"
#include "kit/x509/private.h"

#define ISSUED_NOW 1750000000
#define ISSUED_DAY 86400

/* ecdsa-with-SHA256 (RFC 5758 section 3.2). */
#define ISSUED_ALGORITHM "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
enum { ISSUED_ALGORITHM_SIZE = 12 };

struct issued {
	struct arena *arena; /* ours to the end */
	EVP_PKEY *key, *other;
	X509 *root;
	struct trust *trust;
	const struct cert *client; /* serial number 7 */
};

/* The key on P-256 whose private value is this byte 32 times (RFC 5915). */
static inline EVP_PKEY *
issued_key(int byte)
{
	unsigned char der[51] = {0x30, 0x31, 2, 1, 1, 4, 0x20};
	static const unsigned char curve[] = {
	    0xa0, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
	const unsigned char *at = der;
	EVP_PKEY *key;

	memset(der + 7, byte, 32);
	memcpy(der + 39, curve, sizeof(curve));
	key = d2i_PrivateKey(EVP_PKEY_EC, NULL, &at, sizeof(der));
	MUST(key != NULL);
	return key;
}

static inline void
issued_extension(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	MUST(extension != NULL && X509_add_ext(x509, extension, -1));
	X509_EXTENSION_free(extension);
}

/* A certificate from NOW - DAY to NOW + DAY, not yet signed. */
static inline X509 *
issued_x509(const char *name, long serial, EVP_PKEY *key)
{
	X509 *x509 = X509_new();
	X509_NAME *issuer = X509_get_issuer_name(x509);
	X509_NAME *subject = X509_get_subject_name(x509);

	X509_set_version(x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
	ASN1_TIME_set(X509_getm_notBefore(x509), ISSUED_NOW - ISSUED_DAY);
	ASN1_TIME_set(X509_getm_notAfter(x509), ISSUED_NOW + ISSUED_DAY);
	MUST(X509_NAME_add_entry_by_txt(issuer, "CN", MBSTRING_UTF8,
		 (const unsigned char *)"Root", -1, -1, 0) &&
	     X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
		 (const unsigned char *)name, -1, -1, 0));
	MUST(X509_set_pubkey(x509, key));
	return x509;
}

/* From memory, by the path that an open file has. */
static inline struct trust *
issued_trust(struct arena *arena, X509 *root)
{
	const int fd = memfd_create("root", 0);
	FILE *file = fdopen(fd, "w");
	struct trust *trust;
	const char *why;

	MUST(file != NULL && PEM_write_X509(file, root) && fflush(file) == 0);
	trust = trust_load(
	    arena, arena_printf(arena, "/proc/self/fd/%d", fd), &why);
	MUST(trust != NULL);
	fclose(file);
	return trust;
}

static inline const struct cert *
issued_cert(struct arena *arena, X509 *x509)
{
	unsigned char *der = NULL;
	struct bytes bytes;
	const struct cert *cert;

	bytes.length = (size_t)i2d_X509(x509, &der);
	bytes.data = der;
	cert = cert_from_der(arena, &bytes);
	OPENSSL_free(der);
	return cert;
}

static inline void
issued_open(struct issued *world)
{
	X509 *x509;

	world->arena = arena_new();
	world->key = issued_key(1);
	world->other = issued_key(2);
	world->root = issued_x509("Root", 1, world->key);
	issued_extension(
	    world->root, NID_basic_constraints, "critical,CA:TRUE");
	issued_extension(
	    world->root, NID_key_usage, "critical,keyCertSign,cRLSign");
	MUST(X509_sign(world->root, world->key, EVP_sha256()) > 0);
	world->trust = issued_trust(world->arena, world->root);
	x509 = issued_x509("Client", 7, world->other);
	MUST(X509_sign(x509, world->key, EVP_sha256()) > 0);
	world->client = issued_cert(world->arena, x509);
	MUST(world->client != NULL);
	X509_free(x509);
}

/* Bytes that grow. */
struct issued_bytes {
	uint8_t data[70000];
	size_t length;
};

static inline void
issued_add(struct issued_bytes *to, const void *data, size_t length)
{
	MUST(to->length + length <= sizeof(to->data));
	if (length > 0)
		memcpy(to->data + to->length, data, length);
	to->length += length;
}

/* Puts a tag around all that is there. */
static inline void
issued_wrap(struct issued_bytes *bytes, uint8_t tag)
{
	uint8_t head[5] = {tag, 0x83, (uint8_t)(bytes->length >> 16),
	    (uint8_t)(bytes->length >> 8), (uint8_t)bytes->length};
	size_t n = 5;

	if (bytes->length < 128) {
		head[1] = (uint8_t)bytes->length;
		n = 2;
	} else if (bytes->length < 256) {
		head[1] = 0x81;
		head[2] = (uint8_t)bytes->length;
		n = 3;
	} else if (bytes->length < 65536) {
		head[1] = 0x82;
		memmove(head + 2, head + 3, 2);
		n = 4;
	}
	MUST(bytes->length + n <= sizeof(bytes->data));
	memmove(bytes->data + n, bytes->data, bytes->length);
	memcpy(bytes->data, head, n);
	bytes->length += n;
}

/* {bytes, algorithm, signature}, as certificates, lists and OCSP answers are
 * (RFC 5280 section 4.1.1), without the SEQUENCE around it. */
static inline void
issued_sign(
    struct issued_bytes *out, EVP_PKEY *key, const uint8_t *data, size_t size)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	uint8_t signature[80] = {0};
	size_t length = sizeof(signature) - 1;
	const uint8_t head[] = {3, 0};

	MUST(context != NULL &&
	     EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	     EVP_DigestSign(context, signature + 1, &length, data, size) == 1);
	EVP_MD_CTX_free(context);
	issued_add(out, data, size);
	issued_add(out, ISSUED_ALGORITHM, ISSUED_ALGORITHM_SIZE);
	issued_add(out, head, 2);
	out->data[out->length - 1] = (uint8_t)(length + 1);
	issued_add(out, signature, length + 1);
}

#endif
