/* SPDX-License-Identifier: ISC */
/* Makes private keys. */
#include "kit/issue/issue.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "kit/issue/private.h"

char *
issue_key(struct arena *arena, enum issue_key kind, const char **why)
{
	EVP_PKEY *key =
	    kind == ISSUE_RSA_2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
	BIO *bio = BIO_new(BIO_s_mem());
	char *pem = NULL;

	if (key != NULL && bio != NULL)
		PEM_write_bio_PKCS8PrivateKey(
		    bio, key, NULL, NULL, 0, NULL, NULL);
	EVP_PKEY_free(key);
	if (bio != NULL)
		pem = issue_text(arena, bio);
	ERR_clear_error();
	*why = pem == NULL ? "cannot make a key" : NULL;
	return pem;
}
