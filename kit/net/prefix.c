/* SPDX-License-Identifier: ISC */
/* Tells whether an address is in a block of addresses. */
#include "kit/net/prefix.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define TEXT_MOST 64 /* longer than every address and its bits */

/* The address, with all of its bits. */
static bool
read_address(const char *text, struct prefix *out)
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

	memset(out, 0, sizeof(*out));
	out->bits = 32;
	if (inet_pton(AF_INET, text, out->bytes) == 1)
		return true;
	if (inet_pton(AF_INET6, text, out->bytes) != 1)
		return false;
	out->v6 = memcmp(out->bytes, mapped, sizeof(mapped)) != 0;
	out->bits = out->v6 ? 128 : 32;
	if (!out->v6)
		memmove(out->bytes, out->bytes + sizeof(mapped), 4);
	return true;
}

/* Digits, without a zero before others. */
static bool
read_bits(const char *text, unsigned most, unsigned *bits)
{
	const size_t length = strspn(text, "0123456789");

	*bits = 0;
	if (length == 0 || length > 3 || text[length] != '\0' ||
	    (*text == '0' && length > 1))
		return false;
	for (; *text != '\0'; text++)
		*bits = *bits * 10 + (unsigned)(*text - '0');
	return *bits <= most;
}

static bool
is_same(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	const unsigned char mask = (unsigned char)(0xff00U >> (bits % 8));

	return memcmp(a, b, bits / 8) == 0 &&
	       (bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) & mask) == 0);
}

bool
prefix_parse(const char *text, struct prefix *out)
{
	const size_t length = strcspn(text, "/");
	const bool mapped = memchr(text, ':', length) != NULL;
	struct prefix address;
	char alone[TEXT_MOST];
	unsigned bits;

	if (strlen(text) >= sizeof(alone))
		return false;
	memcpy(alone, text, length);
	alone[length] = '\0';
	if (!read_address(alone, out))
		return false;
	if (text[length] == '\0')
		return true;
	if (!read_bits(text + length + 1, mapped ? 128 : 32, &bits))
		return false;
	if (mapped && !out->v6 && bits < 96)
		return false; /* more than all of IPv4 */
	address = *out;
	out->bits = mapped && !out->v6 ? bits - 96 : bits;
	memset(out->bytes, 0, sizeof(out->bytes));
	memcpy(out->bytes, address.bytes, out->bits / 8);
	if (out->bits % 8 != 0)
		out->bytes[out->bits / 8] =
		    (unsigned char)(address.bytes[out->bits / 8] &
				    (0xff00U >> (out->bits % 8)));
	return memcmp(out->bytes, address.bytes, address.v6 ? 16 : 4) == 0;
}

bool
prefix_has(const struct prefix *prefix, const char *address)
{
	struct prefix read;

	return address != NULL && read_address(address, &read) &&
	       read.v6 == prefix->v6 &&
	       is_same(read.bytes, prefix->bytes, prefix->bits);
}
