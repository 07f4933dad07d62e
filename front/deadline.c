/* SPDX-License-Identifier: ISC */
/* How long a request may take to come in: reading it ends when the time is
 * up. */
#include <signal.h>
#include <unistd.h>

#include "front/private.h"
#include "kit/limits.h"

static volatile sig_atomic_t late;

static void
on_alarm(int signal)
{
	(void)signal;
	late = 1;
	alarm(1); /* in case read(2) had not begun yet */
}

/* Without SA_RESTART a blocked read comes back when the time is up. */
void
deadline_start(void)
{
	static bool caught;
	struct sigaction action = {.sa_handler = on_alarm};

	if (!caught) {
		sigemptyset(&action.sa_mask);
		caught = sigaction(SIGALRM, &action, NULL) == 0;
	}
	late = 0;
	alarm(LIMIT_REQUEST_SECONDS);
}

void
deadline_stop(void)
{
	alarm(0);
}

bool
deadline_passed(void)
{
	return late != 0;
}
