/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_TOLL_H
#define TEST_TORTURE_TOLL_H

#include <err.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* What happened so far, counted by all processes of a program together. */
enum toll {
	TOLL_KILLS,
	TOLL_ACKNOWLEDGED,
	TOLL_STORED, /* found by the last look at each store */
	TOLL_UNABLE, /* 503, or STORED_UNABLE */
	TOLL_UNSURE, /* of these, the change was there all the same */
	TOLL_POINTS, /* faults that were brought about */
	TOLL_OPENED, /* power failures: stores opened as the disk had them */
	TOLL_LOST,   /* from here on, none may be */
	TOLL_DOUBLED,
	TOLL_HALF,
	TOLL_WRONG, /* a 500, a crash, no answer in time, no recovery */
	TOLL_STALL, /* microseconds; the longest, and the last in the list */
	TOLLS
};

#define STALL_MOST 5000000

static atomic_long *toll;

/* A program that is executed by another one of these counts along with it. */
static inline void
toll_new(void)
{
	const char *given = getenv("TOLL");
	const int fd = given != NULL ? atoi(given) : memfd_create("toll", 0);
	char number[16];
	void *shared;

	if (fd < 0 || ftruncate(fd, TOLLS * sizeof *toll) != 0)
		err(2, "toll");
	shared = mmap(NULL, TOLLS * sizeof *toll, PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);
	if (shared == MAP_FAILED)
		err(2, "mmap");
	(void)snprintf(number, sizeof number, "%d", fd);
	(void)setenv("TOLL", number, 1);
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	toll = shared;
}

static inline void
toll_add(enum toll what, long count)
{
	atomic_fetch_add(&toll[what], count);
}

/* One more, and what there is to say about it. */
static inline void __attribute__((format(printf, 2, 3)))
toll_blame(enum toll what, const char *format, ...)
{
	char text[512];
	va_list ap;

	toll_add(what, 1);
	va_start(ap, format);
	(void)vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	printf("  %s\n", text);
}

static inline int64_t
toll_clock(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static inline void
toll_stall(int64_t since)
{
	const long took = (long)(toll_clock() - since);
	long most = atomic_load(&toll[TOLL_STALL]);

	while (took > most &&
	       !atomic_compare_exchange_weak(&toll[TOLL_STALL], &most, took))
		continue;
}

/* For test/torture/run, which adds up those of all programs; the exit code. */
static inline int
toll_tell(void)
{
	static const char *const names[TOLLS] = {"kills", "acknowledged",
	    "stored", "unable", "unsure", "points", "opened", "lost", "doubled",
	    "half", "wrong", "stall"};
	bool bad = atomic_load(&toll[TOLL_STALL]) > STALL_MOST;

	for (int i = 0; i < TOLLS; i++) {
		const long count = atomic_load(&toll[i]);

		printf("toll %s %ld\n", names[i], count);
		if (i >= TOLL_LOST && i < TOLL_STALL && count != 0)
			bad = true;
	}
	return bad;
}

/* The same numbers for the same seed, whatever the processes make of them. */
static uint64_t chance_state;

static inline void
chance_seed(void)
{
	const char *seed = getenv("SEED");

	chance_state =
	    seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)toll_clock();
	printf("  seed %llu\n", (unsigned long long)chance_state);
	chance_state = chance_state * 2 + 1;
}

static inline uint64_t
chance(uint64_t below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (chance_state >> 11) % below;
}

static inline void
nap(int64_t microseconds)
{
	const struct timespec wait = {.tv_sec = microseconds / 1000000,
	    .tv_nsec = microseconds % 1000000 * 1000};

	(void)nanosleep(&wait, NULL);
}

#endif
