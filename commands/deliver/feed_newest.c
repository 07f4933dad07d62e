/* SPDX-License-Identifier: ISC */
/* Finds the newest key of the audit trail. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/deliver/private.h"
#include "store/lib/rows.h"

static void
print_key(uint64_t number, char key[LEDGER_KEY + 1])
{
	(void)snprintf(key, LEDGER_KEY + 1, "%016" PRIx64, number);
}

void
feed_before(const char *key, char before[LEDGER_KEY + 1])
{
	const uint64_t number = strtoull(key, NULL, 16);

	print_key(number > 0 ? number - 1 : 0, before);
}

static bool
take_key(void *context, const struct stored_record *record)
{
	char *key = context;

	(void)snprintf(key, LEDGER_KEY + 1, "%s", record->key);
	return false;
}

/* The trail tells what is behind a key alone: the newest is found by halves. */
enum stored
feed_newest(struct store *store, char newest[LEDGER_KEY + 1])
{
	uint64_t least = 0, most = UINT64_MAX;
	char key[LEDGER_KEY + 1], found[LEDGER_KEY + 1];

	print_key(0, newest);
	while (least < most) {
		const uint64_t middle = least + (most - least) / 2;

		print_key(middle, key);
		*found = '\0';
		if (rows_records(store, TABLE_AUDIT, key, take_key, found) !=
		    STORED_OK)
			return STORED_UNABLE;
		if (*found == '\0') {
			most = middle;
			continue;
		}
		memcpy(newest, found, sizeof(found));
		least = strtoull(found, NULL, 16);
	}
	return STORED_OK;
}
