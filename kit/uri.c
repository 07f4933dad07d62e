/* SPDX-License-Identifier: ISC */
/* Takes URIs apart (RFC 3986), and knows hosts that mean this machine. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/percent.h"
#include "kit/uri.h"

/* The characters of RFC 3986, appendix A; those of ctype.h would follow the
 * locale. */
#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define UNRESERVED LETTERS DIGITS "-._~"
#define SUB_DELIMS "!$&'()*+,;="
#define PCHAR UNRESERVED SUB_DELIMS ":@"

static void
lower(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text - 'A' + 'a');
}

/* Does the text hold only these characters and whole percent escapes? */
static bool
made_of(const char *text, const char *allowed)
{
	while ((text += strspn(text, allowed)), *text != '\0') {
		if (percent_byte(text) < 0)
			return false;
		text += 3;
	}
	return true;
}

/* Ends the text at the first such character and returns what is behind it;
 * NULL when it is not there. */
static char *
split(char *text, char at)
{
	char *found = strchr(text, at);

	if (found == NULL)
		return NULL;
	*found = '\0';
	return found + 1;
}

static bool
is_scheme(const char *text)
{
	return *text != '\0' && strchr(LETTERS, *text) != NULL &&
	       text[strspn(text, LETTERS DIGITS "+-.")] == '\0';
}

/* RFC 3986 allows a colon with nothing behind it: the default port. */
static bool
set_port(const char *text, struct uri *out)
{
	size_t length = strspn(text, DIGITS);

	if (text[length] != '\0' || length > 5 ||
	    strtoul(text, NULL, 10) > 65535)
		return false;
	out->port = length > 0 ? text : NULL;
	return true;
}

static bool
set_address(char *bracketed, struct uri *out)
{
	unsigned char unused[16];
	char *end = split(bracketed, ']');

	out->host = bracketed + 1;
	out->address = true;
	if (end == NULL || inet_pton(AF_INET6, out->host, unused) != 1)
		return false;
	return *end == '\0' || (*end == ':' && set_port(end + 1, out));
}

static bool
set_name(char *name, struct uri *out)
{
	char *port = split(name, ':');

	out->host = name;
	if (*name == '\0' || name[strspn(name, UNRESERVED SUB_DELIMS)] != '\0')
		return false;
	return port == NULL || set_port(port, out);
}

static bool
set_authority(char *text, struct uri *out)
{
	char *host = split(text, '@');

	if (host != NULL)
		out->userinfo = text;
	else
		host = text;
	if (out->userinfo != NULL &&
	    !made_of(out->userinfo, UNRESERVED SUB_DELIMS ":"))
		return false;
	lower(host);
	return *host == '[' ? set_address(host, out) : set_name(host, out);
}

/* Takes off fragment, query and scheme; the rest, or NULL when there is no
 * scheme. */
static char *
set_ends(struct arena *arena, const char *text, struct uri *out)
{
	char *copy = arena_strdup(arena, text), *rest;

	memset(out, 0, sizeof *out);
	if (copy == NULL)
		return NULL;
	out->fragment = split(copy, '#');
	out->query = split(copy, '?');
	rest = split(copy, ':');
	if (rest == NULL || !is_scheme(copy))
		return NULL;
	lower(copy);
	out->scheme = copy;
	return rest;
}

static bool
is_well_made(const struct uri *uri)
{
	return made_of(uri->path, PCHAR "/") &&
	       (uri->query == NULL || made_of(uri->query, PCHAR "/?")) &&
	       (uri->fragment == NULL || made_of(uri->fragment, PCHAR "/?"));
}

bool
uri_parse(struct arena *arena, const char *text, struct uri *out)
{
	char *rest = set_ends(arena, text, out);

	if (rest == NULL || strncmp(rest, "//", 2) != 0)
		return false;
	rest += 2;
	out->path = arena_strdup(arena, rest + strcspn(rest, "/"));
	rest[strcspn(rest, "/")] = '\0';
	return set_authority(rest, out) && is_well_made(out);
}

bool
uri_parse_local(struct arena *arena, const char *text, struct uri *out)
{
	const char *rest = set_ends(arena, text, out);

	if (rest == NULL || rest[0] != '/' || rest[1] == '/')
		return false;
	out->host = "";
	out->path = rest;
	return is_well_made(out);
}

/* Is the scheme a domain name in reverse: labels with dots between them, none
 * of them empty? */
static bool
is_private(const char *scheme)
{
	return strchr(scheme, '.') != NULL && *scheme != '.' &&
	       strstr(scheme, "..") == NULL &&
	       scheme[strlen(scheme) - 1] != '.';
}

bool
uri_is_native(const struct uri *uri)
{
	static const char *const loopback[] = {"127.0.0.1", "::1", "localhost"};

	if (strcmp(uri->scheme, "http") != 0)
		return is_private(uri->scheme);
	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++)
		if (strcmp(loopback[i], uri->host) == 0)
			return true;
	return false;
}

bool
uri_parse_https(struct arena *arena, const char *text, struct uri *out)
{
	return uri_parse(arena, text, out) &&
	       strcmp(out->scheme, "https") == 0 && out->userinfo == NULL &&
	       out->fragment == NULL;
}

/* The first byte tells 127.0.0.0/8 and 0.0.0.0/8. */
static bool
local_v4(const unsigned char *address)
{
	return address[0] == 127 || address[0] == 0;
}

/* ::1 and :: are IPv4-compatible forms of 0.0.0.0/8. */
static bool
local_v6(const unsigned char *address)
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
	static const unsigned char compatible[12] = {0};
	static const unsigned char translated[12] = {0x00, 0x64, 0xff, 0x9b};

	if (memcmp(address, mapped, 12) != 0 &&
	    memcmp(address, compatible, 12) != 0 &&
	    memcmp(address, translated, 12) != 0)
		return false;
	return local_v4(address + 12);
}

static bool
local_name(const char *host)
{
	static const char *const names[] = {
	    "localhost", "localdomain", "ip6-localhost", "ip6-loopback"};
	size_t length = strlen(host);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t tail = strlen(names[i]);
		if (length >= tail &&
		    strcasecmp(host + length - tail, names[i]) == 0 &&
		    (length == tail || host[length - tail - 1] == '.'))
			return true;
	}
	return false;
}

bool
uri_host_is_local(const char *host)
{
	char name[256]; /* what is longer names nobody (RFC 1035) */
	size_t length = strcspn(host, "%"); /* a zone id is no part of it */
	unsigned char v6[16];
	struct in_addr v4;

	while (length > 0 && host[length - 1] == '.')
		length--;
	if (length == 0 || length >= sizeof name)
		return true;
	memcpy(name, host, length);
	name[length] = '\0';
	if (inet_pton(AF_INET6, name, v6) == 1)
		return local_v6(v6);
	if (inet_aton(name, &v4) != 0)
		return local_v4((const unsigned char *)&v4.s_addr);
	return local_name(name);
}
