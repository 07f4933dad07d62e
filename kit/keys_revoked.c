/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/jws.h"
#include "kit/keys.h"
#include "kit/keys_parts.h"
#include "kit/limits.h"

/* Without the zeros before it, which some write and which are no other
 * number.  False: it is none. */
static bool
number(struct arena *arena, const struct json *jwk, const char *name,
    struct bytes *out)
{
	const char *text = json_string(json_get(jwk, name));

	if (text == NULL || !base64url_decode(arena, text, strlen(text), out))
		return false;
	for (; out->length > 0 && *out->data == 0; out->data++)
		out->length--;
	return out->length > 0;
}

static bool
same_name(const struct key *a, const struct key *b)
{
	return a->kid != NULL && b->kid != NULL && strcmp(a->kid, b->kid) == 0;
}

static const char *const rsa[] = {"n", "e"}, *const p256[] = {"x", "y"};

static bool
has_numbers(
    struct arena *arena, const struct json *jwk, const char *const *names)
{
	struct bytes unused;

	return number(arena, jwk, names[0], &unused) &&
	       number(arena, jwk, names[1], &unused);
}

static bool
same_number(struct arena *arena, const struct json *a, const struct json *b,
    const char *name)
{
	struct bytes one, other;

	return number(arena, a, name, &one) && number(arena, b, name, &other) &&
	       one.length == other.length &&
	       memcmp(one.data, other.data, one.length) == 0;
}

static bool
same_key(struct arena *arena, const struct key *revoked, const struct key *key)
{
	const char *const *names = key->family == KEYS_RSA ? rsa : p256;

	if (!has_numbers(arena, revoked->jwk, rsa) &&
	    !has_numbers(arena, revoked->jwk, p256))
		return same_name(revoked, key);
	return same_number(arena, revoked->jwk, key->jwk, names[0]) &&
	       same_number(arena, revoked->jwk, key->jwk, names[1]);
}

static bool
has_key(const struct keys *revoked, const struct key *key)
{
	struct arena *arena = arena_new();
	bool found = false;

	for (size_t i = 0; !found && i < revoked->count; i++)
		found = same_key(arena, &revoked->list[i], key);
	arena_free(arena);
	return found;
}

bool
keys_signer_revoked(
    const struct keys *revoked, const struct keys *keys, const struct jws *jws)
{
	const struct key *key, *signer = NULL;
	size_t index = 0;

	for (int tried = 0; signer == NULL && tried < LIMIT_KEYS_TRIED &&
			    (key = keys_next_fitting(keys, jws, &index));
	     tried++)
		if (keys_signed_by(key, jws))
			signer = key;
	ERR_clear_error();
	return signer == NULL || has_key(revoked, signer);
}

bool
keys_certificate_revoked(
    const struct keys *revoked, const unsigned char sha256[32])
{
	return keys_certify(revoked, NULL, sha256);
}
