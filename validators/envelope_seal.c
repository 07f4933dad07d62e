/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/cert_memory.h"
#include "kit/cert_qc.h"
#include "kit/json.h"
#include "kit/keys.h"
#include "validators/validator.h"

enum { MISSING, UNTRUSTED, OUTDATED, PURPOSE, REVOKED, TYPE, ANOTHER_PARTY, FORGED };

static const struct rule rules[] = {
    [MISSING] = {"envelope_seal.missing", ERROR_METADATA,
	"the request's header brings the certificate that it is signed with"},
    [UNTRUSTED] = {"envelope_seal.untrusted", ERROR_METADATA,
	"an accepted certification authority has issued it"},
    [OUTDATED] = {"envelope_seal.outdated", ERROR_METADATA, "it is valid now"},
    [PURPOSE] = {"envelope_seal.purpose", ERROR_METADATA,
	"its key usage is to sign"},
    [REVOKED] = {"envelope_seal.revoked", ERROR_METADATA,
	"its authority has not revoked it"},
    [TYPE] = {"envelope_seal.type", ERROR_METADATA,
	"it is one for electronic seals: a QSealC"},
    [ANOTHER_PARTY] = {"envelope_seal.another_party", ERROR_METADATA,
	"it is of the party of the client certificate"},
    [FORGED] = {"envelope_seal.forged", ERROR_METADATA,
	"the request's signature is by its key"},
    {0}};

static const char at[] = "/header/x5c";

enum { CHAIN_MOST = 5 };

/* The certificates of x5c, a NULL behind them; false: no such array. */
static bool
read_chain(const struct submission *s, const struct cert *chain[])
{
	const struct json *x5c = json_get(s->envelope.jws.header, "x5c");
	size_t count = json_length(x5c);

	if (json_type(x5c) != JSON_ARRAY || count == 0 || count > CHAIN_MOST)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string(json_at(x5c, i));
		if (text == NULL)
			return false;
		text = arena_printf(s->arena, ":%s:", text);
		chain[i] = cert_parse_field(s->arena, text, strlen(text));
		if (chain[i] == NULL)
			return false;
	}
	chain[count] = NULL;
	return true;
}

static bool
same_party(const struct submission *s, const struct cert *seal)
{
	static const char name[] = "organizationIdentifier";
	const char *theirs = cert_attribute(seal, name);
	const char *ours = cert_attribute(s->cert, name);

	return theirs != NULL && ours != NULL && strcmp(theirs, ours) == 0;
}

/* Only what an anchor of ours vouches for is looked at further. */
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
	else if (keys_verify_by(seal, &s->envelope.jws) != KEYS_VERIFIED)
		refuse(v, &rules[FORGED], "/signature",
		    "the signature is not by the key of x5c");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct cert *chain[CHAIN_MOST + 1] = {NULL};

	if (!read_chain(s, chain)) {
		refuse(v, &rules[MISSING], at,
		    "must be 1 to %d certificates, that of the key first",
		    CHAIN_MOST);
		return;
	}
	switch (cert_memory_check_signer(
	    s->certificates, chain[0], chain + 1, s->now)) {
	case TRUST_OK:
		check_seal(s, v, chain[0]);
		break;
	case TRUST_UNKNOWN_ISSUER:
		refuse(v, &rules[UNTRUSTED], at,
		    "not issued by an authority that is accepted here");
		break;
	case TRUST_NOT_YET_VALID:
	case TRUST_EXPIRED:
		refuse(v, &rules[OUTDATED], at, "not valid now");
		break;
	case TRUST_PURPOSE:
		refuse(v, &rules[PURPOSE], at, "not meant to sign");
		break;
	case TRUST_REVOKED:
		refuse(v, &rules[REVOKED], at, "revoked by its authority");
		break;
	case TRUST_UNSURE:
		unable(v, "whether the seal's certificate is revoked: %s",
		    cert_memory_why(s->certificates));
		break;
	}
}

const struct validator envelope_seal = {
    .name = "envelope_seal",
    .question = "Is the request sealed by the party of the certificate?",
    .needs = CLIENT_KNOWN | SAME_PARTY | ENVELOPE_READ | STATEMENT_SOUND |
	     REQUEST_SIGNED | STATEMENT_CERTIFIED,
    .gives = ENVELOPE_TRUE,
    .rules = rules,
    .check = check,
};
