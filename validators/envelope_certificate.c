/* SPDX-License-Identifier: ISC */
/* Asks whether the certificate that the registration request brings in its
 * header vouches for its sender, and has signed the request. */
#include <string.h>

#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_memory.h"
#include "validators/lib/untrusted.h"
#include "validators/lib/x5c.h"
#include "validators/validator.h"

enum {
	MISSING,
	UNTRUSTED,
	OUTDATED,
	PURPOSE,
	REVOKED,
	COMMUNITY,
	ANOTHER_PARTY,
	FORGED
};

static const struct rule rules[] = {
    [MISSING] = {"envelope_certificate.missing", ERROR_METADATA,
	"the header of the registration request brings the certificate of "
	"its key (x5c)",
	"put your certificate and those that link it to the authority into "
	"x5c, your own first"},
    [UNTRUSTED] = {"envelope_certificate.untrusted", ERROR_METADATA,
	"a certification authority that is accepted here has issued the "
	"certificate in the header",
	"sign with a certificate of a community that is served here, and "
	"bring the whole chain"},
    [OUTDATED] = {"envelope_certificate.outdated", ERROR_METADATA,
	"each certificate of the chain is valid now",
	"sign with a certificate that is valid now"},
    [PURPOSE] = {"envelope_certificate.purpose", ERROR_METADATA,
	"the certificate in the header is meant for signing",
	"sign with a certificate whose key usage allows signatures"},
    [REVOKED] = {"envelope_certificate.revoked", ERROR_METADATA,
	"the issuer of the certificate in the header has not revoked it",
	"have a new certificate issued"},
    [COMMUNITY] = {"envelope_certificate.community", ERROR_METADATA,
	"the authority of one community, and of one alone, has issued the "
	"certificate in the header",
	"sign with a certificate that one community alone vouches for"},
    [ANOTHER_PARTY] = {"envelope_certificate.another_party", ERROR_METADATA,
	"the iss of the registration request is a URI of the certificate's "
	"subjectAltName, byte for byte",
	"put a URI of your certificate into iss, exactly as it stands there"},
    [FORGED] = {"envelope_certificate.forged", ERROR_METADATA,
	"the signature of the registration request is by the key of the "
	"certificate in the header",
	"sign with the private key of the first certificate in x5c"},
    {0}};

static const char at[] = "/header/x5c";

/* Looks further, once the certificate chains to a trust anchor. */
static void
check_party(const struct submission *s, struct verdict *v)
{
	if (json_get(s->claims, "iss") == NULL)
		refuse(v, &rules[COMMUNITY], at,
		    "is not of one community: the authorities of none, or of "
		    "several, have issued it");
	else if (json_get(s->claims, "uri") == NULL)
		refuse(v, &rules[ANOTHER_PARTY], "/iss",
		    "must be a URI of the certificate's subjectAltName, and "
		    "is %s",
		    quoted_value(s->arena, json_get(s->members, "iss")));
	else if (keys_cert_verify(s->cert, &s->envelope.jws) != KEYS_VERIFIED)
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
	enum trust_answer answer;

	if (s->x5c == NULL) {
		refuse(v, &rules[MISSING], at,
		    "must be 1 to %d certificates, that of the key first",
		    X5C_MOST);
		return;
	}
	answer = cert_memory_check_signer(
	    s->certificates, s->x5c[0], s->x5c + 1, s->now);
	if (answer == TRUST_OK)
		check_party(s, v);
	else if (answer == TRUST_UNSURE)
		unable(v, "whether the certificate in x5c is revoked: %s",
		    cert_memory_why(s->certificates));
	else
		refuse(v, of[answer], at, "%s",
		    untrusted_words(s, s->cert, answer, "to sign"));
}

const struct validator envelope_certificate = {
    .name = "envelope_certificate",
    .question = "Does a community's certificate vouch for the sender?",
    .needs =
	ENVELOPE_READ | REQUEST_SIGNED | STATEMENT_CERTIFIED | CONNECTION_PLAIN,
    .gives = CLIENT_KNOWN | STATEMENT_READ | STATEMENT_TRUE | VOUCHED |
	     STATEMENT_SOUND | ENVELOPE_TRUE | SAME_PARTY,
    .rules = rules,
    .check = check,
};
