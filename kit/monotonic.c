/* SPDX-License-Identifier: ISC */
/* The one reader of the monotonic clock: deadlines and durations. */
#include "kit/monotonic.h"

#include <time.h>

#define NANOSECONDS INT64_C(1000000000)
#define MILLISECOND INT64_C(1000000)

int64_t
monotonic_now(void)
{
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

int64_t
monotonic_deadline(int64_t milliseconds)
{
	return monotonic_now() + milliseconds * MILLISECOND;
}

int64_t
monotonic_since(int64_t moment)
{
	return (monotonic_now() - moment) / MILLISECOND;
}

int64_t
monotonic_left(int64_t deadline)
{
	const int64_t left = (deadline - monotonic_now()) / MILLISECOND;

	return left > 0 ? left : 0;
}
