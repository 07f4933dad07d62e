/* SPDX-License-Identifier: ISC */
#include <stdbool.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "kit/arena.h"
#include "kit/x509/cert.h"
#include "kit/x509/private.h"

static bool
same_authority(const X509 *a, const X509 *b)
{
	return X509_NAME_cmp(
		   X509_get_subject_name(a), X509_get_subject_name(b)) == 0 &&
	       EVP_PKEY_eq(X509_get0_pubkey(a), X509_get0_pubkey(b)) == 1;
}

static bool
holds(const struct trust *trust, const X509 *one)
{
	STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(trust->store);

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509 *other =
		    X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i));

		if (other != NULL && same_authority(other, one))
			return true;
	}
	ERR_clear_error();
	return false;
}

static const char *
name_of(struct arena *arena, const X509 *x509)
{
	char *text = X509_NAME_oneline(X509_get_subject_name(x509), NULL, 0);
	const char *name = arena_strdup(arena, text != NULL ? text : "?");

	OPENSSL_free(text);
	return name;
}

/* The first one of `a` that `b` holds, or holds not. */
static const char *
first(struct arena *arena, const struct trust *a, const struct trust *b,
    bool held)
{
	STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(a->store);

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509 *one =
		    X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i));

		if (one != NULL && holds(b, one) == held)
			return name_of(arena, one);
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
