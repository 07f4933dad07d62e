/* SPDX-License-Identifier: ISC */
#ifndef KIT_BASE64_H
#define KIT_BASE64_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * base64url without padding (RFC 7515 section 2) and base64 (RFC 4648
 * section 4), decoded strictly: only the alphabet, no white space, and the
 * unused bits of the last character zero, so that bytes have one spelling.
 */
struct bytes {
	unsigned char *data; /* NUL-terminated beyond length */
	size_t length;
};

/* False when the text is not canonical.  Memory is the arena's. */
bool base64url_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out);
bool base64_decode(
    struct arena *arena, const char *text, size_t length, struct bytes *out);

char *base64url_encode(struct arena *arena, const void *data, size_t length);
char *base64_encode(struct arena *arena, const void *data, size_t length);

#endif
