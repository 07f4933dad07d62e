/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_PROFILE_SETTINGS_H
#define VALIDATORS_PROFILE_PROFILE_SETTINGS_H

#include <stdbool.h>

#include "kit/json.h"
#include "validators/validator.h"

struct reader;

/* How many settings a validator may have. */
enum { SETTINGS_MAX = 15 };

/* Has a validator every setting that it reads, in its form, and no other? */
void profile_check_settings(struct reader *reader,
    const struct validator *validator, const struct json *settings);

/* The same of one in a shared object; its settings end with a NULL name. */
void profile_check_external(struct reader *reader,
    const struct validator *validator, const struct json *settings);

/* NULL when the value has the form; else the form in words. */
const char *profile_setting_wanted(
    const struct json *value, enum setting_form form);

#endif
