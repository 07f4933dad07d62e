/* SPDX-License-Identifier: ISC */
/* Each algorithm with each kind of key: what a reader does not accept is
 * verified by no key. */
#include <string.h>

#include "kit/base64.h"
#include "kit/issue/issue.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "test/unit/arena_setup.h"

enum { KINDS = 4, ALGORITHMS = 6 };

static const char *const names[] = {
    "PS256", "ES256", "RS256", "RS384", "ES384", "EdDSA"};
static const enum issue_key kind_of[] = {ISSUE_RSA_2048, ISSUE_EC_P256,
    ISSUE_RSA_2048, ISSUE_RSA_2048, ISSUE_EC_P384, ISSUE_ED25519};

static struct arena *process;
static const char *pems[KINDS], *others[KINDS];

static int
make(void **state)
{
	const char *why;

	(void)state;
	process = arena_new();
	for (int i = 0; i < KINDS; i++) {
		pems[i] = issue_key(process, (enum issue_key)i, &why);
		others[i] = issue_key(process, (enum issue_key)i, &why);
		if (pems[i] == NULL || others[i] == NULL)
			return 1;
	}
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	arena_free(process);
	return 0;
}

/* The set of the key alone, without alg, as one for any algorithm has it. */
static struct keys *
set_of(const char *pem)
{
	const char *why, *text;
	struct json *jwk = issue_jwk(arena, pem, "k", "enc", NULL, &why);

	assert_non_null(jwk);
	json_set_string(jwk, "use", "sig");
	text = arena_printf(arena, "{\"keys\":[%s]}", json_text(arena, jwk));
	return keys_parse(text, strlen(text), &why);
}

/* The accepted algorithms of these bits. */
static const struct json *
list(unsigned bits)
{
	struct json *out = json_new_array(arena);

	for (size_t i = 0; i < ALGORITHMS; i++)
		if ((bits & 1U << i) != 0)
			json_append_string(out, names[i]);
	return out;
}

static struct jws
signed_by(size_t algorithm, const char *pem)
{
	const char *why,
	    *header = arena_printf(
		arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", names[algorithm]);
	const char *text = issue_jws(
	    arena, header, "{\"iss\":\"x\"}", names[algorithm], pem, &why);
	struct jws jws;

	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	return jws;
}

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALGORITHMS; i++)
		assert_string_equal(keys_algorithm_at(i), names[i]);
	assert_null(keys_algorithm_at(ALGORITHMS));
	assert_string_equal(keys_accepted_text(arena, NULL), "PS256 or ES256");
	assert_string_equal(keys_accepted_text(arena, list(1U << 2 | 1U << 5)),
	    "RS256 or EdDSA");
}

/* Of each list of accepted algorithms, and where there is no list. */
static void
test_accepted(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALGORITHMS; i++) {
		struct jws jws = signed_by(i, pems[kind_of[i]]);
		struct keys *keys = set_of(pems[kind_of[i]]);

		assert_int_equal(keys_verify(keys, &jws),
		    i < 2 ? KEYS_VERIFIED : KEYS_UNKNOWN);
		for (unsigned bits = 0; bits < 1U << ALGORITHMS; bits++) {
			const bool takes = (bits & 1U << i) != 0;

			jws.accepted = list(bits);
			assert_int_equal(keys_verify(keys, &jws),
			    takes ? KEYS_VERIFIED : KEYS_UNKNOWN);
			assert_int_equal(keys_verify_any(keys, &jws),
			    takes ? KEYS_VERIFIED : KEYS_UNKNOWN);
		}
		keys_free(keys);
	}
}

/* A signature by one algorithm under the name of each other one, with each kind
 * of key, all of them accepted. */
static void
test_another_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALGORITHMS * ALGORITHMS * KINDS; i++) {
		const size_t by = i % ALGORITHMS,
			     as = i / ALGORITHMS % ALGORITHMS;
		const size_t kind = i / ALGORITHMS / ALGORITHMS;
		struct keys *keys = set_of(pems[kind]);
		struct jws jws = signed_by(by, pems[kind_of[by]]);
		enum keys_answer wanted =
		    kind == kind_of[as] ? KEYS_FORGED : KEYS_UNKNOWN;

		/* What the signature is over says `by`: it is made anew. */
		const char *why,
		    *header = arena_printf(
			arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", names[as]);
		const char *text = issue_jws(arena, header, "{\"iss\":\"x\"}",
		    names[by], pems[kind_of[by]], &why);
		assert_int_equal(
		    jws_parse(arena, text, strlen(text), &jws), JWS_OK);
		jws.accepted = list((1U << ALGORITHMS) - 1);
		if (by == as && kind == kind_of[as])
			wanted = KEYS_VERIFIED;
		assert_int_equal(keys_verify(keys, &jws), wanted);
		keys_free(keys);
	}
}

/* A key that names its alg serves that one alone. */
static void
test_one_algorithm(void **state)
{
	static const size_t of_rsa[] = {0, 2, 3};

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		const char *why, *text;
		const size_t own = of_rsa[i / 3], by = of_rsa[i % 3];
		struct json *jwk =
		    issue_jwk(arena, pems[0], "k", "sig", NULL, &why);
		struct jws jws = signed_by(by, pems[0]);
		struct keys *keys;

		json_set_string(jwk, "alg", names[own]);
		text = arena_printf(
		    arena, "{\"keys\":[%s]}", json_text(arena, jwk));
		keys = keys_parse(text, strlen(text), &why);
		jws.accepted = list((1U << ALGORITHMS) - 1);
		assert_int_equal(keys_verify(keys, &jws),
		    own == by ? KEYS_VERIFIED : KEYS_UNKNOWN);
		keys_free(keys);
	}
}

/* Another key of the same kind, and each byte of the signature another one. */
static void
test_forged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALGORITHMS; i++) {
		struct jws jws = signed_by(i, pems[kind_of[i]]);
		struct keys *keys = set_of(pems[kind_of[i]]);
		struct keys *wrong = set_of(others[kind_of[i]]);
		const size_t length = jws.signature.length;

		jws.accepted = list(1U << i);
		assert_int_equal(keys_verify(wrong, &jws), KEYS_FORGED);
		for (size_t k = 0; k < length; k++) {
			jws.signature.data[k] ^= 1;
			assert_int_equal(keys_verify(keys, &jws), KEYS_FORGED);
			jws.signature.data[k] ^= 1;
		}
		for (jws.signature.length = 0; jws.signature.length < length;
		     jws.signature.length++)
			assert_int_equal(keys_verify(keys, &jws), KEYS_FORGED);
		assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
		keys_free(keys);
		keys_free(wrong);
	}
}

/* 0, n and more of P-384, as either half. */
static void
test_range(void **state)
{
	static const char *const halves[] = {
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "________________________________x2NNgfQ3Ld9YGg2ySLCneuzsGWrMxSlz",
	    "________________________________x2NNgfQ3Ld9YGg2ySLCneuzsGWrMxSl0",
	    "________________________________________________________________"};
	struct jws jws = signed_by(4, pems[ISSUE_EC_P384]);
	struct keys *keys = set_of(pems[ISSUE_EC_P384]);
	unsigned char good[96];
	struct bytes half;

	(void)state;
	assert_int_equal(jws.signature.length, sizeof(good));
	memcpy(good, jws.signature.data, sizeof(good));
	jws.accepted = list(1U << 4);
	for (size_t i = 0; i < 8; i++) {
		assert_true(base64url_decode(
		    arena, halves[i / 2], strlen(halves[i / 2]), &half));
		assert_int_equal(half.length, 48);
		memcpy(jws.signature.data, good, sizeof(good));
		memcpy(jws.signature.data + 48 * (i % 2), half.data, 48);
		assert_int_equal(keys_verify(keys, &jws), KEYS_FORGED);
	}
	keys_free(keys);
}

/* By a certificate's key as by a JWK. */
static void
test_certificate(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALGORITHMS * KINDS; i++) {
		const size_t by = i % ALGORITHMS, kind = i / ALGORITHMS;
		struct issue_order order = {.subject = "CN=x",
		    .purpose = ISSUE_SIGNING,
		    .not_before = 1700000000,
		    .not_after = 1800000000,
		    .key = pems[kind],
		    .ca_key = pems[ISSUE_EC_P256]};
		struct issue_order root = order;
		const char *why;

		root.key = pems[ISSUE_EC_P256];
		root.ca_key = NULL;
		root.purpose = ISSUE_CA;
		order.ca_cert = issue_certificate(arena, &root, &why);
		const char *pem = issue_certificate(arena, &order, &why);
		assert_non_null(pem);
		const struct cert *cert = cert_parse(arena, pem, strlen(pem));
		struct jws jws = signed_by(by, pems[kind_of[by]]);
		assert_int_equal(keys_cert_verify(cert, &jws),
		    by < 2 && kind == kind_of[by] ? KEYS_VERIFIED
						  : KEYS_UNKNOWN);
		jws.accepted = list(1U << by);
		assert_int_equal(keys_cert_verify(cert, &jws),
		    kind == kind_of[by] ? KEYS_VERIFIED : KEYS_UNKNOWN);
		jws.accepted = list(~(1U << by));
		assert_int_equal(keys_cert_verify(cert, &jws), KEYS_UNKNOWN);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_names),
	    TEST(test_accepted),
	    TEST(test_another_name),
	    TEST(test_one_algorithm),
	    TEST(test_forged),
	    TEST(test_range),
	    TEST(test_certificate),
	};

	return cmocka_run_group_tests_name("the algorithms", tests, make, drop);
}
