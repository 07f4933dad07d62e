/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_RUN_ROLES_H
#define VALIDATORS_RUN_ROLES_H

struct json;
struct submission;

/* The roles that the software has and its competent authority has authorised:
 * the intersection of the claims "roles" and "authorised_roles". */
const struct json *roles_effective(const struct submission *s);

#endif
