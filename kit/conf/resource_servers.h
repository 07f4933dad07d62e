/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_RESOURCE_SERVERS_H
#define KIT_CONF_RESOURCE_SERVERS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct cert;
struct config;
struct resource_servers;

/* The resource servers that the configuration names; each is known by its very
 * certificate.  All is the arena's. */
struct resource_servers *resource_servers_at(
    const struct config *config, struct arena *arena);

/* Reads their certificates, unless that is done.  False and *why when one
 * cannot be read. */
bool resource_servers_read(struct resource_servers *servers, const char **why);

/* The name of the resource server whose certificate this is, if it is valid
 * now; or NULL.  They were read before. */
const char *resource_servers_name(const struct resource_servers *servers,
    const struct cert *cert, int64_t now);

#endif
