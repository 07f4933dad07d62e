/* SPDX-License-Identifier: ISC */
/* Tells addresses of the public internet from all others. */
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "kit/net/address.h"

/* The first 32 bits of an address decide, for IPv6 as well. */
struct range {
	uint32_t network;
	unsigned bits;
};

static const struct range special4[] = {
    {0x00000000, 8},  /* 0.0.0.0: this network */
    {0x0a000000, 8},  /* 10.0.0.0: private */
    {0x64400000, 10}, /* 100.64.0.0: carrier-grade NAT */
    {0x7f000000, 8},  /* 127.0.0.0: loopback */
    {0xa9fe0000, 16}, /* 169.254.0.0: link-local, cloud metadata */
    {0xac100000, 12}, /* 172.16.0.0: private */
    {0xc0000000, 24}, /* 192.0.0.0: protocol assignments */
    {0xc0000200, 24}, /* 192.0.2.0: documentation */
    {0xc0586300, 24}, /* 192.88.99.0: 6to4 relays */
    {0xc0a80000, 16}, /* 192.168.0.0: private */
    {0xc6120000, 15}, /* 198.18.0.0: benchmarks */
    {0xc6336400, 24}, /* 198.51.100.0: documentation */
    {0xcb007100, 24}, /* 203.0.113.0: documentation */
    {0xe0000000, 4},  /* 224.0.0.0: multicast */
    {0xf0000000, 4},  /* 240.0.0.0: reserved, broadcast */
};

/* Inside 2000::/3, the only space that is given out. */
static const struct range special6[] = {
    {0x20010000, 23}, /* 2001::: protocol assignments, Teredo */
    {0x20010db8, 32}, /* 2001:db8::: documentation */
    {0x20020000, 16}, /* 2002::: 6to4, any IPv4 address behind it */
    {0x3fff0000, 20}, /* 3fff::: documentation */
};

static bool
in_range(uint32_t word, const struct range *range)
{
	return (word ^ range->network) >> (32 - range->bits) == 0;
}

static bool
public4(uint32_t word)
{
	for (size_t i = 0; i < sizeof(special4) / sizeof(*special4); i++) {
		if (in_range(word, &special4[i]))
			return false;
	}
	return true;
}

static uint32_t
word_at(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool
public6(const unsigned char *bytes)
{
	static const struct range global = {0x20000000, 3};
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
	uint32_t word = word_at(bytes);

	if (memcmp(bytes, mapped, sizeof(mapped)) == 0)
		return public4(word_at(bytes + sizeof(mapped)));
	if (!in_range(word, &global))
		return false;
	for (size_t i = 0; i < sizeof(special6) / sizeof(*special6); i++) {
		if (in_range(word, &special6[i]))
			return false;
	}
	return true;
}

bool
address_is_public(const struct sockaddr *address)
{
	const void *any = address;

	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = any;

		return public4(ntohl(in->sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = any;

		return public6(in6->sin6_addr.s6_addr);
	}
	return false;
}
