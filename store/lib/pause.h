/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_PAUSE_H
#define STORE_LIB_PAUSE_H

#include <stdint.h>

/* Sleeps before another attempt: for a random part of `most` nanoseconds, which
 * are doubled at each attempt up to five times. */
void pause_before(unsigned attempt, int64_t most);

#endif
