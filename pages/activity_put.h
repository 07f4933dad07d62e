/* SPDX-License-Identifier: ISC */
#ifndef PAGES_ACTIVITY_PUT_H
#define PAGES_ACTIVITY_PUT_H

#include <stdio.h>

struct activity;
struct arena;
struct profile;

/* What was done and what was refused, as plots and tables. */
void activity_put(FILE *out, struct arena *arena, const struct profile *profile,
    const struct activity *activity);

/* What the bank's own validators refused in that time. */
void activity_put_external(
    FILE *out, const struct profile *profile, const struct activity *activity);

#endif
