/* SPDX-License-Identifier: ISC */
/* Marks in the cache folder how new the latest list of a scope has been. */
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/net/cache.h"
#include "kit/x509/private.h"

static void
add_name(struct digest *digest, const X509_NAME *name)
{
	unsigned char *der = NULL;
	int length = i2d_X509_NAME(name, &der);

	if (length > 0)
		digest_add(digest, der, (size_t)length);
	OPENSSL_free(der);
}

static void
add_extension(struct digest *digest, X509_CRL *list, int nid)
{
	X509_EXTENSION *one =
	    X509_CRL_get_ext(list, X509_CRL_get_ext_by_NID(list, nid, -1));
	const ASN1_OCTET_STRING *data =
	    one != NULL ? X509_EXTENSION_get_data(one) : NULL;
	int length = data != NULL ? ASN1_STRING_length(data) : 0;
	const unsigned char size[] = {(unsigned char)(length >> 16),
	    (unsigned char)(length >> 8), (unsigned char)length};

	digest_add(digest, size, sizeof(size));
	if (length > 0)
		digest_add(digest, ASN1_STRING_get0_data(data), (size_t)length);
}

/* Lists that crl_same_scope() holds equal have one name. */
static const char *
name_of(struct arena *arena, X509_CRL *list)
{
	struct digest *digest = digest_new(arena);

	add_name(digest, X509_CRL_get_issuer(list));
	add_extension(digest, list, NID_authority_key_identifier);
	add_extension(digest, list, NID_issuing_distribution_point);
	return arena_printf(arena, "%s-%s",
	    crl_is_delta(list) ? "delta" : "crl", digest_end(digest, arena));
}

void
crl_mark(const char *folder, X509_CRL *list)
{
	struct arena *arena = arena_new();

	if (!cache_mark(folder, name_of(arena, list), (time_t)crl_begin(list)))
		crl_set_stale(list);
	arena_free(arena);
}
