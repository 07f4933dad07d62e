/* SPDX-License-Identifier: ISC */
#ifndef PAGES_RULE_NAMED_H
#define PAGES_RULE_NAMED_H

struct profile;
struct rule;

/* The rule of that id, in force in the profile or outside of its questions
 * (validators/refusals/refusals.h); NULL: there is none, or no more. */
const struct rule *rule_named(const struct profile *profile, const char *id);

#endif
