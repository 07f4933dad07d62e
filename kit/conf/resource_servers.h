/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_RESOURCE_SERVERS_H
#define KIT_CONF_RESOURCE_SERVERS_H

#include <stdint.h>

struct arena;
struct cert;
struct config;
struct resource_servers;

/* The servers of the bank's APIs where we issue the tokens, each known by the
 * very certificate that the configuration names.  NULL and *why when one
 * cannot be read. */
struct resource_servers *resource_servers_open(
    const struct config *config, struct arena *arena, const char **why);

/* The name of the one that this certificate is of, and valid now; or NULL. */
const char *resource_servers_name(const struct resource_servers *servers,
    const struct cert *cert, int64_t now);

#endif
