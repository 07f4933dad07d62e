/* SPDX-License-Identifier: ISC */
#include <time.h>

#include <db.h>

#include "store/bdb/private.h"

/*
 * When a file cannot be made for want of space or of descriptors, Berkeley DB
 * sleeps two seconds, then four, then six, in the hope that somebody makes
 * room; and whoever calls would have the guard for all that time.  A hundredth
 * of it is enough for what it waits for otherwise: another thread or process,
 * and there is none inside.
 */
static int
sleep_less(u_long seconds, u_long microseconds)
{
	const u_long most = 99999, shorter = seconds * 10000 + microseconds;
	const struct timespec wait = {
	    .tv_nsec = (long)(shorter > most ? most : shorter) * 1000};

	(void)nanosleep(&wait, NULL);
	return 0;
}

int
bdb_disk(void)
{
	return db_env_set_func_yield(sleep_less);
}
