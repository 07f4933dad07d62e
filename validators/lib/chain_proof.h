/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_CHAIN_PROOF_H
#define VALIDATORS_LIB_CHAIN_PROOF_H

struct rule;
struct submission;
struct verdict;

/* The rules by which a trust chain is refused. */
enum chain_rule {
	CHAIN_MISSING,	/* there is none, and none is found */
	CHAIN_LOCATION, /* none is found, for somebody is at a host that nothing
			   is fetched from */
	CHAIN_ANCHOR,	/* it ends at somebody who is not configured */
	CHAIN_FORM,	/* and from here on as enum entity_fault has them */
	CHAIN_CRITICAL,
	CHAIN_LINK,
	CHAIN_TIMES,
	CHAIN_ALGORITHM,
	CHAIN_SIGNATURE,
	CHAIN_CONSTRAINTS,
	CHAIN_POLICY,
	CHAIN_METADATA,
	CHAIN_RULES
};

/*
 * Proves the chain of the submission, or looks for one by the superiors that the
 * entity names where the setting "collect" has that: under the policy for
 * fetching and the bounds of kit/limits.h.  Statements that were kept are
 * fetched anew, once, when they prove nothing.  What is proved is put into the
 * submission's chain.
 */
void chain_proof(
    const struct submission *s, struct verdict *v, const struct rule *rules);

#endif
