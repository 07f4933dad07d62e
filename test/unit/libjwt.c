/* SPDX-License-Identifier: ISC */

/* What libjwt, whatever its version, makes of the signatures of ours. */
#include "test/unit/jose.h"

#include "kit/jose/libjwt.h"
#include "kit/json.h"

static struct keys *
set_of(const char *pem, const char *algorithm)
{
	const char *why;
	struct json *key = issue_jwk(arena, pem, "k", "sig", NULL, &why);

	assert_non_null(key);
	json_set_string(key, "alg", algorithm);
	return parse(json_text(arena, key));
}

static struct jws
sign(const char *algorithm, const char *header, const char *pem)
{
	const char *why,
	    *text = issue_jws(arena,
		arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"%s}",
		    algorithm, header),
		"{\"iss\":\"x\"}", algorithm, pem, &why);
	struct jws jws;

	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	return jws;
}

/* One character of the payload is another one. */
static struct jws
tamper(const struct jws *jws)
{
	char *text = arena_strdup(arena, jws->compact);
	char *place = strchr(text, '.') + 4;
	struct jws out;

	*place = *place == 'A' ? 'B' : 'A';
	(void)jws_parse(arena, text, strlen(text), &out);
	out.compact = text;
	return out;
}

static const char *
pem_for(struct keys *keys, const struct jws *jws)
{
	size_t index = 0;
	const char *pem = keys_pem(arena, keys, jws, &index);

	assert_non_null(pem);
	assert_null(keys_pem(arena, keys, jws, &index));
	return pem;
}

static const struct libjwt *
load(void)
{
	const char *why = NULL;
	const struct libjwt *library = libjwt_load(arena, &why);

	if (library == NULL)
		skip();
	assert_ptr_equal(libjwt_load(arena, &why), library);
	return library;
}

static void
compare(const char *algorithm, const char *private, const char *other)
{
	const struct libjwt *library = load();
	struct json *accepted = json_new_array(arena);
	struct jws jws = sign(algorithm, "", private);
	const struct jws forged = tamper(&jws);

	json_append_string(accepted, algorithm);
	jws.accepted = accepted;
	struct keys *keys = set_of(private, algorithm);
	struct keys *wrong = set_of(other, algorithm);
	const char *pem = pem_for(keys, &jws);

	assert_true(libjwt_verifies(library, &jws, pem));
	assert_false(libjwt_verifies(library, &forged, pem));
	assert_false(libjwt_verifies(library, &jws, pem_for(wrong, &jws)));
	keys_free(keys);
	keys_free(wrong);
}

static void
test_verifies(void **state)
{
	const char *why;

	static const struct {
		const char *algorithm;
		enum issue_key kind;
	} all[] = {{"ES256", ISSUE_EC_P256}, {"ES384", ISSUE_EC_P384},
	    {"RS256", ISSUE_RSA_2048}, {"RS384", ISSUE_RSA_2048}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *key = issue_key(arena, all[i].kind, &why);
		const char *other = issue_key(arena, all[i].kind, &why);

		assert_true(libjwt_knows(load(), all[i].algorithm));
		compare(all[i].algorithm, key, other);
	}
}

static void
test_knows(void **state)
{
	(void)state;
	assert_true(libjwt_knows(load(), "RS256"));
	assert_false(libjwt_knows(load(), "PS256"));
	assert_false(libjwt_knows(load(), "XS256"));
	assert_false(libjwt_knows(load(), ""));
}

static void
test_type(void **state)
{
	struct jws jws = sign("ES256", "", ec);

	(void)state;
	assert_true(libjwt_takes_type(&jws));
	jws = sign("ES256", ",\"typ\":\"jwt\"", ec);
	assert_true(libjwt_takes_type(&jws));
	jws = sign("ES256", ",\"typ\":\"JOSE\"", ec);
	assert_false(libjwt_takes_type(&jws));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_verifies),
	    TEST(test_knows),
	    TEST(test_type),
	};

	return cmocka_run_group_tests_name(
	    "libjwt", tests, make_keys, free_keys);
}
