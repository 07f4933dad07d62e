/* SPDX-License-Identifier: ISC */
/* Reads what tells a JWK from others, as leniently as a list of revoked keys
 * has to be read. */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/jose/private.h"
#include "kit/json.h"

#define SHA1_BYTES 20
#define SHA256_BYTES 32

/* The letter of base64url (RFC 4648 section 5) for one of either alphabet. */
static char
url_letter(char letter)
{
	switch (letter) {
	case '+':
		return '-';
	case '/':
		return '_';
	default:
		return letter;
	}
}

/* The letters of base64url alone, without PEM's armour, padding and blanks. */
static char *
bare(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 1), *to = out;

	for (; *text != '\0'; text++) {
		if (strncmp(text, "-----", 5) == 0) {
			const char *end = strstr(text + 5, "-----");

			text = end != NULL ? end + 4 : text + strlen(text) - 1;
			continue;
		}
		if (*text > ' ' && *text != '=')
			*to++ = url_letter(*text);
	}
	return out;
}

/* The unused bits of the last letter may be set. */
static bool
decode(struct arena *arena, const char *text, struct bytes *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	char *plain = bare(arena, text);
	size_t length = strlen(plain);
	const char *last =
	    length > 0 ? strchr(letters, plain[length - 1]) : NULL;

	if (last != NULL && length % 4 > 1)
		plain[length - 1] =
		    letters[(last - letters) & (length % 4 == 2 ? 0x30 : 0x3c)];
	return base64url_decode(arena, plain, length, out) && out->length > 0;
}

/* Some write zeros before a number, which do not make it another one. */
static bool
number(struct arena *arena, const struct json *value, struct bytes *out)
{
	const char *text = json_string(value);

	if (text == NULL || !decode(arena, text, out))
		return false;
	for (; out->length > 0 && *out->data == 0; out->data++)
		out->length--;
	return out->length > 0;
}

/* A thumbprint comes as base64, or as hexadecimal digits with or without
 * colons. */
static bool
thumbprint(
    struct arena *arena, const char *text, size_t size, struct bytes *out)
{
	char *digits, *to;

	if (decode(arena, text, out) && out->length == size)
		return true;
	digits = to = arena_alloc(arena, strlen(text) + 1);
	for (; *text != '\0'; text++)
		if (*text != ':')
			*to++ = *text;
	return hex_decode(arena, digits, out) && out->length == size;
}

static X509 *
certificate(struct arena *arena, const char *text)
{
	const unsigned char *at;
	struct bytes der;
	X509 *x509;

	if (text == NULL || !decode(arena, text, &der))
		return NULL;
	at = der.data;
	x509 = d2i_X509(NULL, &at, (long)der.length);
	ERR_clear_error();
	return x509;
}

static bool
take_number(struct arena *arena, const struct json *jwk, const char *name,
    struct keys_named *out)
{
	const struct json *value = json_get(jwk, name);

	if (json_type(value) == JSON_ABSENT || json_type(value) == JSON_NULL)
		return false;
	if (!number(arena, value, &out->keys[0])) {
		out->keys[0].length = 0;
		out->unread = true;
	}
	return true;
}

static void
take_x5t(struct arena *arena, const struct json *value, size_t size,
    struct bytes *to, struct keys_named *out)
{
	if (json_type(value) == JSON_ABSENT || json_type(value) == JSON_NULL)
		return;
	if (json_string(value) == NULL ||
	    !thumbprint(arena, json_string(value), size, to)) {
		to->length = 0;
		out->unread = true;
	}
}

static void
take_chain(
    struct arena *arena, const struct json *value, struct keys_named *out)
{
	const char *first = json_string(value);
	X509 *x509;

	if (json_type(value) == JSON_ABSENT || json_type(value) == JSON_NULL)
		return;
	if (first == NULL)
		first = json_string(json_at(value, 0));
	x509 = certificate(arena, first);
	if (x509 != NULL)
		keys_named_certificate(arena, x509, out);
	else
		out->unread = true;
	X509_free(x509);
}

void
keys_named_jwk(
    struct arena *arena, const struct json *jwk, struct keys_named *out)
{
	const char *kid = json_string(json_get(jwk, "kid"));

	memset(out, 0, sizeof(*out));
	if (kid != NULL && *kid != '\0')
		out->kid = kid;
	if (!take_number(arena, jwk, "n", out))
		take_number(arena, jwk, "x", out);
	take_chain(arena, json_get(jwk, "x5c"), out);
	take_x5t(
	    arena, json_get(jwk, "x5t#S256"), SHA256_BYTES, &out->x5t[0], out);
	take_x5t(arena, json_get(jwk, "x5t"), SHA1_BYTES, &out->x5t[1], out);
}

static bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->length > 0 && a->length == b->length &&
	       memcmp(a->data, b->data, a->length) == 0;
}

static bool
any_same(const struct bytes *a, const struct bytes *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; a[i].length > 0 && k < count; k++)
			if (same(&a[i], &b[k]))
				return true;
	return false;
}

bool
keys_named_has_key(const struct keys_named *named)
{
	return named->keys[0].length > 0 || named->keys[1].length > 0;
}

bool
keys_named_has_x5t(const struct keys_named *named)
{
	return named->x5t[0].length > 0 || named->x5t[1].length > 0;
}

bool
keys_named_has_any(const struct keys_named *named)
{
	return named->kid != NULL || named->serial.length > 0 ||
	       keys_named_has_key(named) || keys_named_has_x5t(named);
}

bool
keys_named_same(const struct keys_named *entry, const struct keys_named *thing)
{
	return any_same(entry->keys, thing->keys, 2) ||
	       any_same(entry->x5t, thing->x5t, KEYS_NAMED_X5T) ||
	       (same(&entry->issuer, &thing->issuer) &&
		   same(&entry->serial, &thing->serial)) ||
	       (!keys_named_has_key(entry) && entry->kid != NULL &&
		   thing->kid != NULL && strcmp(entry->kid, thing->kid) == 0);
}
