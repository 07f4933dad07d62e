/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_GRANTS_H
#define VALIDATORS_LIB_GRANTS_H

struct arena;
struct config;
struct profile;

/*
 * Which scopes a client gets for itself, without a user (client credentials,
 * RFC 6749 section 4.4): those that the profile lists, and the one that manages
 * a registration (management.scope).  All others need a user,
 * whatever the client has registered.  A list has blanks between its words, and
 * none is NULL or "".
 */

/* The words of the list that need no user, each one once; "": every word needs
 * one. */
const char *grants_userless(
    struct arena *arena, const struct profile *profile, const char *list);

/* A word of the list that needs a user, other than those that the profile
 * ignores; NULL: no word does. */
const char *grants_needing_user(
    struct arena *arena, const struct profile *profile, const char *list);

/* What is wrong with the rules of the authorizer: one asks for a scope that no
 * access token of ours can have, since the profile does not know it.  NULL:
 * nothing. */
const char *grants_misfit(struct arena *arena, const struct config *config,
    const struct profile *profile);

#endif
