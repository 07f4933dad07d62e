/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_SINCE_H
#define COMMANDS_LIB_SINCE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads a time: "2026-11-22", "2026-11-22T08:00:00Z", "@SECONDS" since the
 * epoch, or so long ago: "-30s", "-15m", "-2h", "-7d".  False where the text
 * has no such form. */
bool since_moment(const char *text, int64_t now, int64_t *out);

/* Reads the time that an option was given; NULL leaves *out as it is.  An exit
 * code, after saying what is wrong. */
int since_read(const char *option, const char *text, int64_t now, int64_t *out);

#endif
