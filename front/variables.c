/* SPDX-License-Identifier: ISC */
/* Finds the variables that matter among all that the web server hands over. */
#include "front/variables.h"

#include <stddef.h>
#include <string.h>

#include "front/private.h"

#define NAMED(text)                    \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct {
	const char *name;
	size_t length;
} names[VARIABLES] = {
    [FCGI_ROLE] = NAMED("FCGI_ROLE"),
    [PATH_INFO] = NAMED("PATH_INFO"),
    [UNIQUE_ID] = NAMED("UNIQUE_ID"),
    [REQUEST_ID] = NAMED("REQUEST_ID"),
    [REMOTE_ADDR] = NAMED("REMOTE_ADDR"),
    [REQUEST_URI] = NAMED("REQUEST_URI"),
    [SCRIPT_NAME] = NAMED("SCRIPT_NAME"),
    [CONTENT_TYPE] = NAMED("CONTENT_TYPE"),
    [ORIGINAL_URI] = NAMED("ORIGINAL_URI"),
    [QUERY_STRING] = NAMED("QUERY_STRING"),
    [HTTP_IF_MATCH] = NAMED("HTTP_IF_MATCH"),
    [CONTENT_LENGTH] = NAMED("CONTENT_LENGTH"),
    [REQUEST_METHOD] = NAMED("REQUEST_METHOD"),
    [ORIGINAL_METHOD] = NAMED("ORIGINAL_METHOD"),
    [REDIRECT_STATUS] = NAMED("REDIRECT_STATUS"),
    [SSL_CLIENT_CERT] = NAMED("SSL_CLIENT_CERT"),
    [HTTP_CONNECTION] = NAMED("HTTP_CONNECTION"),
    [HTTP_CLIENT_CERT] = NAMED("HTTP_CLIENT_CERT"),
    [SSL_CLIENT_VERIFY] = NAMED("SSL_CLIENT_VERIFY"),
    [HTTP_AUTHORIZATION] = NAMED("HTTP_AUTHORIZATION"),
    [HTTP_IF_NONE_MATCH] = NAMED("HTTP_IF_NONE_MATCH"),
    [PROXY_SECRET] = NAMED("HTTP_DCRPROXYSECRET"),
    [ORIGINAL_CONNECTION] = NAMED("ORIGINAL_CONNECTION"),
    [HTTP_CONTENT_ENCODING] = NAMED("HTTP_CONTENT_ENCODING"),
};

const char *
variables_name(enum variable variable)
{
	return names[variable].name;
}

bool
variables_is_header(const char *name)
{
	return strncmp(name, "HTTP_", 5) == 0;
}

/* The first name of each length.  Where there is none, the name that is found has
 * another length. */
static const unsigned char firsts[] = {
    [9] = FCGI_ROLE,
    [10] = REQUEST_ID,
    [11] = REMOTE_ADDR,
    [12] = CONTENT_TYPE,
    [13] = HTTP_IF_MATCH,
    [14] = CONTENT_LENGTH,
    [15] = ORIGINAL_METHOD,
    [16] = HTTP_CLIENT_CERT,
    [17] = SSL_CLIENT_VERIFY,
    [18] = HTTP_AUTHORIZATION,
    [19] = PROXY_SECRET,
    [21] = HTTP_CONTENT_ENCODING,
};

/* The one of this name; VARIABLES: none.  Most of what a web server hands over is
 * none: the first letter spares a call. */
static size_t
find(const char *name, size_t length)
{
	if (length >= sizeof(firsts))
		return VARIABLES;
	for (size_t i = firsts[length];
	     i < VARIABLES && names[i].length == length; i++)
		if (*names[i].name == *name &&
		    memcmp(names[i].name, name, length) == 0)
			return i;
	return VARIABLES;
}

/* Web servers make one name of Client-Cert, Client_Cert and Client.Cert, and
 * some hand over all three: nobody can tell which is the proxy's.  A variable of
 * the web server's own may come twice, if both values are the same. */
static void
hear(struct told *told, const char *value, bool header)
{
	if (told->value == NULL)
		told->value = value;
	else if (header || strcmp(told->value, value) != 0)
		told->twice = true;
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9');
}

/* Does a header's name begin so, whatever stands between its letters? */
static bool
is_spelt(const char *at, const char *beginning)
{
	for (; *beginning != '\0'; beginning++, at++) {
		while (*at != '\0' && *at != '=' && !is_letter(*at))
			at++;
		if (*at != *beginning && *at != *beginning + ('a' - 'A'))
			return false;
	}
	return true;
}

/* A header that an API may take for dcr's word of who is calling, or for a
 * certificate that some proxy has seen. */
static bool
is_identity(const char *header)
{
	static const char *const beginnings[] = {"DCR", "CLIENTCERT",
	    "SSLCLIENT", "XCLIENTCERT", "XSSLCLIENT", NULL};

	for (const char *const *at = beginnings; *at != NULL; at++)
		if (is_spelt(header + strlen("HTTP_"), *at))
			return true;
	return false;
}

static bool
is_of_proxy(const char *name, size_t length, size_t known)
{
	static const char chain[] = "HTTP_CLIENT_CERT_CHAIN";

	return known == PROXY_SECRET || known == HTTP_CLIENT_CERT ||
	       (length == sizeof(chain) - 1 &&
		   memcmp(name, chain, length) == 0);
}

/* A header by which a proxy says for whom it asks (RFC 7239; RFC 9110 section
 * 7.6.3). */
static bool
is_forwarding(const char *header)
{
	switch (*header) {
	case 'F':
		return strncmp(header, "FORWARDED=", 10) == 0;
	case 'V':
		return strncmp(header, "VIA=", 4) == 0;
	case 'X':
		return strncmp(header, "X_FORWARDED_FOR=", 16) == 0 ||
		       strncmp(header, "X_REAL_IP=", 10) == 0;
	default:
		return false;
	}
}

static void
read_one(struct variables *out, const char *text, bool proxy)
{
	const char *end = strchr(text, '=');
	const bool header = variables_is_header(text);
	const size_t length = end != NULL ? (size_t)(end - text) : 0;
	const size_t known = find(text, length);

	if (end != NULL && known < VARIABLES)
		hear(&out->told[known], end + 1, header);
	if (header && is_identity(text) &&
	    !(proxy && is_of_proxy(text, length, known)))
		out->pretends = true;
	if (header && is_forwarding(text + strlen("HTTP_")))
		out->forwarded = true;
}

void
variables_read(const struct door *door, bool proxy, struct variables *out)
{
	*out = (struct variables){.pretends = false};
	for (char *const *at = door->all; *at != NULL; at++)
		read_one(out, *at, proxy);
}
