/* SPDX-License-Identifier: ISC */
/* What the memory of certificates answers about a chain, and for how long. */
#include "test/unit/cert_world.h"

/* From now on trust_check() has another answer; the memory has not seen it. */
static void
become(struct world *w, const struct cert *cert, X509 *other)
{
	const char *pem = make_pem(w->arena, other);

	((struct cert *)cert)->x509 =
	    cert_parse(w->arena, pem, strlen(pem))->x509;
}

/* A new certificate in the place of an old one has no answer from that. */
static void
an_answer_goes_with_its_certificate(void **state)
{
	struct world *w = *state;
	const struct cert *cert;

	for (int i = 0; i <= 2 * LIMIT_CERTIFICATES; i++) {
		cert = spelt(w, i % 2 == 0 ? w->client : w->stranger, i);
		assert_int_equal(cert_memory_check(w->memory, cert, NOW),
		    i % 2 == 0 ? TRUST_OK : TRUST_UNKNOWN_ISSUER);
	}
	for (int i = 0; i <= LIMIT_CERTIFICATES; i++) {
		cert = spelt(w, w->stranger, i);
		assert_int_equal(cert_memory_check(w->memory, cert, NOW),
		    TRUST_UNKNOWN_ISSUER);
	}
}

static void
a_good_answer_serves_for_a_while(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);
	const time_t end = NOW + LIMIT_CERTIFICATE_SECONDS;

	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	become(w, cert, w->stranger);
	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	assert_int_equal(cert_memory_check(w->memory, cert, end - 1), TRUST_OK);
	assert_int_equal(
	    cert_memory_check(w->memory, cert, end), TRUST_UNKNOWN_ISSUER);
	/* and the bad one is in its place */
	assert_int_equal(
	    cert_memory_check(w->memory, cert, end + 1), TRUST_UNKNOWN_ISSUER);
}

static void
a_bad_answer_never_serves(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->stranger, 0);

	for (int i = 0; i < 2; i++)
		assert_int_equal(cert_memory_check(w->memory, cert, NOW + i),
		    TRUST_UNKNOWN_ISSUER);
	become(w, cert, w->client);
	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
}

static void
a_clock_that_goes_back_asks_anew(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);

	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	assert_int_equal(cert_memory_check(w->memory, cert, NOW - 2 * DAY),
	    TRUST_NOT_YET_VALID);
	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	become(w, cert, w->stranger);
	assert_int_equal(
	    cert_memory_check(w->memory, cert, NOW - 1), TRUST_UNKNOWN_ISSUER);
}

static void
nothing_serves_past_its_end(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->short_lived, 0);

	for (time_t at = NOW; at < NOW + 2 * SHORT_LIFE; at++) {
		assert_int_equal(cert_memory_check(w->memory, cert, at),
		    trust_check(w->trust, cert, at));
		assert_int_equal(
		    cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	}
	assert_int_equal(
	    cert_memory_check(w->memory, cert, NOW + SHORT_LIFE - 1), TRUST_OK);
	assert_int_equal(
	    cert_memory_check(w->memory, cert, NOW + SHORT_LIFE + 1),
	    TRUST_EXPIRED);
}

static void
one_of_another_memory_is_asked_for(void **state)
{
	struct world *w = *state;
	const char *pem = make_pem(w->arena, w->client);
	const struct cert *cert = cert_parse(w->arena, pem, strlen(pem));

	assert_int_equal(cert_memory_check(w->memory, cert, NOW), TRUST_OK);
	become(w, cert, w->stranger);
	assert_int_equal(
	    cert_memory_check(w->memory, cert, NOW), TRUST_UNKNOWN_ISSUER);
}

/* Another authority of the same name. */
static const struct trust *
in_a_namesake(struct world *w)
{
	struct order order = {.cn = "root",
	    .basic = "critical,CA:TRUE",
	    .key = EVP_EC_gen("P-256")};
	X509 *root = make_x509(&order);
	const struct trust *trust = trust_in(w->arena, root);

	X509_free(root);
	EVP_PKEY_free(order.key);
	return trust;
}

/* Whose authority has issued a certificate does not hang on whether, and when,
 * its chain was asked for. */
static void
issuers_are_those_that_name_the_authority(void **state)
{
	struct world *w = *state;
	const struct trust *directories[] = {
	    in_a_namesake(w), w->trust, NULL, trust_in(w->arena, w->root)};
	const struct cert *cert = spelt(w, w->client, 0);
	const struct cert *asked = spelt(w, w->client, 1);
	const struct cert *stranger = spelt(w, w->stranger, 0);
	const struct cert *old = spelt(w, w->short_lived, 0);

	cert_memory_directories(w->memory, directories, 4);
	assert_int_equal(cert_memory_issuers(w->memory, cert, NOW), 0xa);
	assert_int_equal(cert_memory_check(w->memory, asked, NOW), TRUST_OK);
	assert_int_equal(cert_memory_issuers(w->memory, asked, NOW), 0xa);
	(void)cert_memory_check(w->memory, stranger, NOW);
	assert_int_equal(cert_memory_issuers(w->memory, stranger, NOW), 0);
	assert_int_equal(cert_memory_check(w->memory, old, NOW), TRUST_OK);
	assert_int_equal(
	    cert_memory_issuers(w->memory, old, NOW + SHORT_LIFE + 1), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_answer_goes_with_its_certificate),
	    TEST(a_good_answer_serves_for_a_while),
	    TEST(a_bad_answer_never_serves),
	    TEST(a_clock_that_goes_back_asks_anew),
	    TEST(nothing_serves_past_its_end),
	    TEST(one_of_another_memory_is_asked_for),
	    TEST(issuers_are_those_that_name_the_authority),
	};

	return cmocka_run_group_tests_name(
	    "cert_memory_answers", tests, NULL, NULL);
}
