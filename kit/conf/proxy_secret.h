/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_PROXY_SECRET_H
#define KIT_CONF_PROXY_SECRET_H

#include <stdbool.h>

struct arena;
struct config;

/* Reads the secret by which the proxy that hands over certificates proves
 * itself: the first line of a file that is ours alone.  True, and *secret is
 * the arena's, or NULL when no such proxy is configured; false, and *why is one
 * line without the name of the configuration. */
bool proxy_secret_read(const struct config *config, struct arena *arena,
    const char **secret, const char **why);

#endif
