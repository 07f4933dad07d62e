/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_RULE_KNOWN_H
#define COMMANDS_LIB_RULE_KNOWN_H

#include <stdbool.h>

struct arena;
struct config;

/* Could a request be refused by this rule now: is it one of the profile and the
 * overlay, or a refusal that no question of a profile makes?  True as well where
 * the profile cannot be read. */
bool rule_known(
    struct arena *arena, const struct config *config, const char *id);

/* A rule of those whose name is nearest to this one, for a message; NULL: none
 * is near. */
const char *rule_like(
    struct arena *arena, const struct config *config, const char *id);

#endif
