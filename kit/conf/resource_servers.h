/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_RESOURCE_SERVERS_H
#define KIT_CONF_RESOURCE_SERVERS_H

#include <stdint.h>

struct arena;
struct cert;
struct config;
struct resource_servers;

/* Reads the certificates of the resource servers that the configuration names;
 * each server is known by its very certificate.  NULL and *why when one cannot
 * be read. */
struct resource_servers *resource_servers_open(
    const struct config *config, struct arena *arena, const char **why);

/* The name of the resource server whose certificate this is, if it is valid
 * now; or NULL. */
const char *resource_servers_name(const struct resource_servers *servers,
    const struct cert *cert, int64_t now);

#endif
