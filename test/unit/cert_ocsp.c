/* SPDX-License-Identifier: ISC */
/* Answers of OCSP responders: who may speak, for whom, and for how long. */
#include "test/unit/ocsp_world.h"

static time_t until;
static const char *why;

static enum revocation_status
judge(const struct bytes *answer, const struct bytes *request)
{
	enum revocation_status status;

	until = NOW + 1000;
	why = "";
	status = ocsp_judge(answer, request, cert, w->root, NOW, &until, &why);
	assert_int_equal(ERR_peek_error(), 0);
	return status;
}

static enum revocation_status
judged(struct answer answer)
{
	const struct bytes der = make_answer(answer);

	return judge(&der, NULL);
}

static void
assert_unsure(struct answer answer, const char *words)
{
	assert_int_equal(judged(answer), REVOCATION_UNSURE);
	if (strstr(why, words) == NULL)
		fail_msg("'%s': no '%s'", why, words);
}

#define STATUS(wanted, ...) \
	assert_int_equal(judged((struct answer){__VA_ARGS__}), wanted)
#define UNSURE(words, ...) assert_unsure((struct answer){__VA_ARGS__}, words)

static void
what_is_said(void **state)
{
	(void)state;
	STATUS(REVOCATION_GOOD, .status = GOOD);
	STATUS(REVOCATION_REVOKED, .status = REVOKED);
	UNSURE("does not know", .status = V_OCSP_CERTSTATUS_UNKNOWN);
	UNSURE("about another certificate", .about = w->short_lived);
	for (int failure = 1; failure <= 6; failure++)
		if (failure != 4)
			UNSURE("gives no answer", .failure = failure);
}

static X509 *
delegate(X509 *issuer, EVP_PKEY *key, const char *extended, long to)
{
	const struct order order = {.cn = "responder",
	    .key = w->key,
	    .issuer = issuer,
	    .issuer_key = key,
	    .extended = extended,
	    .to = to};

	return make_x509(&order);
}

/* RFC 6960 section 4.2.2.2. */
static void
who_may_speak_for_the_issuer(void **state)
{
	X509 *good = delegate(w->root, w->key, "OCSPSigning", 0);
	X509 *other = delegate(w->root, w->key, "clientAuth", 0);
	X509 *plain = delegate(w->root, w->key, NULL, 0);
	X509 *ended = delegate(w->root, w->key, "OCSPSigning", -1);
	X509 *below = delegate(good, w->key, "OCSPSigning", 0);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *forged = delegate(w->root, key, "OCSPSigning", 0);

	(void)state;
	STATUS(REVOCATION_GOOD, .signer = good);
	STATUS(REVOCATION_REVOKED, .signer = good, .status = REVOKED);
	UNSURE("signed neither by the issuer", .signer = other);
	UNSURE("signed neither by the issuer", .signer = plain);
	UNSURE("signed neither by the issuer", .signer = ended);
	UNSURE("signed neither by the issuer", .signer = below);
	UNSURE("signed neither by the issuer", .signer = forged);
	UNSURE("signed neither by the issuer", .signer = w->stranger);
	UNSURE("signed neither by the issuer", .signer = w->client,
	    .status = REVOKED);
	X509_free(good);
	X509_free(other);
	X509_free(plain);
	X509_free(ended);
	X509_free(below);
	X509_free(forged);
	EVP_PKEY_free(key);
}

/* Another authority that we trust as well says nothing about this one's. */
static void
not_another_authority(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	const struct order order = {
	    .cn = "second", .key = key, .basic = "critical,CA:TRUE"};
	X509 *second = make_x509(&order);
	X509 *theirs = delegate(second, key, "OCSPSigning", 0);

	(void)state;
	UNSURE("signed neither by the issuer", .signer = second, .key = key);
	UNSURE("signed neither by the issuer", .signer = theirs);
	X509_free(theirs);
	X509_free(second);
	EVP_PKEY_free(key);
}

static void
a_weak_signature_is_none(void **state)
{
	(void)state;
	UNSURE("signed neither by the issuer", .digest = EVP_sha1());
	STATUS(REVOCATION_GOOD, .digest = EVP_sha384());
}

static void
dates(void **state)
{
	(void)state;
	STATUS(REVOCATION_GOOD, .to = 10);
	assert_int_equal(until, NOW + 10);
	STATUS(REVOCATION_GOOD, .to = DAY);
	assert_int_equal(until, NOW + 1000);
	UNSURE("out of date", .from = -DAY, .to = -1);
	UNSURE("out of date", .from = -DAY, .to = -1, .status = REVOKED);
	STATUS(REVOCATION_GOOD, .from = 60);
	UNSURE("dated in the future", .from = 61);
	STATUS(REVOCATION_GOOD, .endless = true, .from = 1 - UNDATED);
	assert_int_equal(until, NOW + 1);
	UNSURE("out of date", .endless = true, .from = -UNDATED);
}

static void
the_nonce(void **state)
{
	struct bytes request, other, answer;

	(void)state;
	assert_true(ocsp_request(w->arena, cert, w->root, &request));
	assert_true(ocsp_request(w->arena, cert, w->root, &other));
	assert_true(request.length == other.length &&
		    memcmp(request.data, other.data, other.length) != 0);
	answer = make_answer((struct answer){.nonce_of = &request});
	assert_int_equal(judge(&answer, &request), REVOCATION_GOOD);
	assert_int_equal(judge(&answer, NULL), REVOCATION_GOOD);
	assert_int_equal(judge(&answer, &other), REVOCATION_UNSURE);
	assert_non_null(strstr(why, "nonce"));
	answer = make_answer((struct answer){.nonce_of = NULL});
	assert_int_equal(judge(&answer, &request), REVOCATION_GOOD);
}

/* One byte of it changed, added or left out is enough. */
static void
no_other_bytes(void **state)
{
	struct bytes answer = make_answer((struct answer){.status = REVOKED});
	size_t believed = 0;

	(void)state;
	answer.length++;
	assert_int_equal(judge(&answer, NULL), REVOCATION_UNSURE);
	for (answer.length--; answer.length > 0;) {
		answer.length--;
		assert_int_equal(judge(&answer, NULL), REVOCATION_UNSURE);
	}
	answer = make_answer((struct answer){.status = REVOKED});
	for (size_t i = 0; i < answer.length; i++) {
		enum revocation_status status;

		answer.data[i] ^= 1;
		status = judge(&answer, NULL);
		assert_int_not_equal(status, REVOCATION_GOOD);
		believed += status == REVOCATION_REVOKED;
		answer.data[i] ^= 1;
	}
	/* The certificate that comes along is not needed. */
	assert_true(believed < answer.length);
	assert_int_equal(judge(&answer, NULL), REVOCATION_REVOKED);
}

static struct ocsp_word
word_of(struct answer answer, time_t then)
{
	const struct bytes der = make_answer(answer);
	struct ocsp_word word;

	assert_true(ocsp_read(&der, cert, w->root, then, &word));
	assert_int_equal(ERR_peek_error(), 0);
	return word;
}

#define WORD(...) word_of((struct answer){__VA_ARGS__}, NOW)

/* In date or not: what was said, and from when it is. */
static void
which_is_older(void **state)
{
	const struct ocsp_word good = WORD(.from = -20),
			       revoked = WORD(.status = REVOKED, .from = -20),
			       later = WORD(.from = -19),
			       ended = WORD(.from = -DAY, .to = -1,
				   .status = REVOKED);
	const struct bytes other =
	    make_answer((struct answer){.about = w->short_lived});
	const struct bytes forged =
	    make_answer((struct answer){.signer = w->stranger});
	struct ocsp_word word;

	(void)state;
	assert_int_equal(good.begun, NOW - 20);
	assert_true(revoked.revoked && ended.revoked && !good.revoked);
	assert_true(ocsp_older(&ended, &good) && ocsp_older(&good, &later) &&
		    ocsp_older(&revoked, &later));
	assert_false(ocsp_older(&later, &good));
	word = good;
	word.made = revoked.made;
	assert_true(ocsp_older(&word, &revoked));
	assert_false(ocsp_older(&revoked, &word) || ocsp_older(&word, &word));
	word.made++;
	assert_false(ocsp_older(&word, &revoked));
	assert_false(ocsp_read(&other, cert, w->root, NOW, &word));
	assert_false(ocsp_read(&forged, cert, w->root, NOW, &word));
}

static const char *
named(const char *value)
{
	X509 *x509 = issued(w, w->root, 0);
	const struct cert *read;

	make_extension(x509, w->root, NID_info_access, value);
	assert_true(X509_sign(x509, w->key, EVP_sha256()) > 0);
	read = spelt(w, x509, 0);
	X509_free(x509);
	return ocsp_responder(w->arena, read);
}

static void
the_responder_of_a_certificate(void **state)
{
	(void)state;
	assert_null(ocsp_responder(w->arena, cert));
	assert_string_equal(
	    named("OCSP;URI:http://ocsp.example/a"), "http://ocsp.example/a");
	assert_string_equal(named("caIssuers;URI:http://ca.example/,"
				  "OCSP;URI:ldap://ldap.example/,"
				  "OCSP;URI:https://two.example/,"
				  "OCSP;URI:http://three.example/"),
	    "https://two.example/");
	assert_null(named("OCSP;URI:ldap://ldap.example/"));
	assert_null(named("caIssuers;URI:http://ca.example/"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    OCSP(what_is_said),
	    OCSP(who_may_speak_for_the_issuer),
	    OCSP(not_another_authority),
	    OCSP(a_weak_signature_is_none),
	    OCSP(dates),
	    OCSP(the_nonce),
	    OCSP(no_other_bytes),
	    OCSP(which_is_older),
	    OCSP(the_responder_of_a_certificate),
	};

	return cmocka_run_group_tests_name("cert_ocsp", tests, NULL, NULL);
}
