/* SPDX-License-Identifier: ISC */
#ifndef KIT_DIGEST_H
#define KIT_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;

/* SHA-256, into 32 bytes. */
void digest_sha256(const void *data, size_t length, unsigned char out[32]);

/* SHA-384, into 48 bytes. */
void digest_sha384(const void *data, size_t length, unsigned char out[48]);

/* The same as 64 lower-case hex digits; the arena's. */
char *digest_hex(struct arena *arena, const void *data, size_t length);

/* SHA-256 of what comes in pieces.  A digest ends once, and is the arena's. */
struct digest;
struct digest *digest_new(struct arena *arena);
void digest_add(struct digest *digest, const void *data, size_t length);
char *digest_end(struct digest *digest, struct arena *arena);

/* Random bytes of the kernel as lower-case hex, two digits a byte. */
char *random_hex(struct arena *arena, size_t bytes);

/* So many characters of the alphabet, each drawn by itself from random bytes of
 * the kernel: 2 to 256 characters, each as likely as any other. */
char *random_text(struct arena *arena, const char *alphabet, size_t length);

/* Are the texts equal?  The time that the answer takes depends on the length
 * alone. */
bool digest_equal(const char *a, const char *b);

#endif
