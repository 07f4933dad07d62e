/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_REVOKED_H
#define VALIDATORS_LIB_REVOKED_H

struct jws;
struct rule;
struct submission;
struct verdict;

/*
 * The key sets in which a directory keeps what it has revoked, as far as the
 * profile has them looked into (validator revoked_keys) and the statement
 * names them.  A key that is in there is not the software's any more,
 * though its own key set have it as well.
 */
enum revoked_answer {
	REVOKED_NOTHING,
	REVOKED_ELSEWHERE, /* a set is at a host that we do not fetch from */
	REVOKED_UNABLE,	   /* a set cannot be had; *why says why */
	REVOKED_KEY,
	REVOKED_CERTIFICATE
};

/*
 * Asks about the caller's certificate and, unless NULL, about the key of the
 * software's key set that has signed a JWS.  The last of these answers that
 * one of the sets gives; *set is the claim, by our name for it.
 */
enum revoked_answer revoked_ask(const struct submission *s,
    const struct jws *jws, const char **set, const char **why);

/* By which rules a request is refused; `key` only where a JWS is asked
 * about. */
struct revoked_rules {
	const struct rule *key, *certificate, *location;
};
void revoked_check(const struct submission *s, struct verdict *v,
    const struct jws *jws, const struct revoked_rules *rules);

#endif
