/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_PRIVATE_H
#define VALIDATORS_PROFILE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "validators/lib/profile.h"

struct arena;
struct json;
struct reader;

/* What the files of this room share, and nobody else.  Each reads its
 * keys and keeps the first mistake in the reader. */
void profile_read(
    struct reader *reader, const struct json *root, struct profile *profile);

const struct profile_question *profile_read_questions(struct reader *reader,
    const struct json *chosen, const struct profile_question *member_rules);

/* The key "rules": the question of them all; its rules are empty when there
 * are none. */
struct profile_question profile_read_rules(
    struct reader *reader, const struct json *root, struct profile *profile);

/* Is each member of which a request may ask for a part compared with the
 * statement?  Else a request could ask for more. */
void profile_check_narrowed(
    struct reader *reader, const struct profile *profile);

const struct json *profile_read_defaults(struct reader *reader,
    const struct json *root, const struct profile_question *questions);

/* The profile with what the version (NULL: none) sets in its place. */
const struct json *profile_of_version(
    struct reader *reader, const struct json *root, const char *version);

/* Does each version change what is there?  Of a profile that is right. */
void profile_check_versions(struct reader *reader, const struct json *root);

/* The setting that "VALIDATOR.SETTING" names, a list of strings or an object
 * of such; NULL, and *wrong says what is wrong with it. */
const struct json *profile_setting(struct arena *arena,
    const struct profile_question *questions, const char *reference,
    const char **wrong);

/* "webhook_uris.outside_statement" */
bool profile_is_rule_id(const char *text);

/* Is it an error of RFC 7591 section 3.2.2, or one of these strings? */
bool profile_is_error(const struct json *declared, const char *error);

#endif
