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

#define SHA256_BYTES 32

/* Begins a digest.  OpenSSL looks EVP_sha256() up in its providers at each
 * digest; what is fetched stands for the life of the process. */
static void
begin(EVP_MD_CTX *context)
{
	static EVP_MD *sha256;

	if (sha256 == NULL)
		sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (context == NULL || EVP_DigestInit_ex2(context, sha256, NULL) != 1)
		abort();
}

static void
add(EVP_MD_CTX *context, const void *data, size_t length)
{
	if (EVP_DigestUpdate(context, data, length) != 1)
		abort();
}

static void
end(EVP_MD_CTX *context, unsigned char out[SHA256_BYTES])
{
	unsigned size = 0;

	if (EVP_MD_CTX_get_size(context) != SHA256_BYTES ||
	    EVP_DigestFinal_ex(context, out, &size) != 1)
		abort();
}

void
digest_sha256(const void *data, size_t length, unsigned char out[SHA256_BYTES])
{
	static EVP_MD_CTX *context;

	if (context == NULL)
		context = EVP_MD_CTX_new();
	begin(context);
	add(context, data, length);
	end(context, out);
}

void
digest_sha384(const void *data, size_t length, unsigned char out[48])
{
	unsigned size = 0;

	if (EVP_Digest(data, length, out, &size, EVP_sha384(), NULL) != 1)
		abort();
}

char *
digest_hex(struct arena *arena, const void *data, size_t length)
{
	unsigned char sum[SHA256_BYTES];

	digest_sha256(data, length, sum);
	return hex_encode(arena, sum, sizeof(sum));
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
	begin(digest->context);
	arena_defer(arena, free_digest, digest);
	return digest;
}

void
digest_add(struct digest *digest, const void *data, size_t length)
{
	add(digest->context, data, length);
}

char *
digest_end(struct digest *digest, struct arena *arena)
{
	unsigned char sum[SHA256_BYTES];

	end(digest->context, sum);
	return hex_encode(arena, sum, sizeof(sum));
}

/* The bytes come from the kernel: OpenSSL's generator has a state that a fork
 * or a snapshot could double. */
static void
draw(unsigned char *data, size_t bytes)
{
	size_t have = 0;

	while (have < bytes) {
		ssize_t got = getrandom(data + have, bytes - have, 0);

		if (got < 0 && errno != EINTR)
			abort();
		if (got > 0)
			have += (size_t)got;
	}
}

char *
random_hex(struct arena *arena, size_t bytes)
{
	unsigned char *data = arena_alloc(arena, bytes);

	draw(data, bytes);
	return hex_encode(arena, data, bytes);
}

/* A byte past the last whole alphabet that fits a byte is thrown away: its
 * remainder would make the first characters likelier. */
char *
random_text(struct arena *arena, const char *alphabet, size_t length)
{
	const size_t size = strlen(alphabet), most = 256 - 256 % size;
	unsigned char bytes[128];
	char *text = arena_alloc(arena, length + 1);
	size_t have = 0;

	while (have < length) {
		draw(bytes, sizeof(bytes));
		for (size_t i = 0; i < sizeof(bytes) && have < length; i++)
			if (bytes[i] < most)
				text[have++] = alphabet[bytes[i] % size];
	}
	return text;
}

bool
digest_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && CRYPTO_memcmp(a, b, length) == 0;
}
