/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_PROFILE_PRIVATE_H
#define COMMANDS_PROFILE_PRIVATE_H

#include <stdio.h>

#include "kit/json.h"
#include "validators/validator.h"

struct arena;
struct profile;

/* What the files of this room share.  A verb is given argv from its name on,
 * and answers an exit code. */
int profile_new(int argc, char **argv, struct arena *arena);
int profile_diff(int argc, char **argv, struct arena *arena);

/* Writes a profile as a file that people change: each key behind a comment that
 * says what it is for. */
void profile_write(FILE *out, const struct json *profile);

/* Writes any other value in the same way, without comments. */
void profile_write_plain(FILE *out, const struct json *value);

/* What a key of a profile is for, in lines of a comment. */
const char *profile_comment(const char *key);

/* What the second profile is, seen from the first one. */
enum difference_kind { STRICTER, LOOSER, OTHER };

/* Differences that are being collected. */
struct differences {
	struct arena *arena;
	struct json *kinds[OTHER + 1]; /* arrays of objects: place, what */
};

void difference_add(struct differences *to, enum difference_kind kind,
    const char *place, const char *what);

/* Compares two values of which the way to be stricter is known; values that are
 * equal differ in nothing.  NULL: absent. */
void difference_value(struct differences *to, const char *place,
    enum setting_tighter way, const struct json *was, const struct json *is);

/* The parts of the comparison. */
void difference_of_keys(
    struct differences *to, const struct json *was, const struct json *is);
void difference_of_validators(struct differences *to, const struct profile *was,
    const struct profile *is);
void difference_of_rules(
    struct differences *to, const struct json *was, const struct json *is);

#endif
