/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_SETTING_H
#define VALIDATORS_LIB_SETTING_H

#include <stdbool.h>
#include <stdint.h>

struct json;
struct submission;

/*
 * The settings of the validator that is asked.  Each is of the form that the
 * validator's table names, as the loader of the profile has proved: a setting
 * that is not is none of the table's, which is a mistake of the validator, and
 * ends the process.
 */
int64_t setting_integer(const struct submission *s, const char *name);
const char *setting_string(const struct submission *s, const char *name);
const struct json *setting_strings(
    const struct submission *s, const char *name);
const struct json *setting_map(const struct submission *s, const char *name);

/* Of SETTING_BOOLEAN_IF_ANY as well: absent is false. */
bool setting_true(const struct submission *s, const char *name);

#endif
