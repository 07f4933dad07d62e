/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_CERT_QC_H
#define KIT_X509_CERT_QC_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct cert;

/*
 * QCStatements of a qualified certificate (RFC 3739 section 3.2.6): its type
 * (ETSI EN 319 412-5 section 4.2.3) and what a PSD2 statement says (ETSI TS
 * 119 495 section 5.1).  Statements, types and roles that are not known here
 * are passed over, as both documents demand.
 */
enum cert_qc_type {
	CERT_QC_ESIGN = 1 << 0,
	CERT_QC_ESEAL = 1 << 1, /* QSealC: signs */
	CERT_QC_WEB = 1 << 2	/* QWAC: TLS */
};

/* Those of ETSI TS 119 495 V1.8.1 annex A: PSP_AS, PSP_PI, PSP_AI, PSP_IC,
 * PSP_CB, PSP_PA, VOP_RS, VOP_VS, and Unspecified. */
enum { CERT_QC_ROLES = 9 };

struct cert_qc {
	bool qualified;			      /* QcCompliance, section 4.2.1 */
	unsigned types;			      /* of enum cert_qc_type */
	bool psd2;			      /* is there a PSD2 statement? */
	const char *roles[CERT_QC_ROLES + 1]; /* each one once; NULL ends */
	const char *nca_name, *nca_id;	      /* UTF-8 without control
						 characters; of a PSD2
						 statement never NULL */
};

enum cert_qc_answer {
	CERT_QC_READ,
	CERT_QC_NONE,  /* the certificate has no QCStatements */
	CERT_QC_BROKEN /* the statements are not DER of that structure, are
			  there twice, or a role's name is not that of its
			  OID */
};

/* *out is the arena's, and empty unless CERT_QC_READ. */
enum cert_qc_answer cert_qc_read(
    struct arena *arena, const struct cert *cert, struct cert_qc *out);

/* Reads the statements from the DER of the extension. */
enum cert_qc_answer cert_qc_parse(struct arena *arena, const unsigned char *der,
    size_t length, struct cert_qc *out);

#endif
