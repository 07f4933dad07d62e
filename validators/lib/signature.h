/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_SIGNATURE_H
#define VALIDATORS_LIB_SIGNATURE_H

struct rule;
struct submission;
struct submitted;
struct verdict;

/* By which rules a signature is refused. */
struct signature_rules {
	const struct rule *unknown_key;
	const struct rule *forged;
	const struct rule *forbidden; /* keys at a host we do not fetch from;
					 NULL: the place is a directory's, out
					 of the configuration */
};

/*
 * Verifies a JWS with the keys at `place`; a kid that is not among them has
 * them fetched again.  `root` is the pointer of the inside of the JWS.
 */
void signature_check(const struct submission *s, struct verdict *v,
    const struct submitted *submitted, const char *place,
    const struct signature_rules *rules, const char *root);

#endif
