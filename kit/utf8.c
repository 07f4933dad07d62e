/* SPDX-License-Identifier: ISC */
/* UTF-8, by the table of RFC 3629. */
#include "kit/utf8.h"

size_t
utf8_length(const unsigned char *c)
{
	size_t length = c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;

	if (c[0] < 0x80)
		return 1;
	if (c[0] < 0xc2 || c[0] > 0xf4)
		return 0;
	if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) ||
	    (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

bool
utf8_valid(const char *string)
{
	const unsigned char *at = (const unsigned char *)string;
	size_t length = 1;

	for (; *at != '\0' && length > 0; at += length)
		length = utf8_length(at);
	return length > 0;
}
