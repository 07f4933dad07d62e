/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_FEDERATION_H
#define TEST_UNIT_FEDERATION_H

/* A federation: a trust anchor, two intermediates, and a relying party; and somebody
 * from elsewhere. */

#include <string.h>

#include "kit/entity/entity_chain.h"
#include "kit/issue/issue.h"
#include "kit/jose/keys.h"
#include "test/unit/parse_json.h"

#define NOW 1800000000
#define RP "openid_relying_party"

enum who { LEAF, LOW, HIGH, ANCHOR, STRANGER, EVERYBODY };

static const char *const identifiers[] = {"https://rp.example.com/app",
    "https://low.example.com", "https://high.example.org/",
    "https://top.example.org", "https://stranger.example.net"};

static struct arena *process; /* of all tests */
static const char *private_keys[EVERYBODY];
static const struct json *public_keys[EVERYBODY]; /* JWK Sets */

static inline int
make_federation(void **state)
{
	const char *why = NULL;

	(void)state;
	process = arena_new();
	for (int i = 0; i < EVERYBODY; i++) {
		struct json *set = json_new_object(process);
		struct json *list = json_new_array(process);

		private_keys[i] = issue_key(process, ISSUE_EC_P256, &why);
		json_append(list, issue_jwk(process, private_keys[i], NULL,
				      "sig", NULL, &why));
		json_set(set, "keys", list);
		public_keys[i] = set;
	}
	return why != NULL;
}

static inline int
free_federation(void **state)
{
	(void)state;
	arena_free(process);
	return 0;
}

static inline const char *
kid_of(enum who who)
{
	return json_string(
	    json_get(json_at(json_get(public_keys[who], "keys"), 0), "kid"));
}

/* The claims of a statement, which a test may change. */
static inline struct json *
claims_of(enum who issuer, enum who subject)
{
	struct json *claims = json_new_object(arena);
	struct json *hints = json_new_array(arena);

	json_set_string(claims, "iss", identifiers[issuer]);
	json_set_string(claims, "sub", identifiers[subject]);
	json_set_integer(claims, "iat", NOW - 100);
	json_set_integer(claims, "exp", NOW + 3600 + (int64_t)issuer);
	json_set(claims, "jwks", public_keys[subject]);
	if (issuer == subject && issuer < ANCHOR) {
		json_append_string(hints, identifiers[issuer + 1]);
		json_set(claims, "authority_hints", hints);
	}
	if (issuer == LEAF)
		json_set(claims, "metadata",
		    parse("{\"" RP "\":{\"redirect_uris\":"
			  "[\"https://rp.example.com/cb\"],"
			  "\"grant_types\":[\"authorization_code\"]}}"));
	return claims;
}

static inline const char *
signed_as(const char *header, const struct json *claims, enum who by)
{
	const char *why = NULL;
	const char *text = issue_jws(arena, header, json_text(arena, claims),
	    "ES256", private_keys[by], &why);

	assert_non_null(text);
	return text;
}

static inline const char *
signed_by(const struct json *claims, enum who by)
{
	return signed_as(arena_printf(arena,
			     "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":"
			     "\"entity-statement+jwt\"}",
			     kid_of(by)),
	    claims, by);
}

static inline const struct keys *
anchor_keys(void)
{
	const char *why, *text = json_text(arena, public_keys[ANCHOR]);
	struct keys *keys = keys_parse(text, strlen(text), &why);

	assert_non_null(keys);
	arena_defer(arena, (void (*)(void *))keys_free, keys);
	return keys;
}

#endif
