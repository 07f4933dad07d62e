/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_OCSP_WORLD_H
#define TEST_UNIT_OCSP_WORLD_H

/* The world of test/unit/cert_world.h, and answers about its client. */

#include "test/unit/cert_world.h"

#include <openssl/ocsp.h>

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

static inline void
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

static inline void
add_nonce(OCSP_BASICRESP *basic, const struct bytes *der)
{
	const unsigned char *at = der->data;
	OCSP_REQUEST *request = d2i_OCSP_REQUEST(NULL, &at, (long)der->length);

	assert_non_null(request);
	assert_int_equal(OCSP_copy_nonce(basic, request), 1);
	OCSP_REQUEST_free(request);
}

static inline struct bytes
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

static inline int
begin(void **state)
{
	set_up(state);
	w = *state;
	cert = spelt(w, w->client, 0);
	return 0;
}

#define OCSP(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)

#endif
