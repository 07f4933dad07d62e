/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_SETTING_H
#define VALIDATORS_LIB_SETTING_H

#include <stdbool.h>
#include <stdint.h>

struct json;
struct submission;

/*
 * The settings of the validator that is asked.  Each has the form that the
 * validator's table names, as the loader of the profile has proved.  Whoever
 * reads a setting in another form, or one that the table has not, is wrong in
 * the program, and ends the process.
 */
int64_t setting_integer(const struct submission *s, const char *name);
const char *setting_string(const struct submission *s, const char *name);
const struct json *setting_strings(
    const struct submission *s, const char *name);
const struct json *setting_map(const struct submission *s, const char *name);

/* SETTING_STRINGS_MAP_IF_ANY; NULL: absent, which is empty. */
const struct json *setting_map_if_any(
    const struct submission *s, const char *name);

/* SETTING_BOOLEAN or SETTING_BOOLEAN_IF_ANY: absent is false. */
bool setting_true(const struct submission *s, const char *name);

#endif
