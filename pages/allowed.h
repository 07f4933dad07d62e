/* SPDX-License-Identifier: ISC */
#ifndef PAGES_ALLOWED_H
#define PAGES_ALLOWED_H

#include <stdio.h>

struct json;
struct member_rule;
struct profile;
struct profile_question;

/* A list of names and what the profile's settings of that question allow;
 * nothing where the question has none. */
void allowed_settings(FILE *out, const struct profile_question *question);

/* What a rule that a profile says in data demands of which members, and
 * when. */
void allowed_by_rule(
    FILE *out, const struct profile *profile, const struct member_rule *rule);

/* A value of a profile: strings with commas between them, an object as a list
 * of its members. */
void allowed_value(FILE *out, const struct json *value);

#endif
