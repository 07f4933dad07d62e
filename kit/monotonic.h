/* SPDX-License-Identifier: ISC */
#ifndef KIT_MONOTONIC_H
#define KIT_MONOTONIC_H

#include <stdint.h>

/* Time that passes, by CLOCK_MONOTONIC: a clock that nobody sets, and that
 * means the same in every process of this machine.  In nanoseconds. */
int64_t monotonic_now(void);

/* The moment that comes after so many milliseconds, as monotonic_now() tells
 * moments. */
int64_t monotonic_deadline(int64_t milliseconds);

/* Whole milliseconds from a moment until now; negative before it. */
int64_t monotonic_since(int64_t moment);

/* Whole milliseconds from now until the deadline; 0 when it has passed. */
int64_t monotonic_left(int64_t deadline);

#endif
