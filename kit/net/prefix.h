/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_PREFIX_H
#define KIT_NET_PREFIX_H

#include <stdbool.h>

/*
 * A block of addresses, "10.0.0.0/8" (RFC 4632 section 3.1) or "2001:db8::/32"
 * (RFC 4291 section 2.3), or one address alone.  An IPv4-mapped address is the
 * IPv4 address in it, as web servers write it that listen for both.
 */
struct prefix {
	unsigned char bytes[16];
	unsigned bits; /* of IPv4 32 at most */
	bool v6;
};

/* False when the text is none, or sets bits behind its prefix. */
bool prefix_parse(const char *text, struct prefix *out);

/* Is the text an address of the block?  NULL is in none. */
bool prefix_has(const struct prefix *prefix, const char *address);

#endif
