/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_ADDRESS_H
#define KIT_NET_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/*
 * Is this an IPv4 or IPv6 address of the public internet?  An address of the
 * IANA special-purpose registries (RFC 6890 and its updates), a multicast
 * address and a form that carries an IPv4 address somewhere else are not.  An
 * IPv4-mapped address is judged as the IPv4 address in it.  Any other family is
 * not public.
 */
bool address_is_public(const struct sockaddr *address);

#endif
