/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_KNOWN_H
#define VALIDATORS_LIB_KNOWN_H

#include <stdbool.h>

/*
 * Names of client metadata that have a meaning wherever a registration is
 * read, as the registry of OAuth Dynamic Client Registration Metadata (RFC
 * 7591 section 4.1) has them, with a language tag or without.  A claim of such
 * a name is registered as a member that the profile judges, or not at all.
 */
bool known_member(const char *name);

/* Is such a member one string by its definition, and never an array? */
bool known_string(const char *name);

#endif
