/* SPDX-License-Identifier: ISC */
#ifndef KIT_URI_H
#define KIT_URI_H

#include <stdbool.h>

struct arena;

/*
 * An absolute URI with an authority (RFC 3986), taken apart and not changed:
 * comparison is by exact bytes and is the caller's.
 */
struct uri {
	const char *scheme;   /* lower-cased */
	const char *userinfo; /* NULL when there is none */
	const char *host;  /* lower-cased; an IPv6 address without brackets */
	const char *port;  /* digits, or NULL */
	const char *path;  /* "" when there is none */
	const char *query; /* NULL when there is none */
	const char *fragment; /* NULL when there is none, "" for a bare # */
	bool address;	      /* the host is an IPv6 literal */
};

/* Takes a URI apart; false when it has characters outside RFC 3986, a broken
 * percent escape, an empty or percent-encoded host, or a port past 65535. */
bool uri_parse(struct arena *arena, const char *text, struct uri *out);

/*
 * Takes a URI without an authority apart, as native applications have them (RFC
 * 8252 section 7.1): "com.example.app:/path".  Its host is "".
 */
bool uri_parse_local(struct arena *arena, const char *text, struct uri *out);

/* Does the URI lead to an application on the user's device (RFC 8252): by a
 * private scheme, a domain name in reverse (section 7.1), or by http to the
 * device itself, by one of its three names (section 7.3)? */
bool uri_is_native(const struct uri *uri);

/* Takes an https URI apart; false when it has a user name or a fragment. */
bool uri_parse_https(struct arena *arena, const char *text, struct uri *out);

/*
 * Can this path be compared with others?  It begins with "/", no segment is
 * empty or of dots alone, and it has no ";", "\\", control character or raw
 * byte past ASCII.  Escapes may stand for any other character but those that
 * divide or escape: "/", "\\", ";", "?", "#", "%".  What they write past ASCII
 * is well-formed UTF-8 (RFC 3629 section 3), and nothing that some readers
 * fold into ASCII.
 */
bool uri_path_is_plain(const char *path);

/* The path without needless escapes (RFC 3986 sections 6.2.2.1 and 6.2.2.2):
 * those of pchar are decoded, of the others the digits are in upper case. NULL
 * when the path is not plain.  A character of sub-delims, ":" and "@" may mean
 * another resource when it is escaped (section 2.2), so that the path as it was
 * written is a second spelling to look up. */
const char *uri_path_canonical(struct arena *arena, const char *path);

/* A canonical path as the least exact reader may take it: letters in lower
 * case, "+" and %20 a blank, no dots and blanks at the end of a segment. */
const char *uri_path_folded(struct arena *arena, const char *canonical);

/*
 * Does this host mean this machine or nobody: localhost and everything below
 * it, with or without a last dot, 127.0.0.0/8 and 0.0.0.0/8 in any spelling
 * that inet_aton takes (127.1, 0x7f000001, 2130706433, 017700000001), ::1,
 * ::, and IPv4-mapped, -compatible or NAT64 forms of those; and the names by
 * which Debian's /etc/hosts knows them.
 */
bool uri_host_is_local(const char *host);

#endif
