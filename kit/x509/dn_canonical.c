/* SPDX-License-Identifier: ISC */
/* Tells whether a distinguished name is spelt as RFC 4514 section 2 has it. */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "kit/hex.h"
#include "kit/x509/cert.h"

static bool
is_name(const char *type, size_t length)
{
	static const char *const names[] = {
	    "CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length &&
		    strncasecmp(names[i], type, length) == 0)
			return true;
	return false;
}

/* The end of a value, at a separator or the end of the text; NULL when only
 * lenient readers take the value, such as one with blanks around it. */
static const char *
text_end(const char *at)
{
	bool blank = false;

	if (strchr(" #\"", *at) != NULL && *at != '\0')
		return NULL;
	for (; *at != '\0' && *at != ',' && *at != '+'; at++) {
		blank = *at == ' ';
		if (*at == '\\' && at[1] != '\0')
			at++;
		else if (strchr("\"<>;", *at) != NULL)
			return NULL;
	}
	return blank ? NULL : at;
}

static const char *
hex_end(const char *at)
{
	if (*at++ != '#')
		return NULL;
	while (hex_digit(*at) >= 0)
		at++;
	return *at == '\0' || *at == ',' || *at == '+' ? at : NULL;
}

/* A name may have this form and be unreadable; dn_readable() says so. */
bool
dn_canonical(const char *dn)
{
	for (;;) {
		size_t length = strcspn(dn, "=");
		bool oid = length > 0 && strspn(dn, "0123456789.") == length;

		if (dn[length] != '=' || (!oid && !is_name(dn, length)))
			return false;
		dn += length + 1;
		dn = oid ? hex_end(dn) : text_end(dn);
		if (dn == NULL || *dn == '\0')
			return dn != NULL;
		dn++;
	}
}
