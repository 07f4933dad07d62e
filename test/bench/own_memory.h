/* SPDX-License-Identifier: ISC */
#ifndef TEST_BENCH_OWN_MEMORY_H
#define TEST_BENCH_OWN_MEMORY_H

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Anonymous pages, and those of files that nobody else has in use; not what
 * is mapped to be shared: the cache and the other regions. */
static inline void
own_memory_print(void)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	long kilobytes, anonymous = 0, file = 0, own = 0;
	char line[512], mode[8];
	bool shared = false;

	if (maps == NULL)
		err(1, "/proc/self/smaps");
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%*x-%*x %7s", mode) == 1) {
			shared = strchr(mode, 's') != NULL;
			own = 0;
		} else if (shared) {
			continue;
		} else if (sscanf(line, "Private_Clean: %ld", &kilobytes) ==
			       1 ||
			   sscanf(line, "Private_Dirty: %ld", &kilobytes) ==
			       1) {
			own += kilobytes;
		} else if (sscanf(line, "Anonymous: %ld", &kilobytes) == 1) {
			anonymous += kilobytes;
			file += own > kilobytes ? own - kilobytes : 0;
		}
	}
	(void)fclose(maps);
	printf("  %-13s  %ld kB anonymous, %ld kB of files\n", "own memory",
	    anonymous, file);
}

#endif
