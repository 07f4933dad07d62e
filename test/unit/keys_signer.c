/* SPDX-License-Identifier: ISC */
/* Who has signed is remembered, and is not mistaken for another. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "kit/base64.h"
#include "test/unit/one_key.h"

static struct jws
signed_by(const char *pem)
{
	const char *algorithm = pem == rsa ? "PS256" : "ES256", *why;
	const char *text = issue_jws(arena,
	    arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"k\"}", algorithm),
	    "{}", algorithm, pem, &why);
	struct jws jws;

	assert_non_null(text);
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	return jws;
}

static const char *
set_of(const char *pem)
{
	return json_text(arena, jwk(pem, "sig", NULL));
}

/* Nobody could verify the signature from now on. */
static void
damage(struct jws *jws)
{
	jws->signature.data[40] ^= 1;
}

static enum keys_revocation
revoked_by(const char *list, const struct keys *keys, const struct jws *jws)
{
	struct keys *revoked = parse(list);
	enum keys_revocation answer = keys_revoked_signer(revoked, keys, jws);

	keys_free(revoked);
	return answer;
}

static void
test_verified_once(void **state)
{
	const char *pem[] = {rsa, ec};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct keys *keys = parse(
		    arena_printf(arena, "%s,%s", set_of(ec2), set_of(pem[i])));
		struct jws jws = signed_by(pem[i]);

		assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
		damage(&jws);
		assert_int_equal(revoked_by("", keys, &jws), KEYS_NOT_REVOKED);
		assert_int_equal(
		    revoked_by(set_of(pem[i]), keys, &jws), KEYS_REVOKED);
		assert_int_equal(
		    revoked_by(set_of(ec2), keys, &jws), KEYS_NOT_REVOKED);
		keys_free(keys);
	}
}

/* By keys_verify_any(), and without a kid, too. */
static void
test_every_way(void **state)
{
	struct keys *keys = parse(set_of(ec));
	struct jws jws = signed_by(ec);

	(void)state;
	assert_int_equal(keys_verify_any(keys, &jws), KEYS_VERIFIED);
	damage(&jws);
	assert_int_equal(revoked_by("", keys, &jws), KEYS_NOT_REVOKED);
	jws = signed_by(ec);
	jws.kid = NULL;
	assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
	damage(&jws);
	assert_int_equal(revoked_by("", keys, &jws), KEYS_NOT_REVOKED);
	keys_free(keys);
}

/* What was remembered is of one set, and another has taken its place since,
 * perhaps at the same address, with another key at the same place in it. */
static void
test_rotated(void **state)
{
	struct jws jws = signed_by(ec);
	struct keys *keys = parse(set_of(ec));

	(void)state;
	assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
	for (int i = 0; i < 50; i++) {
		keys_free(keys);
		keys = parse(set_of(ec2));
		assert_int_equal(revoked_by("", keys, &jws), KEYS_REVOKED);
	}
	keys_free(keys);
	keys = parse("");
	assert_int_equal(revoked_by("", keys, &jws), KEYS_REVOKED);
	keys_free(keys);
	keys = parse(arena_printf(arena, "%s,%s", set_of(ec2), set_of(ec)));
	assert_int_equal(revoked_by("", keys, &jws), KEYS_NOT_REVOKED);
	assert_int_equal(revoked_by(set_of(ec2), keys, &jws), KEYS_NOT_REVOKED);
	assert_int_equal(revoked_by(set_of(ec), keys, &jws), KEYS_REVOKED);
	keys_free(keys);
}

static void
test_forged(void **state)
{
	struct jws jws = signed_by(ec);
	struct keys *keys = parse(set_of(ec));

	(void)state;
	damage(&jws);
	assert_int_equal(keys_verify(keys, &jws), KEYS_FORGED);
	assert_int_equal(revoked_by("", keys, &jws), KEYS_REVOKED);
	/* and what was true before is forgotten */
	jws = signed_by(ec);
	assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
	damage(&jws);
	assert_int_equal(keys_verify(keys, &jws), KEYS_FORGED);
	assert_int_equal(revoked_by("", keys, &jws), KEYS_REVOKED);
	keys_free(keys);
}

static const char *
entry_of(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	unsigned char sum[32];

	assert_int_equal(X509_digest(x509, EVP_sha256(), sum, NULL), 1);
	X509_free(x509);
	BIO_free(bio);
	return arena_printf(arena, "{\"x5t#S256\":\"%s\"}",
	    base64url_encode(arena, sum, sizeof(sum)));
}

/* The thumbprints are read when the first set asks for them. */
static void
test_thumbprints(void **state)
{
	const char *mine = certificate(rsa), *other = certificate(rsa);
	struct keys *keys = parse(json_text(arena, jwk(rsa, "sig", mine)));
	struct jws jws = signed_by(rsa);

	(void)state;
	assert_int_equal(keys_verify(keys, &jws), KEYS_VERIFIED);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(revoked_by("", keys, &jws), KEYS_NOT_REVOKED);
		assert_int_equal(
		    revoked_by(entry_of(other), keys, &jws), KEYS_NOT_REVOKED);
		assert_int_equal(
		    revoked_by(entry_of(mine), keys, &jws), KEYS_REVOKED);
	}
	keys_free(keys);
}

int
main(void)
{
	const struct CMUnitTest keys_signer[] = {
	    TEST(test_verified_once),
	    TEST(test_every_way),
	    TEST(test_rotated),
	    TEST(test_forged),
	    TEST(test_thumbprints),
	};

	return cmocka_run_group_tests(keys_signer, make_three_keys, free_keys);
}
