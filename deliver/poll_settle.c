/* SPDX-License-Identifier: ISC */
/* Settles what a receiver that polls has acknowledged or refused. */
#include "deliver/poll_settle.h"

#include <stdio.h>
#include <string.h>

#include "deliver/kind.h"
#include "deliver/refused.h"
#include "deliver/set.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/words.h"

void
poll_settle_row(struct polling *p, const char *key, const char *text)
{
	size_t i = 0;

	while (i < p->count && strcmp(p->rows[i].key, key) != 0)
		i++;
	p->rows[i] = (struct stored_delivery){key, text};
	if (i == p->count)
		p->count++;
}

static const char *
text_of(const struct json *object, const char *name)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : "";
}

/* Is this the jti of that item?  A client that is told as it is may have another
 * version by now: what changed it comes later. */
static bool
is_of(const char *jti, const struct poll_item *item)
{
	const char *dash = strrchr(item->jti, '-');
	const size_t stem = dash != NULL ? (size_t)(dash + 1 - item->jti) : 0;

	if (strcmp(jti, item->jti) == 0)
		return true;
	return stem > 0 && strncmp(jti, item->jti, stem) == 0 &&
	       jti[stem + strspn(jti + stem, "0123456789")] == '\0';
}

static bool
is_acked(const struct polling *p, const struct poll_item *item)
{
	const struct json *ack = p->request->ack;

	for (size_t i = 0; i < json_length(ack); i++)
		if (is_of(json_string(json_at(ack, i)), item))
			return true;
	return false;
}

static const struct json *
error_of(const struct polling *p, const struct poll_item *item)
{
	const struct json *value;
	const char *jti;

	for (struct json_each each = json_each(p->request->errors);
	     json_next(&each, &jti, &value);)
		if (is_of(jti, item))
			return value;
	return NULL;
}

/* An older event of the client that was parked says nothing any more. */
static enum stored
clear_lane(struct polling *p, const struct poll_item *item)
{
	const char *key =
	    ledger_key(p->arena, p->poller->receiver->name, item->client_id);
	const char *text = NULL;
	struct ledger_lane lane;
	enum stored stored;

	if (!p->has_lanes)
		return STORED_OK;
	stored = ledger_get(p->poller->store, key, p->arena, &text);
	if (stored != STORED_OK || text == NULL)
		return stored;
	const struct stored_record row = {key, text};
	if (!ledger_lane_read(p->arena, &row, &lane) ||
	    strcmp(lane.key, text_of(item->event, "key")) <= 0)
		poll_settle_row(p, key, NULL);
	return STORED_OK;
}

/* Puts the refusal on record, once. */
static enum stored
record(struct polling *p, const struct poll_item *item, const char *words)
{
	enum stored stored;

	for (size_t i = 0; i < p->refusals; i++)
		if (strcmp(p->refused[i], item->jti) == 0)
			return STORED_OK;
	stored =
	    refused(p->poller->store, p->poller->profile, p->poller->receiver,
		item->client_id, text_of(item->event, "key"), words, p->now);
	if (stored == STORED_OK && p->refusals < LIMIT_POLL)
		p->refused[p->refusals++] = item->jti;
	return stored;
}

/* An event that is refused is parked, as of any receiver (setErrs, RFC 8936
 * section 2.4.4).  What is said of our keys holds for every event: these are
 * offered again. */
static enum stored
refuse(struct polling *p, struct poll_item *item, const struct json *error)
{
	const char *err = text_of(error, "err");
	struct ledger_lane lane = {.since = p->now,
	    .attempts = 1,
	    .parked = true,
	    .client_id = item->client_id};
	struct sent sent;
	enum stored stored;

	courier_say(&sent, SENT_REFUSED,
	    arena_printf(
		p->arena, "%s: %s", err, text_of(error, "description")),
	    p->arena);
	if (set_error_is_ours(err)) {
		if (p->state.failing_since == 0)
			p->state.failing_since = p->now;
		p->state.last_error = sent.words;
		return STORED_OK;
	}
	item->done = true;
	(void)snprintf(
	    lane.key, sizeof(lane.key), "%s", text_of(item->event, "key"));
	(void)snprintf(lane.event, sizeof(lane.event), "%s",
	    text_of(item->event, "event"));
	(void)snprintf(lane.answer, sizeof(lane.answer), "%s", sent.words);
	stored = record(p, item, sent.words);
	poll_settle_row(p,
	    ledger_key(p->arena, p->poller->receiver->name, item->client_id),
	    ledger_lane_text(p->arena, p->poller->receiver->name, &lane));
	return stored;
}

static enum stored
settle_one(struct polling *p, struct poll_item *item)
{
	const char *acked = p->state.acked;
	const struct json *error;

	if (item->position != NULL && acked != NULL &&
	    words_have(acked, item->position, strlen(item->position))) {
		item->done = true;
		return STORED_OK;
	}
	error = error_of(p, item);
	if (error != NULL)
		return refuse(p, item, error);
	if (!is_acked(p, item))
		return STORED_OK;
	item->done = true;
	p->state.failing_since = 0;
	p->state.last_error = NULL;
	return clear_lane(p, item);
}

/* Moves to a position, which is the last one of its phase when `over`. */
static void
move(struct ledger_receiver *state, const char *to, bool over)
{
	switch (poll_phase(state)) {
	case POLL_CLIENTS:
		state->sweep = over ? NULL : to;
		state->deletions = over ? LEDGER_FIRST : NULL;
		break;
	case POLL_DELETIONS:
		state->deletions = over ? NULL : to;
		break;
	case POLL_TRAIL:
		(void)snprintf(state->cursor, sizeof(state->cursor), "%s", to);
		break;
	}
}

/* What is done up to the first item that is not is passed, and what is done
 * behind that is written down. */
static void
advance(struct polling *p)
{
	const char *passed = NULL, *acked = NULL;
	bool all = true;

	for (size_t i = 0; i < p->window.count; i++) {
		const struct poll_item *item = &p->window.items[i];

		if (item->position == NULL)
			continue;
		all = all && item->done;
		if (all)
			passed = item->position;
		else if (item->done)
			acked = acked == NULL ? item->position
					      : arena_printf(p->arena, "%s %s",
						    acked, item->position);
	}
	p->state.acked = acked;
	if (all)
		passed = p->window.end;
	if (passed != NULL)
		move(&p->state, passed, all && p->window.last);
}

enum stored
poll_settle(struct polling *p)
{
	enum stored stored = STORED_OK;

	for (size_t i = 0; stored == STORED_OK && i < p->window.count; i++)
		stored = settle_one(p, &p->window.items[i]);
	if (stored == STORED_OK)
		advance(p);
	return stored;
}
