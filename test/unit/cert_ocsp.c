/* SPDX-License-Identifier: ISC */
#include "test/unit/cert_world.h"

#include <openssl/ocsp.h>

#include "kit/cert_ocsp.h"

#define GOOD V_OCSP_CERTSTATUS_GOOD
#define REVOKED V_OCSP_CERTSTATUS_REVOKED
#define UNDATED LIMIT_OCSP_UNDATED_SECONDS

/* An answer to make; zero means the usual. */
struct answer {
	int status; /* GOOD is 0 */
	X509 *about;
	X509 *signer; /* the authority itself */
	EVP_PKEY *key;
	const EVP_MD *digest;
	long from, to; /* seconds from NOW */
	bool endless;
	const struct bytes *nonce_of; /* a request */
	int failure;		      /* an OCSP_RESPONSE_STATUS */
};

static struct world *w;
static const struct cert *cert;
static time_t until;
static const char *why;

static void
add_status(OCSP_BASICRESP *basic, const struct answer *answer)
{
	ASN1_TIME *from =
	    ASN1_TIME_adj(NULL, NOW, 0, answer->from != 0 ? answer->from : -60);
	ASN1_TIME *to =
	    ASN1_TIME_adj(NULL, NOW, 0, answer->to != 0 ? answer->to : DAY);
	ASN1_TIME *revoked =
	    answer->status == REVOKED ? ASN1_TIME_set(NULL, NOW - DAY) : NULL;
	OCSP_CERTID *name = OCSP_cert_to_id(EVP_sha1(),
	    answer->about != NULL ? answer->about : w->client, w->root);

	assert_non_null(OCSP_basic_add1_status(basic, name, answer->status,
	    OCSP_REVOKED_STATUS_NOSTATUS, revoked, from,
	    answer->endless ? NULL : to));
	OCSP_CERTID_free(name);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	ASN1_TIME_free(revoked);
}

static void
add_nonce(OCSP_BASICRESP *basic, const struct bytes *der)
{
	const unsigned char *at = der->data;
	OCSP_REQUEST *request = d2i_OCSP_REQUEST(NULL, &at, (long)der->length);

	assert_non_null(request);
	assert_int_equal(OCSP_copy_nonce(basic, request), 1);
	OCSP_REQUEST_free(request);
}

static struct bytes
make_answer(struct answer answer)
{
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_RESPONSE *response;
	struct bytes out;
	unsigned char *der = NULL;

	add_status(basic, &answer);
	if (answer.nonce_of != NULL)
		add_nonce(basic, answer.nonce_of);
	assert_int_equal(
	    OCSP_basic_sign(basic,
		answer.signer != NULL ? answer.signer : w->root,
		answer.key != NULL ? answer.key : w->key,
		answer.digest != NULL ? answer.digest : EVP_sha256(), NULL, 0),
	    1);
	response = OCSP_response_create(
	    answer.failure, answer.failure == 0 ? basic : NULL);
	out.length = (size_t)i2d_OCSP_RESPONSE(response, &der);
	out.data =
	    (unsigned char *)arena_strndup(w->arena, (char *)der, out.length);
	OPENSSL_free(der);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	return out;
}

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
	UNSURE("something else", .about = w->short_lived);
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
	UNSURE("has not signed", .signer = other);
	UNSURE("has not signed", .signer = plain);
	UNSURE("has not signed", .signer = ended);
	UNSURE("has not signed", .signer = below);
	UNSURE("has not signed", .signer = forged);
	UNSURE("has not signed", .signer = w->stranger);
	UNSURE("has not signed", .signer = w->client, .status = REVOKED);
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
	UNSURE("has not signed", .signer = second, .key = key);
	UNSURE("has not signed", .signer = theirs);
	X509_free(theirs);
	X509_free(second);
	EVP_PKEY_free(key);
}

static void
a_weak_signature_is_none(void **state)
{
	(void)state;
	UNSURE("has not signed", .digest = EVP_sha1());
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
	UNSURE("of the future", .from = 61);
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

static int
begin(void **state)
{
	set_up(state);
	w = *state;
	cert = spelt(w, w->client, 0);
	return 0;
}

#define OCSP(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)

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
	    OCSP(the_responder_of_a_certificate),
	};

	return cmocka_run_group_tests_name("cert_ocsp", tests, NULL, NULL);
}
