/* SPDX-License-Identifier: ISC */
/* Judges what an OCSP responder has answered (RFC 6960 sections 3.2, 4.2). */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509_vfy.h>

#include "kit/limits.h"
#include "kit/x509/private.h"

#define SKEW_SECONDS 60 /* that the responder's clock may be ahead of ours */

/* The issuer is the only trust anchor here, so that no other authority can
 * speak for it. */
static X509_STORE *
only(X509 *issuer, time_t now)
{
	X509_STORE *store = X509_STORE_new();
	X509_VERIFY_PARAM *param;

	if (store == NULL)
		return NULL;
	param = X509_STORE_get0_param(store);
	X509_VERIFY_PARAM_set_time(param, now);
	X509_VERIFY_PARAM_set_auth_level(param, TRUST_STRENGTH);
	if (X509_STORE_add_cert(store, issuer) == 1 &&
	    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) == 1)
		return store;
	X509_STORE_free(store);
	return NULL;
}

/* RFC 6960 section 4.2.2.2.  OCSP_NOEXPLICIT: no other trust than that in the
 * issuer and in whom it has appointed. */
static bool
is_signed(OCSP_BASICRESP *basic, X509 *issuer, time_t now)
{
	STACK_OF(X509) *others = sk_X509_new_null();
	X509_STORE *store = only(issuer, now);
	bool good = store != NULL && others != NULL &&
		    sk_X509_push(others, issuer) > 0 &&
		    cert_strong(OCSP_resp_get0_tbs_sigalg(basic)) &&
		    OCSP_basic_verify(basic, others, store,
			OCSP_PARTIAL_CHAIN | OCSP_NOEXPLICIT) == 1;

	sk_X509_free(others);
	X509_STORE_free(store);
	return good;
}

/* A responder may leave the nonce out (RFC 9654 section 1); then the dates
 * alone say that the answer is not an old one. */
static bool
same_nonce(OCSP_BASICRESP *basic, const struct bytes *asked)
{
	const unsigned char *at;
	OCSP_REQUEST *request;
	bool same;

	if (asked == NULL)
		return true;
	at = asked->data;
	request = d2i_OCSP_REQUEST(NULL, &at, (long)asked->length);
	same = request != NULL && OCSP_check_nonce(request, basic) != 0;
	OCSP_REQUEST_free(request);
	return same;
}

/* Without nextUpdate newer information is always there (RFC 6960 section
 * 2.4): an answer that has been held back must not serve. */
static const char *
judge_dates(const ASN1_GENERALIZEDTIME *this_update,
    const ASN1_GENERALIZEDTIME *next_update, time_t now, time_t *until)
{
	const int64_t begin = asn1_seconds(this_update);
	int64_t end = begin + LIMIT_OCSP_UNDATED_SECONDS;

	if (begin < 0)
		return "the OCSP answer has no date (thisUpdate)";
	if (next_update != NULL)
		end = asn1_seconds(next_update);
	if (begin > now + SKEW_SECONDS)
		return "the OCSP answer is dated in the future";
	if (end <= now)
		return "the OCSP answer is out of date";
	if (end < *until)
		*until = (time_t)end;
	return NULL;
}

static enum revocation_status
read_status(OCSP_BASICRESP *basic, OCSP_CERTID *name, time_t now, time_t *until,
    const char **why)
{
	ASN1_GENERALIZEDTIME *this_update = NULL, *next_update = NULL;
	int status, reason;

	*why = "the OCSP answer is about another certificate";
	if (OCSP_resp_find_status(basic, name, &status, &reason, NULL,
		&this_update, &next_update) != 1)
		return REVOCATION_UNSURE;
	*why = judge_dates(this_update, next_update, now, until);
	if (*why != NULL)
		return REVOCATION_UNSURE;
	if (status == V_OCSP_CERTSTATUS_GOOD)
		return REVOCATION_GOOD;
	if (status == V_OCSP_CERTSTATUS_REVOKED)
		return REVOCATION_REVOKED;
	*why = "the OCSP responder does not know the certificate";
	return REVOCATION_UNSURE;
}

struct opened {
	OCSP_RESPONSE *response;
	OCSP_BASICRESP *basic;
	OCSP_CERTID *name;
};

/* NULL, or what is wrong (static); close_answer() it in both cases. */
static const char *
open_answer(const struct bytes *answer, const struct cert *cert, X509 *issuer,
    time_t then, struct opened *out)
{
	const unsigned char *at = answer->data;

	*out =
	    (struct opened){d2i_OCSP_RESPONSE(NULL, &at, (long)answer->length),
		NULL, OCSP_cert_to_id(EVP_sha1(), cert->x509, issuer)};
	if (out->response == NULL || at != answer->data + answer->length)
		return "the OCSP responder's answer is not an OCSP response";
	if (OCSP_response_status(out->response) ==
	    OCSP_RESPONSE_STATUS_SUCCESSFUL)
		out->basic = OCSP_response_get1_basic(out->response);
	if (out->basic == NULL || out->name == NULL)
		return "the OCSP responder gives no answer";
	if (!is_signed(out->basic, issuer, then))
		return "the OCSP answer is signed neither by the issuer nor by "
		       "whom the issuer has appointed";
	return NULL;
}

static void
close_answer(struct opened *answer)
{
	OCSP_CERTID_free(answer->name);
	OCSP_BASICRESP_free(answer->basic);
	OCSP_RESPONSE_free(answer->response);
	ERR_clear_error();
}

enum revocation_status
ocsp_judge(const struct bytes *answer, const struct bytes *request,
    const struct cert *cert, X509 *issuer, time_t now, time_t *until,
    const char **why)
{
	enum revocation_status status = REVOCATION_UNSURE;
	struct opened opened;

	*why = open_answer(answer, cert, issuer, now, &opened);
	if (*why == NULL && !same_nonce(opened.basic, request))
		*why = "the OCSP answer has the nonce of another request";
	if (*why == NULL)
		status =
		    read_status(opened.basic, opened.name, now, until, why);
	close_answer(&opened);
	return status;
}

static bool
read_word(OCSP_BASICRESP *basic, OCSP_CERTID *name, struct ocsp_word *out)
{
	ASN1_GENERALIZEDTIME *begun = NULL;
	int status, reason;

	if (OCSP_resp_find_status(
		basic, name, &status, &reason, NULL, &begun, NULL) != 1)
		return false;
	out->begun = asn1_seconds(begun);
	out->made = asn1_seconds(OCSP_resp_get0_produced_at(basic));
	out->revoked = status == V_OCSP_CERTSTATUS_REVOKED;
	return out->begun >= 0;
}

bool
ocsp_read(const struct bytes *answer, const struct cert *cert, X509 *issuer,
    time_t then, struct ocsp_word *out)
{
	struct opened opened;
	bool read = open_answer(answer, cert, issuer, then, &opened) == NULL &&
		    read_word(opened.basic, opened.name, out);

	close_answer(&opened);
	return read;
}

bool
ocsp_older(const struct ocsp_word *word, const struct ocsp_word *than)
{
	if (word->begun != than->begun)
		return word->begun < than->begun;
	if (word->made != than->made)
		return word->made < than->made;
	return than->revoked && !word->revoked;
}
