/* SPDX-License-Identifier: ISC */
/* The form of the records in audit trail and seals, and the days of counts. */
#include "store/lib/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/log.h"

#define STRIDE 32
#define SECOND UINT64_C(1000000) /* microseconds */

void
journal_key(uint64_t number, char key[JOURNAL_KEY])
{
	(void)snprintf(key, JOURNAL_KEY, "%016" PRIx64, number);
}

bool
journal_number(const char *key, uint64_t *number)
{
	if (strlen(key) != JOURNAL_KEY - 1 ||
	    strspn(key, "0123456789abcdef") != JOURNAL_KEY - 1)
		return false;
	*number = strtoull(key, NULL, 16);
	return true;
}

int64_t
journal_moment(const char *key)
{
	return (int64_t)(strtoull(key, NULL, 16) / SECOND);
}

const char *
journal_first(struct arena *arena, int64_t moment)
{
	return arena_printf(arena, "%016" PRIx64, (uint64_t)moment * SECOND);
}

const char *
journal_before(struct arena *arena, int64_t moment)
{
	if (moment <= 0)
		return NULL;
	return arena_printf(
	    arena, "%016" PRIx64, (uint64_t)moment * SECOND - 1);
}

bool
journal_next(uint64_t last, uint64_t *next)
{
	struct timespec now;

	if (last == UINT64_MAX || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return false;
	*next = 0;
	if (now.tv_sec > 0)
		*next = (uint64_t)now.tv_sec * 1000000 +
			(uint64_t)now.tv_nsec / 1000;
	if (*next <= last)
		*next = last + 1;
	return true;
}

int64_t
journal_day(int64_t now, int64_t counted, bool *fresh)
{
	const int64_t today = now / JOURNAL_DAY;

	*fresh = counted != today && counted != today + 1;
	return *fresh ? today : counted;
}

/* Looks at all of them before it says so, which the compiler does many at a
 * time: an audit record has thousands. */
static bool
has_control(const char *text, size_t length)
{
	unsigned char found = 0;

	for (size_t i = 0; i < length; i++) {
		const unsigned char c = (unsigned char)text[i];

		found |= (unsigned char)((c < ' ') | (c == 0x7f));
	}
	return found != 0;
}

bool
journal_line(const char *text, size_t length)
{
	size_t at = 0;

	for (; length - at >= STRIDE; at += STRIDE)
		if (has_control(text + at, STRIDE))
			return false;
	return !has_control(text + at, length - at);
}

bool
journal_sound(const struct stored_record *record)
{
	uint64_t number;

	if (record->key != NULL && record->text != NULL &&
	    journal_number(record->key, &number) &&
	    journal_line(record->text, strlen(record->text)))
		return true;
	log_line("store: refused a record: its key has to be 16 hex digits, "
		 "and its text one line");
	return false;
}
