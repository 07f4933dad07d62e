/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_ONE_KEY_H
#define TEST_UNIT_ONE_KEY_H

/* Keys "k", and what a set that holds such a key makes of a token. */

#include "kit/json.h"
#include "test/unit/jose.h"

static const char *ec2; /* another private key */

static inline int
make_three_keys(void **state)
{
	const char *why;

	if (make_keys(state) != 0)
		return 1;
	ec2 = issue_key(process, ISSUE_EC_P256, &why);
	return ec2 == NULL;
}

/* A certificate of the key, as PEM. */
static inline const char *
certificate(const char *pem)
{
	struct issue_order order = {.subject = "CN=x",
	    .purpose = ISSUE_CLIENT,
	    .not_before = 1700000000,
	    .not_after = 1800000000,
	    .key = pem};
	const char *why, *text = issue_certificate(arena, &order, &why);

	assert_non_null(text);
	return text;
}

static inline struct json *
jwk(const char *pem, const char *use, const char *certificate)
{
	const char *why;
	struct json *key = issue_jwk(arena, pem, "k", use, certificate, &why);

	assert_non_null(key);
	return key;
}

static inline enum keys_answer
verify_in(const char *list, const char *pem, const char *algorithm)
{
	const char *why, *text, *header;
	struct keys *keys = parse(list);
	enum keys_answer answer;

	header =
	    arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", algorithm);
	text = issue_jws(arena, header, "{}", algorithm, pem, &why);
	assert_non_null(text);
	answer = ask(keys, text);
	keys_free(keys);
	return answer;
}

/* What the set of this one key makes of the right signature. */
static inline enum keys_answer
verify(const struct json *key)
{
	bool is_rsa = json_type(json_get(key, "n")) != JSON_ABSENT;

	return verify_in(json_text(arena, key), is_rsa ? rsa : ec,
	    is_rsa ? "PS256" : "ES256");
}

#endif
