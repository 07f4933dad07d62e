/* SPDX-License-Identifier: ISC */
/* Keeps a process alive whose mapped file was cut short by somebody else. */
#include <sys/mman.h>

#include <signal.h>

#include "front/metrics/private.h"

static struct {
	char *volatile start; /* NULL: an empty place */
	volatile size_t size;
	volatile sig_atomic_t cut;
} guards[TALLY_GUARDS];

static struct sigaction before;

/* mmap(2) is a system call and nothing more, which a handler may make.  The
 * access that failed is made again when the handler returns. */
static void
on_fault(int signal, siginfo_t *info, void *context)
{
	const char *at = info->si_addr;

	(void)context;
	for (size_t i = 0; i < TALLY_GUARDS; i++) {
		char *start = guards[i].start;
		const size_t size = guards[i].size;

		if (start == NULL || at < start || at >= start + size)
			continue;
		if (mmap(start, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			0) == MAP_FAILED)
			break;
		guards[i].cut = 1;
		return;
	}
	(void)sigaction(signal, &before, NULL);
}

static bool
watch(void)
{
	struct sigaction action = {
	    .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	if (sigaction(SIGBUS, &action, &old) != 0)
		return false;
	if ((old.sa_flags & SA_SIGINFO) == 0 || old.sa_sigaction != on_fault)
		before = old;
	return true;
}

size_t
tally_guard_put(void *start, size_t size)
{
	size_t i = 0;

	while (i < TALLY_GUARDS && guards[i].start != NULL)
		i++;
	if (i == TALLY_GUARDS || !watch())
		return TALLY_GUARDS;
	guards[i].cut = 0;
	guards[i].size = size;
	guards[i].start = start;
	return i;
}

bool
tally_guard_cut(size_t guard)
{
	return guard < TALLY_GUARDS && guards[guard].cut != 0;
}

void
tally_guard_drop(size_t guard)
{
	if (guard < TALLY_GUARDS)
		guards[guard].start = NULL;
}
