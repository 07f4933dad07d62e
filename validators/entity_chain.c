/* SPDX-License-Identifier: ISC */
/* Asks whether a trust chain leads from the entity that has signed the request
 * to a trust anchor of the configuration. */
#include "validators/lib/chain_proof.h"
#include "validators/validator.h"

#define ERROR_CHAIN "invalid_trust_chain"

static const struct rule rules[] = {
    [CHAIN_MISSING] = {"entity_chain.missing", ERROR_CHAIN,
	"a chain to a trust anchor of this server comes with the request, or "
	"is found by the superiors that the entity names",
	"send the chain with the request; name superiors that lead here"},
    [CHAIN_LOCATION] = {"entity_chain.location", ERROR_CHAIN,
	"the superiors are at hosts that statements may be fetched from",
	"send the chain with the request, as application/trust-chain+json"},
    [CHAIN_ANCHOR] = {"entity_chain.trust_anchor", "invalid_trust_anchor",
	"the chain ends at a trust anchor of this server",
	"choose a trust anchor that the error lists"},
    [CHAIN_FORM] = {"entity_chain.form", ERROR_CHAIN,
	"each statement of the chain has the header and the claims of an "
	"entity statement",
	"send the statements as their issuers have made them"},
    [CHAIN_CRITICAL] = {"entity_chain.critical", ERROR_CHAIN,
	"no statement of the chain asks for what is not understood (crit, "
	"metadata_policy_crit)",
	"report it to your federation"},
    [CHAIN_LINK] = {"entity_chain.link", ERROR_CHAIN,
	"each statement is about the issuer of the one before it, nobody "
	"comes twice, and the first superior is one that the entity names",
	"send the chain in its order, your own statement first"},
    [CHAIN_TIMES] = {"entity_chain.times", ERROR_CHAIN,
	"each statement of the chain is valid now",
	"fetch the statements of your superiors anew; set your clock"},
    [CHAIN_ALGORITHM] = {"entity_chain.algorithm", ERROR_CHAIN,
	"each statement is signed by an algorithm that the profile allows",
	"sign with an algorithm that the profile lists"},
    [CHAIN_SIGNATURE] = {"entity_chain.signature", ERROR_CHAIN,
	"each statement is signed by a key that its issuer has by the next "
	"one, and the last one by a key of the trust anchor",
	"have your superior publish the key that you sign with"},
    [CHAIN_CONSTRAINTS] = {"entity_chain.constraints", ERROR_CHAIN,
	"the chain keeps to what its superiors allow: its length, and the "
	"hosts of the entities",
	"report it to your federation"},
    [CHAIN_POLICY] = {"entity_chain.policy", "invalid_metadata",
	"the metadata of the entity satisfy the policies of its superiors",
	"change your metadata as the error says"},
    [CHAIN_METADATA] = {"entity_chain.metadata", "invalid_metadata",
	"the superiors allow entities of the type that registers here",
	"have your federation allow you this type"},
    {0}};

static const struct setting settings[] = {
    {"algorithms", SETTING_STRINGS, TIGHTER_FEWER},
    {"skew", SETTING_INTEGER, TIGHTER_LESS},
    /* are superiors asked, where no chain comes with the request? */
    {"collect", SETTING_BOOLEAN, TIGHTER_FALSE},
    /* seconds that what is registered lasts at most */
    {"life", SETTING_INTEGER, TIGHTER_LESS},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	chain_proof(s, v, rules);
}

const struct validator entity_chain = {
    .name = "entity_chain",
    .question = "Does a trust chain vouch for the entity that has signed the "
		"request?",
    .needs =
	ENVELOPE_READ | STATEMENT_READ | REQUEST_ENTITY | STATEMENT_CHAINED,
    .gives =
	STATEMENT_TRUE | VOUCHED | ENVELOPE_TRUE | CLIENT_KNOWN | SAME_PARTY,
    .rules = rules,
    .settings = settings,
    .check = check,
};
