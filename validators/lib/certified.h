/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_CERTIFIED_H
#define VALIDATORS_LIB_CERTIFIED_H

#include <stdbool.h>

struct arena;
struct cert;
struct json;
struct submission;

/* The iss of all claims, where certificates are the statements. */
#define CERTIFIED_ISSUER "qualified certificate"

/*
 * What a qualified certificate says of its holder, as claims: C, O, CN and
 * organizationIdentifier of its subject, each one that is there once;
 * qc_types ("esign", "eseal", "web"); of a PSD2 statement psd2_roles ("PSP_AI",
 * ...), psd2_nca_id and psd2_nca_name; and iss, one and the same for all:
 * who issued a certificate may change when it is renewed.  The party's
 * identifier does not.
 */
const struct json *certified_claims(
    struct arena *arena, const struct cert *cert);

/* An organizationIdentifier that begins with PSD names the authority next: is
 * it this one?  One of another kind (VAT, LEI, NTR) names no authority, and
 * goes with any (ETSI EN 319 412-1 section 5.1.4). */
bool certified_names_authority(const char *organisation, const char *nca);

/*
 * What the certificate says of its holder that a request brings in its header
 * (first of `chain`): iss, the directory whose authority, and that of no other,
 * has issued the certificate; uri, which is the request's own iss (NULL: it has
 * none) where the certificate has that URI; C, O and CN of the subject.  What
 * is not so is absent, and nothing is proved.
 */
const struct json *certified_member(const struct submission *s,
    const struct cert *const *chain, const char *iss);

#endif
