/* SPDX-License-Identifier: ISC */
/* Whether a certificate is of a key: always what OpenSSL says of the two. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "kit/jose/private.h"
#include "test/unit/one_key.h"
#include "test/unit/private_key.h"

static struct bytes
certificate_of(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(certificate(pem), -1);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	unsigned char *der = NULL;
	const int length = i2d_X509(x509, &der);
	struct bytes out = {arena_alloc(arena, (size_t)length), (size_t)length};

	assert_true(length > 0);
	memcpy(out.data, der, out.length);
	OPENSSL_free(der);
	X509_free(x509);
	BIO_free(bio);
	return out;
}

static bool
by_openssl(const struct bytes *der, EVP_PKEY *key)
{
	const unsigned char *next = der->data;
	X509 *x509 = d2i_X509(NULL, &next, (long)der->length);
	const bool same = x509 != NULL && next == der->data + der->length &&
			  EVP_PKEY_eq(X509_get0_pubkey(x509), key) == 1;

	X509_free(x509);
	return same;
}

static void
agrees(const struct bytes *der, EVP_PKEY *key, enum keys_family family,
    size_t at, unsigned yes[2])
{
	const bool wanted = by_openssl(der, key);

	if (keys_certified(arena, der, key, family) != wanted)
		fail_msg("byte %zu: wanted %d", at, wanted);
	yes[wanted]++;
	ERR_clear_error();
}

/* Each byte of a certificate is another one, and each length a shorter one. */
static void
test_each_byte(void **state)
{
	static const unsigned char flips[] = {0x01, 0x80, 0xff, 0x20};
	const char *pem[] = {ec, rsa};
	const enum keys_family families[] = {KEYS_P256, KEYS_RSA};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		EVP_PKEY *key = private_key(pem[k]);
		struct bytes der = certificate_of(pem[k]);
		const size_t length = der.length;
		unsigned answers[2] = {0, 0};

		agrees(&der, key, families[k], 0, answers);
		assert_int_equal(answers[1], 1);
		for (size_t i = 0; i < length; i++)
			for (size_t f = 0; f < sizeof(flips); f++) {
				der.data[i] ^= flips[f];
				agrees(&der, key, families[k], i, answers);
				der.data[i] ^= flips[f];
			}
		for (der.length = 0; der.length < length; der.length++)
			agrees(&der, key, families[k], der.length, answers);
		assert_true(answers[0] > length && answers[1] > length);
		EVP_PKEY_free(key);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_each_byte)};

	return cmocka_run_group_tests_name(
	    "x5c is of a key", tests, make_three_keys, free_keys);
}
