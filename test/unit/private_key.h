/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_PRIVATE_KEY_H
#define TEST_UNIT_PRIVATE_KEY_H

#include <openssl/evp.h>
#include <openssl/pem.h>

/* The private key of this PEM; EVP_PKEY_free() it. */
static inline EVP_PKEY *
private_key(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

	BIO_free(bio);
	assert_non_null(key);
	return key;
}

#endif
