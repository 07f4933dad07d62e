/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_TIGHTER_H
#define VALIDATORS_PROFILE_TIGHTER_H

#include <stdbool.h>

#include "validators/validator.h"

struct json;

/* Does a setting that was `was` accept no more when it is `is`, by that way of
 * being stricter?  False of TIGHTER_NEVER. */
bool tighter_is(
    enum setting_tighter way, const struct json *was, const struct json *is);

#endif
