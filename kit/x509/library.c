/* SPDX-License-Identifier: ISC */
/* Tells OpenSSL what a process of one request does without. */
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "kit/x509/library.h"

/* What stands in openssl.cnf, a bank's FIPS provider say, holds all the same.
 * libpq may find a private key that is encrypted in the old way of PEM, which
 * asks for one of these ciphers by its name. */
void
library_brief(void)
{
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
				      OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				      OPENSSL_INIT_NO_ATEXIT,
	    NULL);
	(void)EVP_add_cipher(EVP_aes_128_cbc());
	(void)EVP_add_cipher(EVP_aes_192_cbc());
	(void)EVP_add_cipher(EVP_aes_256_cbc());
	(void)EVP_add_cipher(EVP_des_ede3_cbc());
}
