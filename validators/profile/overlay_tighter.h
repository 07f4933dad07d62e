/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_OVERLAY_TIGHTER_H
#define VALIDATORS_PROFILE_OVERLAY_TIGHTER_H

struct arena;
struct json;
struct setting;

/* NULL when a setting that was `was` accepts no more when it is `is`; else
 * what is wrong, for a message behind the setting's name. */
const char *overlay_loosens(struct arena *arena, const struct setting *setting,
    const struct json *was, const struct json *is);

#endif
