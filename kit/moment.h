/* SPDX-License-Identifier: ISC */
#ifndef KIT_MOMENT_H
#define KIT_MOMENT_H

#include <stdint.h>

struct arena;

/* "2026-11-22T08:00:00Z" (RFC 3339) of seconds since the epoch; the arena's. */
const char *moment_text(struct arena *arena, int64_t seconds);

#endif
