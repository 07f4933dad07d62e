/* SPDX-License-Identifier: ISC */
/* Makes private keys. */
#include "kit/issue/issue.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "kit/issue/private.h"

static EVP_PKEY *
generate(enum issue_key kind)
{
	switch (kind) {
	case ISSUE_RSA_2048:
		return EVP_RSA_gen(2048);
	case ISSUE_EC_P256:
		return EVP_EC_gen("P-256");
	case ISSUE_EC_P384:
		return EVP_EC_gen("P-384");
	case ISSUE_ED25519:
		break;
	}
	return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

char *
issue_key(struct arena *arena, enum issue_key kind, const char **why)
{
	EVP_PKEY *key = generate(kind);
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
