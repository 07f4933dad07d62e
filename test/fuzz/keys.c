/* SPDX-License-Identifier: ISC */
/* Fuzzes key sets: none verifies a token that no key of it has signed. */
#include "test/fuzz/fuzz.h"

#include "kit/base64.h"
#include "kit/digest.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"

/* The only token that anybody has signed, who did, and with what certificate
 * that party calls; and the set of its keys. */
static struct arena *world; /* ours to the end */
static struct jws good;
static const struct json *signer, *ours;
static const struct cert *caller;

static void
open_world(void)
{
	world = arena_new();
	const char *token = fuzz_read(world, "request");
	const char *set = fuzz_read(world, "tpp.jwks");
	const char *pem = fuzz_read(world, "tpp/transport.pem"), *why;
	struct keys *keys = keys_parse(set, strlen(set), &why);

	MUST(jws_parse(world, token, strlen(token), &good) == JWS_OK);
	MUST(keys != NULL && keys_verify(keys, &good) == KEYS_VERIFIED);
	keys_free(keys);
	ours = json_get(json_parse(world, set, strlen(set), NULL), "keys");
	for (size_t i = 0; i < json_length(ours); i++)
		if (strcmp(json_string(json_get(json_at(ours, i), "kid")),
			good.kid) == 0)
			signer = json_at(ours, i);
	caller = cert_parse(world, pem, strlen(pem));
	MUST(signer != NULL && caller != NULL);
}

static bool
same(const struct json *a, const struct json *b, const char *name)
{
	const char *one = json_string(json_get(a, name));
	const char *other = json_string(json_get(b, name));

	return one != NULL && other != NULL && strcmp(one, other) == 0;
}

/* Is the signer's public key in the set? */
static bool
has_signer(const struct json *list)
{
	for (size_t i = 0; i < json_length(list); i++)
		if (same(json_at(list, i), signer, "n") &&
		    same(json_at(list, i), signer, "e"))
			return true;
	return false;
}

/* Who brings a key of his own can sign with it: what was learnt in another
 * world has such. */
static bool
has_foreign(const struct json *list)
{
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *jwk = json_at(list, i);
		bool known = false;

		for (size_t j = 0; j < json_length(ours); j++)
			if (same(jwk, json_at(ours, j), "n") ||
			    same(jwk, json_at(ours, j), "x"))
				known = true;
		if (!known)
			return true;
	}
	return false;
}

static bool
has_caller(struct arena *arena, const struct json *list)
{
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *jwk = json_at(list, i);
		const char *use = json_string(json_get(jwk, "use"));
		const char *text =
		    json_string(json_at(json_get(jwk, "x5c"), 0));
		struct bytes der;

		if (use != NULL && strcmp(use, "tls") == 0 && text != NULL &&
		    base64_decode(arena, text, strlen(text), &der) &&
		    strcmp(digest_hex(arena, der.data, der.length),
			cert_sha256_hex(caller)) == 0)
			return true;
	}
	return false;
}

static void
check(struct arena *arena, const struct keys *keys, const struct json *set,
    const char *token)
{
	const struct json *list = json_get(set, "keys");
	struct jws jws;

	MUST(json_type(list) == JSON_ARRAY);
	MUST(json_length(list) <= LIMIT_KEYS);
	if (keys_verify(keys, &good) == KEYS_VERIFIED) {
		MUST(has_signer(list));
		fuzz_reached("a key that verifies");
	}
	if (keys_hold_certificate(keys, cert_sha256(caller)))
		MUST(has_caller(arena, list));
	(void)jws_parse(arena, token, strlen(token), &jws);
	if (jws.algorithm != NULL && keys_verify(keys, &jws) == KEYS_VERIFIED)
		MUST(strcmp(token, good.compact) == 0 || has_foreign(list));
}

/* A key set and a token. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct fuzz_input input = {(const char *)data, size};
	const char *text, *why = NULL;
	struct keys *keys;

	if (world == NULL)
		open_world();
	text = fuzz_next(arena, &input);
	keys = keys_parse(text, strlen(text), &why);
	MUST((keys == NULL) == (why != NULL));
	if (keys != NULL)
		check(arena, keys, json_parse(arena, text, strlen(text), NULL),
		    fuzz_next(arena, &input));
	keys_free(keys);
	arena_free(arena);
	return 0;
}
