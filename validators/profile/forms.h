/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_FORMS_H
#define VALIDATORS_PROFILE_FORMS_H

#include <stdbool.h>

struct json;
struct reader;
struct validator;

/* Forms of a profile that the entry of an external validator has as well. */

/* How many settings a validator may have. */
enum { SETTINGS_MAX = 15 };

/* Do these settings of an external validator's entry have the forms that the
 * shared object declares?  Its settings end with a NULL name.  The first
 * mistake is in the reader. */
void profile_check_external(struct reader *reader,
    const struct validator *validator, const struct json *settings);

/* Has the text the form of "webhook_uris.outside_statement"? */
bool profile_is_rule_id(const char *text);

/* Is it an error of RFC 7591 section 3.2.2, or one of `declared` (NULL: no
 * further ones are)? */
bool profile_is_error(const struct json *declared, const char *error);

#endif
