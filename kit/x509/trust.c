/* SPDX-License-Identifier: ISC */
/* Loads trust anchors, and checks a certificate's chain to one (RFC 5280
 * section 6). */
#include <errno.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "kit/x509/private.h"

static void
close_trust(void *thing)
{
	struct trust *trust = thing;

	sk_X509_pop_free(trust->anchors, X509_free);
	X509_STORE_free(trust->store);
}

static bool
is_of(X509 *x509, const unsigned char *der, long length)
{
	unsigned char *own = NULL;
	const bool same = i2d_X509(x509, &own) == length &&
			  memcmp(own, der, (size_t)length) == 0;

	OPENSSL_free(own);
	return same;
}

/* Reading a certificate's key is dear: one that is a trust anchor of `whole`
 * (or NULL) is not read again. */
static X509 *
certificate_of(const struct trust *whole, const unsigned char *der, long length)
{
	for (int i = 0; whole != NULL && i < sk_X509_num(whole->anchors); i++) {
		X509 *x509 = sk_X509_value(whole->anchors, i);

		if (is_of(x509, der, length) && X509_up_ref(x509))
			return x509;
	}
	return d2i_X509(NULL, &der, length);
}

/* How many certificates were added; -1 when one is broken. */
static int
add_all(X509_STORE *store, BIO *in, const struct trust *whole)
{
	char no_password[] = ""; /* or else OpenSSL asks the terminal */
	unsigned char *der;
	unsigned long error;
	int count = 0, added;
	long length;
	X509 *x509;

	ERR_clear_error();
	while (PEM_bytes_read_bio(
	    &der, &length, NULL, PEM_STRING_X509, in, NULL, no_password)) {
		x509 = certificate_of(whole, der, length);
		OPENSSL_free(der);
		added = x509 != NULL && X509_STORE_add_cert(store, x509);
		X509_free(x509);
		if (!added)
			return -1;
		count++;
	}
	error = ERR_peek_last_error();
	if (ERR_GET_LIB(error) != ERR_LIB_PEM ||
	    ERR_GET_REASON(error) != PEM_R_NO_START_LINE)
		return -1;
	return count;
}

static int
add_text(X509_STORE *store, const char *text, size_t length,
    const struct trust *whole)
{
	BIO *in = BIO_new_mem_buf(text, (int)length);
	int count = in == NULL ? -1 : add_all(store, in, whole);

	BIO_free(in);
	ERR_clear_error();
	return count;
}

struct trust *
trust_load(struct arena *arena, const char *path, const char **why)
{
	return trust_load_part(arena, path, NULL, why);
}

struct trust *
trust_load_part(struct arena *arena, const char *path,
    const struct trust *whole, const char **why)
{
	struct trust *trust = arena_alloc(arena, sizeof *trust);
	size_t length;
	char *text = file_read(arena, path, LIMIT_FILE, &length);
	int count;

	if (text == NULL) {
		*why = arena_printf(arena, "%s: %s", path, strerror(errno));
		return NULL;
	}
	arena_defer(arena, close_trust, trust);
	trust->store = X509_STORE_new();
	if (trust->store == NULL) {
		*why = "out of memory";
		return NULL;
	}
	X509_STORE_set_flags(trust->store, X509_V_FLAG_PARTIAL_CHAIN);
	count = add_text(trust->store, text, length, whole);
	trust->anchors = X509_STORE_get1_all_certs(trust->store);
	if (count > 0 && trust->anchors != NULL)
		return trust;
	*why = arena_printf(arena, "%s: %s", path,
	    count == 0	? "holds no certificate"
	    : count < 0 ? "a certificate is broken"
			: "out of memory");
	return NULL;
}

static enum trust_answer
answer(int error)
{
	switch (error) {
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return TRUST_NOT_YET_VALID;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return TRUST_EXPIRED;
	case X509_V_ERR_INVALID_PURPOSE:
		return TRUST_PURPOSE;
	default:
		return TRUST_UNKNOWN_ISSUER;
	}
}

static enum trust_answer
verify(X509_STORE_CTX *ctx, time_t now)
{
	X509_STORE_CTX_set_time(ctx, 0, now);
	X509_VERIFY_PARAM_set_auth_level(
	    X509_STORE_CTX_get0_param(ctx), TRUST_STRENGTH);
	if (X509_verify_cert(ctx) == 1)
		return TRUST_OK;
	return answer(X509_STORE_CTX_get_error(ctx));
}

/* `links` may be NULL. */
static enum trust_answer
chain(const struct trust *trust, const struct cert *cert,
    STACK_OF(X509) * links, int purpose, time_t now, X509 **issuer)
{
	enum trust_answer result = TRUST_UNKNOWN_ISSUER;
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	*issuer = NULL;
	if (ctx != NULL &&
	    X509_STORE_CTX_init(ctx, trust->store, cert->x509, links) &&
	    X509_STORE_CTX_set_purpose(ctx, purpose))
		result = verify(ctx, now);
	if (result == TRUST_OK)
		*issuer = sk_X509_value(X509_STORE_CTX_get0_chain(ctx), 1);
	if (*issuer != NULL)
		X509_up_ref(*issuer);
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
	return result;
}

enum trust_answer
trust_chain(const struct trust *trust, const struct cert *cert, time_t now,
    X509 **issuer)
{
	return chain(trust, cert, NULL, X509_PURPOSE_SSL_CLIENT, now, issuer);
}

enum trust_answer
trust_check(const struct trust *trust, const struct cert *cert, time_t now)
{
	X509 *issuer;
	enum trust_answer result = trust_chain(trust, cert, now, &issuer);

	X509_free(issuer);
	return result;
}

/* Absent key usage would allow all uses (RFC 5280 section 4.2.1.3); a
 * certificate that signs has to name that use. */
static bool
may_sign(X509 *x509)
{
	return (X509_get_extension_flags(x509) & EXFLAG_KUSAGE) != 0 &&
	       (X509_get_key_usage(x509) &
		   (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

enum trust_answer
trust_chain_signer(const struct trust *trust, const struct cert *cert,
    const struct cert *const *others, time_t now, X509 **issuer)
{
	enum trust_answer result = TRUST_UNKNOWN_ISSUER;
	STACK_OF(X509) *links = sk_X509_new_null();
	bool ready = links != NULL;

	*issuer = NULL;
	for (; ready && *others != NULL; others++)
		ready = sk_X509_push(links, (*others)->x509) > 0;
	if (ready)
		result =
		    chain(trust, cert, links, X509_PURPOSE_ANY, now, issuer);
	sk_X509_free(links);
	if (result != TRUST_OK || may_sign(cert->x509))
		return result;
	X509_free(*issuer);
	*issuer = NULL;
	return TRUST_PURPOSE;
}

bool
trust_has(const struct trust *trust, const X509 *x509)
{
	for (int i = 0; i < sk_X509_num(trust->anchors); i++)
		if (X509_cmp(x509, sk_X509_value(trust->anchors, i)) == 0)
			return true;
	return false;
}

static bool
holds(const struct trust *trust, const X509 *one)
{
	for (int i = 0; i < sk_X509_num(trust->anchors); i++) {
		const X509 *other = sk_X509_value(trust->anchors, i);

		if (X509_NAME_cmp(X509_get_subject_name(one),
			X509_get_subject_name(other)) == 0 &&
		    EVP_PKEY_eq(
			X509_get0_pubkey(one), X509_get0_pubkey(other)) == 1)
			return true;
	}
	ERR_clear_error();
	return false;
}

/* The first trust anchor of `a` that is in `b`, or that is not. */
static const char *
first(struct arena *arena, const struct trust *a, const struct trust *b,
    bool held)
{
	const char *name;

	for (int i = 0; i < sk_X509_num(a->anchors); i++) {
		const X509 *one = sk_X509_value(a->anchors, i);

		if (holds(b, one) != held)
			continue;
		name = asn1_name(arena, X509_get_subject_name(one));
		return name != NULL ? name : "an authority without a name";
	}
	return NULL;
}

const char *
trust_shared(struct arena *arena, const struct trust *a, const struct trust *b)
{
	return first(arena, a, b, true);
}

const char *
trust_outside(
    struct arena *arena, const struct trust *part, const struct trust *whole)
{
	return first(arena, part, whole, false);
}
