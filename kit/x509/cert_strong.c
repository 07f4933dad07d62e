/* SPDX-License-Identifier: ISC */
/* Tells whether a signature algorithm has a hash that nobody finds collisions
 * for. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "kit/x509/private.h"

/* A hash is as strong against collisions as half of its bits: 112 at least. */
#define HASH_BITS 224

/* RSASSA-PSS that names no hash means SHA-1 (RFC 4055 section 3.1). */
static int
hash_of_pss(const X509_ALGOR *algorithm)
{
	const ASN1_TYPE *parameter = algorithm->parameter;
	RSA_PSS_PARAMS *pss = NULL;
	const ASN1_OBJECT *hash = NULL;
	int nid = NID_undef;

	if (parameter != NULL && parameter->type == V_ASN1_SEQUENCE)
		pss = ASN1_item_unpack(
		    parameter->value.sequence, ASN1_ITEM_rptr(RSA_PSS_PARAMS));
	if (pss != NULL && pss->hashAlgorithm != NULL) {
		X509_ALGOR_get0(&hash, NULL, NULL, pss->hashAlgorithm);
		nid = OBJ_obj2nid(hash);
	}
	RSA_PSS_PARAMS_free(pss);
	return nid;
}

/* Ed25519 and Ed448 carry a good hash within themselves. */
bool
cert_strong(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;
	int hash = NID_undef, key = NID_undef, nid;
	const EVP_MD *md;

	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	nid = OBJ_obj2nid(object);
	if (nid == NID_ED25519 || nid == NID_ED448)
		return true;
	if (nid == NID_rsassaPss)
		hash = hash_of_pss(algorithm);
	else
		OBJ_find_sigid_algs(nid, &hash, &key);
	md = EVP_get_digestbynid(hash);
	ERR_clear_error();
	return md != NULL && EVP_MD_get_size(md) * 8 >= HASH_BITS;
}
