/* SPDX-License-Identifier: ISC */
/* Counts what the world takes of the request in hand. */
#include "kit/spent.h"

#include "kit/monotonic.h"

enum { NANOSECONDS_IN_ONE = 1000 };

static struct spent spent;

void
spent_begin(void)
{
	spent = (struct spent){.fetches = 0};
}

const struct spent *
spent_now(void)
{
	return &spent;
}

static int64_t
microseconds_since(int64_t moment)
{
	return (monotonic_now() - moment) / NANOSECONDS_IN_ONE;
}

void
spent_fetch(int64_t since, bool failed)
{
	spent.fetch_us += microseconds_since(since);
	spent.fetches++;
	spent.fetches_failed += failed;
}

void
spent_store(int64_t since)
{
	spent.store_us += microseconds_since(since);
}

void
spent_ocsp(bool failed)
{
	spent.ocsp++;
	spent.ocsp_failed += failed;
}
