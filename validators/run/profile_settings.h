/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_RUN_PROFILE_SETTINGS_H
#define VALIDATORS_RUN_PROFILE_SETTINGS_H

#include <stdbool.h>

#include "kit/json.h"

struct reader;
struct validator;

/* Has a validator every setting that it reads, in its form, and no other? */
void profile_check_settings(struct reader *reader,
    const struct validator *validator, const struct json *settings);

/* An object, or an array that is not empty, of values of one type alone. */
bool profile_map_of(const struct json *value, enum json_type type);
bool profile_array_of(const struct json *value, enum json_type type);

#endif
