/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CONFIG_CONFIG_H
#define COMMANDS_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct config;
struct json;
struct judge;

/* Opens all that serving would open at the time `at`, in seconds since the epoch,
 * so that a deployment which this function accepts will start.  False, and *why is one line, when something is wrong.
 * What the judge has is the arena's. */
bool config_can_serve(const struct config *config, int64_t at,
    struct judge *judge, struct arena *arena, const char **why);

/* Tells in a line each what a client or an operator will stumble over in a
 * deployment that can be served. */
void config_warnings(const struct config *config, const struct judge *judge,
    struct arena *arena, void (*tell)(void *context, const char *line),
    void *context);

/* All that is in force, defaults and what the profile decides included, in the
 * form of the file, and without a secret. */
const struct json *config_in_force(const struct config *config,
    const struct judge *judge, struct arena *arena);

/* The authorization server metadata; NULL, and *why, when the configuration and
 * its profile do not go together. */
const struct json *config_metadata(
    const struct config *config, struct arena *arena, const char **why);

/* An endpoint that clients need for what these metadata offer, and that is
 * missing in them, and *why; NULL: there is none. */
const char *config_needed_endpoint(
    struct arena *arena, const struct json *document, const char **why);

#endif
