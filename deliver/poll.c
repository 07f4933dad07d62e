/* SPDX-License-Identifier: ISC */
/* Answers a receiver that polls its events. */
#include "deliver/poll.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/poll_settle.h"
#include "deliver/poll_window.h"
#include "deliver/set.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"

/* How often somebody else may be faster, or a window may have no event in it,
 * until the receiver is told to come again. */
enum { ROUNDS = 16 };

static bool
take_key(void *context, const struct stored_row *row)
{
	(void)snprintf(context, LEDGER_KEY + 1, "%s", row->record.key);
	return false;
}

/* The newest key of the audit trail: the store is asked what is behind a key, and
 * each answer leaves half of the keys. */
static enum stored
newest_key(struct store *store, char key[LEDGER_KEY + 1])
{
	uint64_t low = 0, high = INT64_MAX;
	enum stored stored = STORED_OK;

	while (stored == STORED_OK && low < high) {
		const uint64_t middle = low + (high - low) / 2;
		char after[LEDGER_KEY + 1], found[LEDGER_KEY + 1] = "";
		const struct stored_range range = {
		    .table = TABLE_AUDIT, .after = after};

		(void)snprintf(after, sizeof(after), "%016" PRIx64, middle);
		stored = store->ops->rows(store, &range, take_key, found);
		if (*found == '\0')
			high = middle;
		else
			low = strtoull(found, NULL, 16);
	}
	(void)snprintf(key, LEDGER_KEY + 1, "%016" PRIx64, low);
	return stored;
}

/* Reads the receiver's row; one that is new begins with the clients. */
static enum stored
read_state(struct polling *p)
{
	struct ledger_receiver *state = &p->state;
	enum stored stored = ledger_get(
	    p->poller->store, p->poller->receiver->name, p->arena, &p->was);

	if (stored != STORED_OK ||
	    (p->was != NULL && ledger_receiver_read(p->arena, p->was, state)))
		return stored;
	*state = (struct ledger_receiver){
	    .lease = "", .sweep = "", .started = p->now};
	return newest_key(p->poller->store, state->cursor);
}

struct collecting {
	struct polling *p;
	size_t again;
	struct ledger_lane lanes[LIMIT_POLL / 2];
};

static bool
collect(void *context, const struct ledger_lane *lane)
{
	struct collecting *c = context;

	c->p->has_lanes = true;
	if (lane->parked || c->again == LIMIT_POLL / 2)
		return true;
	c->lanes[c->again] = *lane;
	c->lanes[c->again++].client_id =
	    arena_strdup(c->p->arena, lane->client_id);
	return true;
}

/* Lanes that are not parked any more come first. */
static enum stored
read_lanes(struct polling *p)
{
	struct collecting c = {.p = p};
	const char *name = p->poller->receiver->name;
	enum stored stored = ledger_lanes(p->poller->store, name, collect, &c);

	for (size_t i = 0; stored == STORED_OK && i < c.again; i++) {
		stored = poll_window_add(
		    p->poller, &c.lanes[i], p->now, p->arena, &p->window);
		if (stored == STORED_MISSING) {
			poll_settle_row(p,
			    ledger_key(p->arena, name, c.lanes[i].client_id),
			    NULL);
			stored = STORED_OK;
		}
	}
	return stored;
}

/* Writes what has changed, if nobody else has written meanwhile. */
static enum stored
write_state(struct polling *p)
{
	const char *name = p->poller->receiver->name;
	const char *text = ledger_receiver_text(p->arena, &p->state);
	const struct stored_delivery was = {name, p->was};

	if (p->count == 0 && p->was != NULL && strcmp(p->was, text) == 0)
		return STORED_OK;
	poll_settle_row(p, name, text);
	return p->poller->store->ops->deliver(
	    p->poller->store, &was, p->rows, p->count);
}

/* Signs what is not done; *why: it cannot be signed. */
static const struct json *
offer(const struct polling *p, const char **why)
{
	struct json *answer = json_new_object(p->arena);
	struct json *sets = json_new_object(p->arena);
	bool more = !p->window.last || poll_phase(&p->state) != POLL_TRAIL;
	size_t count = 0;

	for (size_t i = 0; i < p->window.count; i++) {
		const struct poll_item *item = &p->window.items[i];
		const char *token;

		if (item->done)
			continue;
		if (count == p->request->most) {
			more = true;
			break;
		}
		token = set_make(p->arena, p->poller->signing,
		    p->poller->receiver, item->event, p->now, why);
		if (token == NULL)
			return NULL;
		json_set_string(sets, item->jti, token);
		count++;
	}
	json_set(answer, "sets", sets);
	json_set_boolean(answer, "moreAvailable", more);
	return answer;
}

static bool
has_open(const struct poll_window *window)
{
	for (size_t i = 0; i < window->count; i++)
		if (!window->items[i].done)
			return true;
	return false;
}

/* One look: settles, and moves on.  STORED_CONFLICT: to be done again. */
static enum stored
look(struct polling *p)
{
	enum stored stored;

	p->count = 0;
	p->has_lanes = false;
	p->window = (struct poll_window){.count = 0};
	stored = read_state(p);
	if (stored == STORED_OK)
		stored = read_lanes(p);
	if (stored == STORED_OK)
		stored = poll_window_read(
		    p->poller, &p->state, p->now, p->arena, &p->window);
	if (stored == STORED_OK)
		stored = poll_settle(p);
	return stored == STORED_OK ? write_state(p) : stored;
}

enum stored
poll_answer(const struct poller *poller, const struct poll_request *request,
    int64_t now, struct arena *arena, const struct json **out, const char **why)
{
	struct polling *p = arena_alloc(arena, sizeof(*p));
	enum stored stored = STORED_CONFLICT;

	p->poller = poller;
	p->request = request;
	p->now = now;
	p->arena = arena;
	for (int i = 0; i < ROUNDS; i++) {
		stored = look(p);
		if (stored == STORED_UNABLE)
			break;
		if (stored == STORED_OK &&
		    (has_open(&p->window) ||
			(p->window.last &&
			    poll_phase(&p->state) == POLL_TRAIL)))
			break;
	}
	*why = "the store cannot be used";
	if (stored != STORED_OK)
		return STORED_UNABLE;
	*out = offer(p, why);
	return *out != NULL ? STORED_OK : STORED_UNABLE;
}
