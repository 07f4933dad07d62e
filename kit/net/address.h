/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_ADDRESS_H
#define KIT_NET_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/*
 * Is this an IPv4 or IPv6 address of the public internet?  Not one of the
 * IANA special-purpose registries (RFC 6890 and what came after), nor
 * multicast, nor a form that carries an IPv4 address somewhere else; an
 * IPv4-mapped one is judged as the IPv4 address in it.  Any other family is
 * not public.
 */
bool address_is_public(const struct sockaddr *address);

#endif
