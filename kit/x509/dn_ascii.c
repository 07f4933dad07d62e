/* SPDX-License-Identifier: ISC */
/* Spells a distinguished name in ASCII, for a message. */
#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/x509/cert.h"

static bool
needs_escape(char c)
{
	return c < ' ' || c > '~' || strchr("'\"<>", c) != NULL;
}

const char *
dn_ascii(struct arena *arena, const char *dn, size_t most)
{
	static const char digits[] = "0123456789ABCDEF";
	char *text = arena_alloc(arena, 3 * strlen(dn) + 1), *to = text;

	for (; *dn != '\0'; dn++) {
		const bool escaped = *dn == '\\' && needs_escape(dn[1]);
		const unsigned char c = (unsigned char)(escaped ? *++dn : *dn);

		if (c == '\0')
			break;
		if (needs_escape((char)c)) {
			*to++ = '\\';
			*to++ = digits[c >> 4];
			*to++ = digits[c & 15];
		} else {
			*to++ = (char)c;
		}
	}
	return (size_t)(to - text) <= most
		   ? text
		   : arena_printf(arena, "%.*s...", (int)most, text);
}
