/* SPDX-License-Identifier: ISC */
/* Writes the public keys of a set, or of a certificate, as PEM for others. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/x509/cert_openssl.h"

static char *
pem_of(struct arena *arena, EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *out = NULL;
	long length;

	if (key != NULL && bio != NULL && PEM_write_bio_PUBKEY(bio, key) == 1) {
		length = BIO_get_mem_data(bio, &data);
		out = arena_strndup(arena, data, (size_t)length);
	}
	BIO_free(bio);
	ERR_clear_error();
	return out;
}

char *
keys_pem(struct arena *arena, const struct keys *keys, const struct jws *jws,
    size_t *index)
{
	const struct key *key = keys_next_fitting(keys, jws, index);

	return key == NULL ? NULL : pem_of(arena, key->public);
}

char *
keys_pem_cert(struct arena *arena, const struct cert *cert)
{
	return pem_of(arena, X509_get0_pubkey(cert_x509(cert)));
}
