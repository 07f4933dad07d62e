/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_MEMBER_FORM_H
#define VALIDATORS_LIB_MEMBER_FORM_H

#include "kit/json.h"

/* What a profile may say behind the name of a test: NULL when it is right,
 * else what it must be. */
const char *member_form_true(const struct json *value);
const char *member_form_strings(const struct json *value);
const char *member_form_name(const struct json *value);
const char *member_form_pattern(const struct json *value);
const char *member_form_length(const struct json *value);
const char *member_form_range(const struct json *value);
const char *member_form_type(const struct json *value);

/* Of a value that has the form of a type. */
enum json_type member_type(const struct json *value);
const char *member_type_words(const struct json *value);

#endif
