/* SPDX-License-Identifier: ISC */
/* Holds a JWK Set (RFC 7517 section 5), and finds keys in it. */
#include "kit/jose/keys.h"

#include <openssl/evp.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/jose/jws.h"
#include "kit/jose/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/log.h"

static bool
is_private(const struct json *jwk)
{
	static const char *const names[] = {
	    "d", "p", "q", "dp", "dq", "qi", "oth", "k"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (json_type(json_get(jwk, names[i])) != JSON_ABSENT)
			return true;
	}
	return false;
}

/* False when the member is there and is no string. */
static bool
read_string(const struct json *jwk, const char *name, const char **out)
{
	const struct json *value = json_get(jwk, name);

	*out = json_string(value);
	return *out != NULL || json_type(value) == JSON_ABSENT;
}

static bool
read_key(const struct json *jwk, struct key *out)
{
	const char *kty;

	memset(out, 0, sizeof(*out));
	out->jwk = jwk;
	if (!read_string(jwk, "kty", &kty) || kty == NULL ||
	    !read_string(jwk, "kid", &out->kid) ||
	    !read_string(jwk, "use", &out->use) ||
	    !read_string(jwk, "alg", &out->alg))
		return false;
	out->family = keys_jwk_family(jwk);
	return true;
}

static void
take(struct keys *keys, const struct json *list)
{
	size_t published = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *jwk = json_at(list, i);

		if (is_private(jwk))
			published++;
		else if (read_key(jwk, &keys->list[keys->count]))
			keys->count++;
	}
	if (published > 0)
		log_line("keys: private keys in a public set: %zu", published);
}

static const char *
fill(struct keys *keys, const char *text, size_t length)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct json_error error = {0, "not JSON"};
	const struct json *list, *set;

	/* A reader may ignore a byte order mark (RFC 8259 section 8.1). */
	if (length > 3 && memcmp(text, mark, 3) == 0) {
		text += 3;
		length -= 3;
	}
	set = json_parse_fetched(keys->arena, text, length, &error);
	if (set == NULL)
		return error.what;
	list = json_get(set, "keys");
	if (json_type(list) != JSON_ARRAY)
		return "not a JWK Set: keys must be an array";
	if (json_length(list) > LIMIT_KEYS)
		return "too many keys";
	keys->list =
	    arena_alloc(keys->arena, json_length(list) * sizeof(keys->list[0]));
	keys->entries = arena_alloc(keys->arena, sizeof(*keys->entries));
	keys->entries->all = list;
	keys->entries->count = json_length(list);
	take(keys, list);
	return NULL;
}

struct keys *
keys_parse(const char *text, size_t length, const char **why)
{
	static uint64_t sets;
	struct arena *arena = arena_new();
	struct keys *keys = arena_alloc(arena, sizeof(*keys));

	keys->arena = arena;
	keys->number = ++sets;
	*why = fill(keys, text, length);
	if (*why == NULL)
		return keys;
	arena_free(arena);
	return NULL;
}

void
keys_free(struct keys *keys)
{
	if (keys != NULL)
		arena_free(keys->arena);
}

static bool
may_verify(const struct key *key, const char *algorithm)
{
	const struct json *operations = json_get(key->jwk, "key_ops");

	return (key->use == NULL || strcmp(key->use, "sig") == 0) &&
	       (key->alg == NULL || strcmp(key->alg, algorithm) == 0) &&
	       (json_type(operations) == JSON_ABSENT ||
		   json_has_string(operations, "verify"));
}

static void
free_verifier(void *verifier)
{
	EVP_PKEY_CTX_free(verifier);
}

/* Is the key one that can be used, and what verifies by it ready? */
static bool
prepare(struct arena *arena, struct key *key,
    const struct keys_algorithm *algorithm)
{
	EVP_PKEY_CTX **verifier = &key->verifiers[algorithm->way];

	if (!key->tried)
		key->public = keys_jwk_read(arena, key->jwk);
	key->tried = true;
	if (key->public != NULL && *verifier == NULL) {
		*verifier = keys_verifier(key->public, algorithm);
		arena_defer(arena, free_verifier, *verifier);
	}
	return *verifier != NULL;
}

struct key *
keys_next_fitting(const struct keys *keys, const struct jws *jws, size_t *index)
{
	const struct keys_algorithm *algorithm = keys_algorithm_of(jws);

	while (algorithm != NULL && *index < keys->count) {
		struct key *key = &keys->list[(*index)++];

		if (key->family != algorithm->family ||
		    !may_verify(key, algorithm->name) ||
		    (jws->kid != NULL &&
			(key->kid == NULL || strcmp(key->kid, jws->kid) != 0)))
			continue;
		if (prepare(keys->arena, key, algorithm))
			return key;
	}
	return NULL;
}

bool
keys_can_verify(const struct keys *keys, const struct json *accepted)
{
	struct jws any;
	size_t at = 0, index = 0;

	for (; keys_accepted_at(&at, accepted, &any); index = 0)
		if (keys_next_fitting(keys, &any, &index) != NULL)
			return true;
	return false;
}

static void
hash_certificate(struct arena *arena, struct key *key)
{
	struct bytes der;

	key->hashed = true;
	key->has_sha256 = keys_jwk_certificate(arena, key->jwk, &der);
	if (key->has_sha256)
		digest_sha256(der.data, der.length, key->sha256);
}

bool
keys_hold_certificate(const struct keys *keys, const unsigned char sha256[32])
{
	for (size_t i = 0; i < keys->count; i++) {
		struct key *key = &keys->list[i];

		if (key->use == NULL || strcmp(key->use, "tls") != 0)
			continue;
		if (!key->hashed)
			hash_certificate(keys->arena, key);
		if (key->has_sha256 && memcmp(key->sha256, sha256, 32) == 0)
			return true;
	}
	return false;
}
