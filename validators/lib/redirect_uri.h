/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_REDIRECT_URI_H
#define VALIDATORS_LIB_REDIRECT_URI_H

struct rule;
struct submission;
struct verdict;

/* By which rules one redirect URI is refused. */
struct redirect_uri_rules {
	const struct rule *too_long, *unreadable, *not_https, *local, *fragment,
	    *userinfo;
};

/*
 * Is the redirect URI one that no user agent can be led astray by (RFC 6749
 * section 3.1.2, RFC 8252)?  Asks the settings "length" and "native"; `at` is
 * the pointer of the URI.
 */
void redirect_uri_check(const struct submission *s, struct verdict *v,
    const char *text, const char *at, const struct redirect_uri_rules *rules);

#endif
