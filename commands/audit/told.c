/* SPDX-License-Identifier: ISC */
/* Whether the receivers of dcr.conf have been told of what is to be pruned. */
#include <stdbool.h>
#include <string.h>

#include "commands/audit/private.h"
#include "commands/lib/command.h"
#include "deliver/event.h"
#include "deliver/ledger.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"

struct search {
	const char *before; /* a key */
	bool found;
};

/* Is this a record that receivers are told of? */
static bool
look(void *context, const struct stored_record *record)
{
	struct search *search = context;
	struct arena *arena;
	const char *event;

	if (strcmp(record->key, search->before) >= 0)
		return false;
	arena = arena_new();
	event = json_string(json_get(
	    json_parse(arena, record->text, strlen(record->text), NULL),
	    "event"));
	search->found = event != NULL && event_is_told(event);
	arena_free(arena);
	return !search->found;
}

/* A receiver without a row is handed over all clients first, and needs none of
 * the records. */
static enum stored
is_behind(struct store *store, const char *name, const char *before,
    struct arena *arena, bool *behind)
{
	struct search search = {.before = before};
	struct ledger_receiver receiver;
	const char *text = NULL;
	enum stored stored = ledger_get(store, name, arena, &text);

	if (stored == STORED_OK && text != NULL &&
	    ledger_receiver_read(arena, text, &receiver))
		stored = rows_records(
		    store, TABLE_AUDIT, receiver.cursor, look, &search);
	*behind = search.found;
	return stored;
}

int
audit_told(struct store *store, const struct config *config, int64_t before,
    struct arena *arena)
{
	const char *key = journal_first(arena, before);
	const struct config_receiver *r = config->receivers;

	for (; r->name != NULL; r++) {
		bool behind;

		if (is_behind(store, r->name, key, arena, &behind) != STORED_OK)
			return command_fail(
			    EXIT_UNABLE, "the store cannot be read");
		if (behind)
			return command_fail(EXIT_REFUSED,
			    "the receiver %s has not been told of all records "
			    "from before that time, and nothing was pruned: "
			    "dcr deliver tells it, or it is taken out of "
			    "dcr.conf",
			    r->name);
	}
	return EXIT_PASS;
}
