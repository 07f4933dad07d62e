/* SPDX-License-Identifier: ISC */
/* Cuts a period of time into slots. */
#include "pages/slots.h"

#include <time.h>

#include "kit/arena.h"
#include "pages/ranking.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

/* 1970-01-05 was a Monday. */
static const struct {
	int64_t seconds, monday;
	const char *each;
} units[] = {
    {HOUR, 0, "hour"},
    {6 * HOUR, 0, "six hours"},
    {DAY, 0, "day"},
    {WEEK, 4 * DAY, "week"},
    {4 * WEEK, 4 * DAY, "four weeks"},
    {52 * WEEK, 4 * DAY, "52 weeks"},
    {520 * WEEK, 4 * DAY, "520 weeks"},
};
enum { UNITS = sizeof(units) / sizeof(units[0]) };

/* Up to so many bars can be told from each other. */
enum { SLOTS_MOST = 62 };
_Static_assert(SLOTS_MOST < RANKING_SLOTS, "each slot has a count");

struct slots
slots_of(int64_t since, int64_t until)
{
	struct slots slots = {.since = since > 0 ? since : 0};
	size_t unit = 0;

	slots.until = until > slots.since ? until : slots.since + 1;
	while (unit + 1 < UNITS &&
	       (slots.until - slots.since) / units[unit].seconds >= SLOTS_MOST)
		unit++;
	slots.seconds = units[unit].seconds;
	slots.each = units[unit].each;
	slots.begin = slots.since - units[unit].monday;
	slots.begin -= slots.begin % slots.seconds;
	slots.begin += units[unit].monday;
	if (slots.begin > slots.since)
		slots.begin -= slots.seconds;
	slots.count =
	    (size_t)((slots.until - 1 - slots.begin) / slots.seconds) + 1;
	if (slots.count > RANKING_SLOTS)
		slots.count = RANKING_SLOTS;
	return slots;
}

size_t
slots_at(const struct slots *slots, int64_t at)
{
	size_t slot;

	if (at <= slots->begin)
		return 0;
	if (at >= slots->until)
		return slots->count - 1;
	slot = (size_t)((at - slots->begin) / slots->seconds);
	return slot < slots->count ? slot : slots->count - 1;
}

const char *
slots_name(struct arena *arena, const struct slots *slots, size_t slot)
{
	const time_t when =
	    (time_t)(slots->begin + (int64_t)slot * slots->seconds);
	char text[32];
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL ||
	    strftime(text, sizeof(text),
		slots->seconds < DAY ? "%m-%d %H:%M" : "%Y-%m-%d", &tm) == 0)
		return "?";
	return arena_strdup(arena, text);
}
