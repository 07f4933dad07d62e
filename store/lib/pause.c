/* SPDX-License-Identifier: ISC */
/* Has those who met in a store try again at different moments. */
#include "store/lib/pause.h"

#include <time.h>
#include <unistd.h>

#include "kit/monotonic.h"

void
pause_before(unsigned attempt, int64_t most)
{
	const int64_t noise = monotonic_now() ^ ((int64_t)getpid() * 7919);
	const struct timespec wait = {
	    .tv_nsec = noise % (most << (attempt > 5 ? 5 : attempt))};

	(void)nanosleep(&wait, NULL);
}
