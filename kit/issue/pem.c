/* SPDX-License-Identifier: ISC */
/* Keys and certificates to and from PEM. */
#include "kit/issue/private.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "kit/arena.h"

static void
free_key(void *key)
{
	EVP_PKEY_free(key);
}

static void
free_certificate(void *certificate)
{
	X509_free(certificate);
}

/* Answers OpenSSL that there is no password; otherwise it would ask the
 * terminal. */
static int
no_password(char *out, int size, int writing, void *context)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static EVP_PKEY *
read_key(struct arena *arena, const char *pem,
    EVP_PKEY *(*read)(BIO *, EVP_PKEY **, pem_password_cb *, void *))
{
	BIO *bio = pem != NULL ? BIO_new_mem_buf(pem, -1) : NULL;
	EVP_PKEY *key = NULL;

	if (bio != NULL)
		key = read(bio, NULL, no_password, NULL);
	BIO_free(bio);
	ERR_clear_error();
	if (key != NULL)
		arena_defer(arena, free_key, key);
	return key;
}

struct evp_pkey_st *
issue_private(struct arena *arena, const char *pem)
{
	return read_key(arena, pem, PEM_read_bio_PrivateKey);
}

struct evp_pkey_st *
issue_public(struct arena *arena, const char *pem)
{
	EVP_PKEY *key = issue_private(arena, pem);

	return key != NULL ? key : read_key(arena, pem, PEM_read_bio_PUBKEY);
}

struct x509_st *
issue_x509(struct arena *arena, const char *pem)
{
	BIO *bio = pem != NULL ? BIO_new_mem_buf(pem, -1) : NULL;
	X509 *certificate = NULL;

	if (bio != NULL)
		certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL);
	BIO_free(bio);
	ERR_clear_error();
	if (certificate != NULL)
		arena_defer(arena, free_certificate, certificate);
	return certificate;
}

char *
issue_text(struct arena *arena, struct bio_st *bio)
{
	char *data = NULL, *text = NULL;
	long length = BIO_get_mem_data(bio, &data);

	if (length > 0)
		text = arena_strndup(arena, data, (size_t)length);
	BIO_free(bio);
	return text;
}
