/* SPDX-License-Identifier: ISC */
/* Compares two distinguished names that are texts. */
#include <string.h>
#include <strings.h>

#include <openssl/x509.h>

#include "kit/hex.h"
#include "kit/x509/cert.h"
#include "kit/x509/private.h"

/* A type and its value in a text, up to the comma behind them. */
struct pair {
	const char *type;
	size_t type_length;
	char value[DN_LONGEST + 1];
};

/* The text of an UTF8String or a PrintableString in hexadecimal digits, of the
 * short form of length: what organizationIdentifier looks like where RFC 4514
 * section 2 is kept. */
static bool
take_hex(const char *text, size_t length, char *out)
{
	const char *digits = "#0c";
	int high, low;

	if (length < 5 || length % 2 == 0 ||
	    (strncasecmp(text, digits, 3) != 0 && strncmp(text, "#13", 3) != 0))
		return false;
	for (size_t i = 3; i < length; i += 2) {
		high = hex_digit(text[i]);
		low = hex_digit(text[i + 1]);
		if (high < 0 || low < 0)
			return false;
		if (i == 3) {
			if (high * 16 + low != (int)((length - 5) / 2) ||
			    high > 7)
				return false;
			continue;
		}
		*out = (char)(high * 16 + low);
		if (*out++ < ' ')
			return false;
	}
	*out = '\0';
	return true;
}

/* Takes the next pair of a text that has no escapes, quotes and joined pairs;
 * NULL: this is for the whole reader. */
static const char *
take_pair(const char *at, struct pair *pair)
{
	size_t length = strcspn(at, "=,;+\\\"<> ");

	if (length == 0 || at[length] != '=')
		return NULL;
	pair->type = at;
	pair->type_length = length;
	at += length + 1;
	length = strcspn(at, ",;+\\\"<>");
	if (length == 0 || length > DN_LONGEST || *at == ' ' ||
	    at[length - 1] == ' ' || (at[length] != ',' && at[length] != '\0'))
		return NULL;
	memcpy(pair->value, at, length);
	pair->value[length] = '\0';
	if (*at == '#' && !take_hex(at, length, pair->value))
		return NULL;
	return at + length;
}

static bool
is_type(const struct pair *pair, const char *type)
{
	return strlen(type) == pair->type_length &&
	       strncasecmp(pair->type, type, pair->type_length) == 0;
}

static bool
same_type(const struct pair *a, const struct pair *b)
{
	static const char name[] = "organizationIdentifier", oid[] = "2.5.4.97";

	return (a->type_length == b->type_length &&
		   strncasecmp(a->type, b->type, a->type_length) == 0) ||
	       (is_type(a, name) && is_type(b, oid)) ||
	       (is_type(a, oid) && is_type(b, name));
}

/* Are they equal pair by pair, as they are written?  False: perhaps in another
 * way. */
static bool
same_plainly(const char *a, const char *b)
{
	struct pair one, other;

	for (;;) {
		a = take_pair(a, &one);
		b = a != NULL ? take_pair(b, &other) : NULL;
		if (b == NULL || *a != *b || !same_type(&one, &other) ||
		    strcmp(one.value, other.value) != 0)
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

bool
dn_same(const char *a, const char *b)
{
	X509_NAME *one, *other;
	bool same = strcmp(a, b) == 0 || same_plainly(a, b);

	if (same)
		return true;
	one = dn_read(a);
	other = one != NULL ? dn_read(b) : NULL;
	same = other != NULL && X509_NAME_cmp(one, other) == 0;
	X509_NAME_free(one);
	X509_NAME_free(other);
	return same;
}
