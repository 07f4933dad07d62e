/* SPDX-License-Identifier: ISC */
/* Verifies a signature with a key set, and remembers by which key. */
#include <openssl/err.h>

#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/limits.h"

static bool
is_signed_by(const struct key *key, const struct jws *jws)
{
	const struct keys_algorithm *algorithm = keys_algorithm_of(jws);

	return algorithm != NULL && algorithm->family == key->family &&
	       keys_signature_valid(
		   key->verifiers[algorithm->way], algorithm, jws);
}

static struct key *
remember(const struct keys *keys, const struct jws *jws, struct key *key)
{
	if (jws->signer != NULL)
		*jws->signer = (struct jws_signer){
		    keys->number, (size_t)(key - keys->list)};
	return key;
}

/* A kid may stand more than once in a set: each of its keys is tried,
 * LIMIT_KEYS_TRIED at most. */
static struct key *
find_signer(const struct keys *keys, const struct jws *jws, size_t *tried)
{
	struct key *key;
	size_t index = 0;

	for (*tried = 0; *tried < LIMIT_KEYS_TRIED &&
			 (key = keys_next_fitting(keys, jws, &index)) != NULL;
	     (*tried)++)
		if (is_signed_by(key, jws))
			return remember(keys, jws, key);
	return NULL;
}

struct key *
keys_signer(const struct keys *keys, const struct jws *jws)
{
	size_t tried;

	if (jws->signer != NULL && jws->signer->set == keys->number)
		return &keys->list[jws->signer->key];
	return find_signer(keys, jws, &tried);
}

static enum keys_answer
verify_each(const struct keys *keys, const struct jws *jws)
{
	size_t tried;

	if (find_signer(keys, jws, &tried) != NULL)
		return KEYS_VERIFIED;
	return tried > 0 ? KEYS_FORGED : KEYS_UNKNOWN;
}

static enum keys_answer
verify_nameless(const struct keys *keys, const struct jws *jws)
{
	size_t index = 0;
	struct key *key = keys_next_fitting(keys, jws, &index);

	if (key == NULL || keys_next_fitting(keys, jws, &index) != NULL)
		return KEYS_UNKNOWN;
	if (!is_signed_by(key, jws))
		return KEYS_FORGED;
	remember(keys, jws, key);
	return KEYS_VERIFIED;
}

static enum keys_answer
verify(const struct keys *keys, const struct jws *jws,
    enum keys_answer (*by)(const struct keys *keys, const struct jws *jws))
{
	enum keys_answer answer;

	if (jws->signer != NULL)
		jws->signer->set = 0;
	/* jws_parse() found a fault in it that the caller has overlooked. */
	if (jws->payload == NULL)
		return KEYS_UNKNOWN;
	answer = by(keys, jws);
	ERR_clear_error();
	return answer;
}

enum keys_answer
keys_verify(const struct keys *keys, const struct jws *jws)
{
	return verify(
	    keys, jws, jws->kid != NULL ? verify_each : verify_nameless);
}

enum keys_answer
keys_verify_any(const struct keys *keys, const struct jws *jws)
{
	return verify(keys, jws, verify_each);
}
