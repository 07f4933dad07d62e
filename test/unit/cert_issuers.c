/* SPDX-License-Identifier: ISC */
/* At which directories' authorities the chain of a certificate ends. */
#include "test/unit/cert_world.h"

static X509 *
authority(const char *cn, EVP_PKEY *key)
{
	const struct order order = {
	    .cn = cn, .key = key, .basic = "critical,CA:TRUE"};

	return make_x509(&order);
}

static uint32_t
issuers_of(struct world *w, X509 *x509, time_t now)
{
	const struct cert *cert = spelt(w, x509, 0);

	assert_int_equal(cert_memory_check(w->memory, cert, now), TRUST_OK);
	return cert_memory_issuers(w->memory, cert, now);
}

static void
bit_of_each_directory(void **state)
{
	struct world *w = *state;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *stranger = authority("other", key),
	     *twin = authority("root", key);
	const struct trust *directories[] = {trust_in(w->arena, stranger),
	    w->trust, NULL, trust_in(w->arena, twin),
	    trust_in(w->arena, w->root)};

	cert_memory_directories(w->memory, directories, 5);
	for (int again = 0; again < 2; again++)
		assert_int_equal(issuers_of(w, w->client, NOW), 0x12);
	/* The trust anchor itself is its own authority. */
	assert_int_equal(issuers_of(w, w->root, NOW), 0x12);
	X509_free(stranger);
	X509_free(twin);
	EVP_PKEY_free(key);
}

/* Another certificate of the same authority, name and key, has issued the
 * client's as well. */
static void
authority_of_two_certificates(void **state)
{
	struct world *w = *state;
	X509 *renewed = authority("root", w->key);
	const struct trust *directories[] = {trust_in(w->arena, renewed)};

	assert_int_not_equal(X509_cmp(renewed, w->root), 0);
	cert_memory_directories(w->memory, directories, 1);
	assert_int_equal(issuers_of(w, w->client, NOW), 1);
	X509_free(renewed);
}

/* A new answer about the certificate asks anew for its issuers. */
static void
not_beyond_the_answer(void **state)
{
	struct world *w = *state;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *stranger = authority("other", key);
	const struct trust *own[] = {w->trust};
	const struct trust *others[] = {trust_in(w->arena, stranger)};
	const time_t later = NOW + LIMIT_CERTIFICATE_SECONDS;

	cert_memory_directories(w->memory, own, 1);
	assert_int_equal(issuers_of(w, w->client, NOW), 1);
	cert_memory_directories(w->memory, others, 1);
	assert_int_equal(issuers_of(w, w->client, NOW), 1);
	assert_int_equal(issuers_of(w, w->client, later), 0);
	cert_memory_directories(w->memory, own, 1);
	assert_int_equal(
	    issuers_of(w, w->client, later + LIMIT_CERTIFICATE_SECONDS), 1);
	X509_free(stranger);
	EVP_PKEY_free(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(bit_of_each_directory),
	    TEST(authority_of_two_certificates),
	    TEST(not_beyond_the_answer),
	};

	return cmocka_run_group_tests_name("cert_issuers", tests, NULL, NULL);
}
