/* SPDX-License-Identifier: ISC */
#ifndef FRONT_NEAREST_H
#define FRONT_NEAREST_H

struct arena;
struct config;

/* The path of an endpoint for clients from which a path differs in slashes and
 * letter case alone; NULL: there is no such endpoint.  Endpoints for servers of
 * the bank are told to nobody. */
const char *nearest_path(
    const struct config *config, const char *path, struct arena *arena);

#endif
