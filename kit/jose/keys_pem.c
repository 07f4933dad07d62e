/* SPDX-License-Identifier: ISC */
/* Writes the public keys of a set, or of a certificate, as PEM for others. */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/x509/cert_openssl.h"

/* Makes of an RSA key one that is for PSS alone (RFC 4055 section 1.2). */
static EVP_PKEY *
for_pss(EVP_PKEY *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA-PSS", NULL);
	OSSL_PARAM *numbers = NULL;
	EVP_PKEY *out = NULL;

	if (ctx != NULL &&
	    EVP_PKEY_todata(key, EVP_PKEY_PUBLIC_KEY, &numbers) == 1 &&
	    EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &out, EVP_PKEY_PUBLIC_KEY, numbers) != 1)
		out = NULL;
	OSSL_PARAM_free(numbers);
	EVP_PKEY_CTX_free(ctx);
	return out;
}

static char *
text_of(struct arena *arena, EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *out = NULL;
	long length;

	if (key != NULL && bio != NULL && PEM_write_bio_PUBKEY(bio, key) == 1) {
		length = BIO_get_mem_data(bio, &data);
		out = arena_strndup(arena, data, (size_t)length);
	}
	BIO_free(bio);
	return out;
}

static char *
pem_of(struct arena *arena, EVP_PKEY *key, const char *algorithm)
{
	EVP_PKEY *pss = NULL;
	char *out;

	if (strcmp(algorithm, "PS256") == 0)
		key = pss = for_pss(key);
	out = text_of(arena, key);
	EVP_PKEY_free(pss);
	ERR_clear_error();
	return out;
}

char *
keys_pem(struct arena *arena, const struct keys *keys, const struct jws *jws,
    size_t *index)
{
	const struct key *key = keys_next_fitting(keys, jws, index);

	return key == NULL ? NULL : pem_of(arena, key->public, jws->algorithm);
}

char *
keys_pem_cert(
    struct arena *arena, const struct cert *cert, const struct jws *jws)
{
	EVP_PKEY *key = X509_get0_pubkey(cert_x509(cert));

	return key == NULL ? NULL : pem_of(arena, key, jws->algorithm);
}
