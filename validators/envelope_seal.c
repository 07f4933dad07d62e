/* SPDX-License-Identifier: ISC */
/* Asks whether a qualified seal of the party of the client certificate has
 * signed the registration request. */
#include <string.h>

#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/cert_qc.h"
#include "validators/lib/untrusted.h"
#include "validators/lib/x5c.h"
#include "validators/validator.h"

enum {
	MISSING,
	UNTRUSTED,
	OUTDATED,
	PURPOSE,
	REVOKED,
	TYPE,
	ANOTHER_PARTY,
	FORGED
};

static const struct rule rules[] = {
    [MISSING] = {"envelope_seal.missing", ERROR_METADATA,
	"the header of the registration request brings the certificate of "
	"its seal (x5c)",
	"put the chain of your QSealC into x5c, your certificate first"},
    [UNTRUSTED] = {"envelope_seal.untrusted", ERROR_METADATA,
	"a certification authority that is accepted here has issued the "
	"certificate of the seal",
	"seal with a certificate of a qualified trust service"},
    [OUTDATED] = {"envelope_seal.outdated", ERROR_METADATA,
	"the certificate of the seal is valid now",
	"seal with a certificate that is valid now"},
    [PURPOSE] = {"envelope_seal.purpose", ERROR_METADATA,
	"the certificate of the seal is meant for signing",
	"seal with a certificate whose key usage allows signatures"},
    [REVOKED] = {"envelope_seal.revoked", ERROR_METADATA,
	"the issuer of the certificate of the seal has not revoked it",
	"have a new certificate for seals issued"},
    [TYPE] = {"envelope_seal.type", ERROR_METADATA,
	"the certificate of the seal is of the type for electronic seals "
	"(QSealC)",
	"seal with a QSealC; the QWAC is for the connection"},
    [ANOTHER_PARTY] = {"envelope_seal.another_party", ERROR_METADATA,
	"the certificate of the seal has the organizationIdentifier of the "
	"client certificate",
	"use a QSealC and a QWAC of the same organisation"},
    [FORGED] = {"envelope_seal.forged", ERROR_METADATA,
	"the signature of the registration request is by the key of the "
	"seal's certificate",
	"sign with the private key of the first certificate in x5c"},
    {0}};

static const char at[] = "/header/x5c";

static bool
same_party(const struct submission *s, const struct cert *seal)
{
	static const char name[] = "organizationIdentifier";
	const char *theirs = cert_attribute(seal, name);
	const char *ours = cert_attribute(s->cert, name);

	return theirs != NULL && ours != NULL && strcmp(theirs, ours) == 0;
}

/* Looks further, once the seal chains to a trust anchor. */
static void
check_seal(
    const struct submission *s, struct verdict *v, const struct cert *seal)
{
	struct cert_qc statements;

	if (cert_qc_read(s->arena, seal, &statements) != CERT_QC_READ ||
	    (statements.types & CERT_QC_ESEAL) == 0)
		refuse(
		    v, &rules[TYPE], at, "must be of the type eseal (QSealC)");
	else if (!same_party(s, seal))
		refuse(v, &rules[ANOTHER_PARTY], at,
		    "has another organizationIdentifier than the client "
		    "certificate");
	else if (keys_cert_verify(seal, &s->envelope.jws) != KEYS_VERIFIED)
		refuse(v, &rules[FORGED], "/signature",
		    "the signature is not by the key of x5c");
}

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct rule *const of[] = {
	    [TRUST_UNKNOWN_ISSUER] = &rules[UNTRUSTED],
	    [TRUST_NOT_YET_VALID] = &rules[OUTDATED],
	    [TRUST_EXPIRED] = &rules[OUTDATED],
	    [TRUST_PURPOSE] = &rules[PURPOSE],
	    [TRUST_REVOKED] = &rules[REVOKED],
	};
	const struct cert *chain[X5C_MOST + 1];
	enum trust_answer answer;

	if (!x5c_read(s->arena, s->envelope.jws.header, chain)) {
		refuse(v, &rules[MISSING], at,
		    "must be 1 to %d certificates, that of the key first",
		    X5C_MOST);
		return;
	}
	answer = cert_memory_check_signer(
	    s->certificates, chain[0], chain + 1, s->now);
	if (answer == TRUST_OK)
		check_seal(s, v, chain[0]);
	else if (answer == TRUST_UNSURE)
		unable(v, "whether the seal's certificate is revoked: %s",
		    cert_memory_why(s->certificates));
	else
		refuse(v, of[answer], at, "%s",
		    untrusted_words(s, chain[0], answer, "to sign"));
}

const struct validator envelope_seal = {
    .name = "envelope_seal",
    .question = "Has the party of the certificate sealed the request?",
    .needs = CLIENT_KNOWN | SAME_PARTY | ENVELOPE_READ | STATEMENT_SOUND |
	     REQUEST_SIGNED | STATEMENT_CERTIFIED,
    .gives = ENVELOPE_TRUE,
    .rules = rules,
    .check = check,
};
