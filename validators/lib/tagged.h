/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_TAGGED_H
#define VALIDATORS_LIB_TAGGED_H

#include <stdbool.h>

struct profile;

/*
 * Is this the name of a member in a language, "client_name#pt-BR" (RFC 7591
 * section 2.2): one that the profile has so, and behind the # what has the form
 * of a language tag (RFC 5646 section 2.1)?  Without such a form it is some
 * unknown member.
 */
bool tagged_member(const struct profile *profile, const char *name);

/* Is it `member` in a language? */
bool tagged_is_of(
    const struct profile *profile, const char *name, const char *member);

#endif
