/* SPDX-License-Identifier: ISC */

/*
 * signatures N verify KEY TOKEN: verifies the PS256 signature of the token in
 * the file TOKEN, N times, with the key pair in the file KEY.
 * signatures N sign KEY: signs a text of 400 bytes by ES256, N times.
 *
 * It is what nobody can do without, and nothing else: OpenSSL with a key that
 * was parsed once.  turn() is where a profiler sees each time begin.
 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/file.h"
#include "kit/limits.h"

static EVP_PKEY *key;
static const unsigned char *text;
static size_t text_length;
static struct bytes signature;

static void
verify(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *rsa;

	if (EVP_DigestVerifyInit(context, &rsa, EVP_sha256(), NULL, key) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PSS_PADDING) != 1 ||
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(rsa, RSA_PSS_SALTLEN_DIGEST) !=
		1 ||
	    EVP_DigestVerify(context, signature.data, signature.length, text,
		text_length) != 1)
		errx(1, "not verified");
	EVP_MD_CTX_free(context);
}

static void
sign(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char made[256];
	size_t length = sizeof(made);

	if (EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) != 1 ||
	    EVP_DigestSign(context, made, &length, text, text_length) != 1)
		errx(1, "not signed");
	EVP_MD_CTX_free(context);
}

void turn(void (*what)(void));

__attribute__((noinline)) void
turn(void (*what)(void))
{
	what();
}

static void
read_key(const char *path)
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		err(1, "%s", path);
	key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	fclose(file);
	if (key == NULL)
		errx(1, "%s: no key", path);
}

static void
read_token(struct arena *arena, const char *path)
{
	size_t length;
	char *token = file_read(arena, path, LIMIT_FILE, &length);

	if (token == NULL)
		err(1, "%s", path);
	token[strcspn(token, "\n")] = '\0';
	const char *dot = strrchr(token, '.');
	if (dot == NULL ||
	    !base64url_decode(arena, dot + 1, strlen(dot + 1), &signature))
		errx(1, "%s: no token", path);
	text = (const unsigned char *)token;
	text_length = (size_t)(dot - token);
}

int
main(int argc, char **argv)
{
	static const unsigned char zeros[400];
	struct arena *arena = arena_new();

	if (argc != 4 && argc != 5)
		errx(2, "usage: signatures N verify KEY TOKEN | N sign KEY");
	text = zeros;
	text_length = sizeof(zeros);
	read_key(argv[3]);
	if (argc == 5)
		read_token(arena, argv[4]);
	for (long i = atol(argv[1]); i > 0; i--)
		turn(argc == 5 ? verify : sign);
	EVP_PKEY_free(key);
	arena_free(arena);
	return 0;
}
