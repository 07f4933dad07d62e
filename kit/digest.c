/* SPDX-License-Identifier: ISC */
/* SHA-256, random bytes, and a comparison that takes the same time always. */
#include "kit/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "kit/arena.h"
#include "kit/hex.h"

char *
digest_hex(struct arena *arena, const void *data, size_t length)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_Digest(data, length, sum, &size, EVP_sha256(), NULL) != 1 ||
	    size != 32)
		abort();
	return hex_encode(arena, sum, size);
}

struct digest {
	EVP_MD_CTX *context;
};

static void
free_digest(void *thing)
{
	EVP_MD_CTX_free(((struct digest *)thing)->context);
}

struct digest *
digest_new(struct arena *arena)
{
	struct digest *digest = arena_alloc(arena, sizeof(*digest));

	digest->context = EVP_MD_CTX_new();
	if (digest->context == NULL ||
	    EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1)
		abort();
	arena_defer(arena, free_digest, digest);
	return digest;
}

void
digest_add(struct digest *digest, const void *data, size_t length)
{
	if (EVP_DigestUpdate(digest->context, data, length) != 1)
		abort();
}

char *
digest_end(struct digest *digest, struct arena *arena)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_DigestFinal_ex(digest->context, sum, &size) != 1)
		abort();
	return hex_encode(arena, sum, size);
}

/* The bytes come from the kernel: OpenSSL's generator has a state that a fork
 * or a snapshot could double. */
char *
random_hex(struct arena *arena, size_t bytes)
{
	unsigned char *data = arena_alloc(arena, bytes);
	size_t have = 0;

	while (have < bytes) {
		ssize_t got = getrandom(data + have, bytes - have, 0);

		if (got < 0 && errno != EINTR)
			abort();
		if (got > 0)
			have += (size_t)got;
	}
	return hex_encode(arena, data, bytes);
}

bool
digest_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && CRYPTO_memcmp(a, b, length) == 0;
}
