/* SPDX-License-Identifier: ISC */
#ifndef KIT_MOMENT_H
#define KIT_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct json;

/* "2026-11-22T08:00:00Z" (RFC 3339) of seconds since the epoch; the arena's. */
const char *moment_text(struct arena *arena, int64_t seconds);

/* Seconds since the epoch of "2026-11-22T08:00:00Z", or of "2026-11-22", which is
 * the first second of that day, UTC.  False: the text has no such form, or there
 * is no such moment, or it is before 1970. */
bool moment_read(const char *text, int64_t *out);

/* Seconds since the epoch, rounded down, of a NumericDate (RFC 7519 section 2);
 * -1: the value is no NumericDate, or not there. */
int64_t moment_numeric(const struct json *value);

#endif
