/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_ROLES_H
#define VALIDATORS_LIB_ROLES_H

struct json;
struct submission;

/*
 * The roles that count: those in every one of the profile's effective_roles,
 * such as what the software is for and what its competent authority has
 * authorised; and in the certificate, where the profile has names for its
 * roles and it says any (ETSI TS 119 495).
 */
const struct json *roles_effective(const struct submission *s);

/* The same, whatever the certificate says. */
const struct json *roles_claimed(const struct submission *s);

/* The scopes that the effective roles allow, by the settings of the validator
 * "scope" and in their order, with blanks between. */
const char *roles_scope(const struct submission *s);

/*
 * The scopes of the list, with blanks between, but for those that go with a
 * role that the certificate in use has not: where it says any, or is the
 * statement.  A renewed certificate may have lost some.  NULL stays NULL.
 */
const char *roles_certified(const struct submission *s, const char *list);

#endif
