/* SPDX-License-Identifier: ISC */
/* Hands what is read to the workers, and writes down what became of it. */
#include <poll.h>
#include <string.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/monotonic.h"

/* Milliseconds. */
enum {
	TICK = 20,    /* of the loop where nothing happens */
	SETTLE = 200, /* until what is settled is written, at most */
	LOOK = 1000,  /* between two looks at what was asked for */
	PAUSE = 250,  /* until a store that cannot be used is asked again */
	LEAST_LEASE = 1000
};

/* What the lane has to be told now; NULL and COMPOSED_NOTHING: it is settled. */
static enum composed
compose(struct manager *manager, struct lane *lane, struct arena *arena,
    const char **line)
{
	struct item *item = lane->kept ? NULL : lane->waiting;
	const struct json *event = NULL;
	const enum composed composed =
	    item != NULL ? compose_item(manager, item, arena, &event)
			 : compose_row(manager, &lane->row, arena, &event);

	if (composed == COMPOSED_UNABLE)
		return composed;
	memcpy(lane->flying_key, item != NULL ? item->key : lane->row.key,
	    sizeof(lane->flying_key));
	lane->flying = item;
	if (item != NULL)
		lane->waiting = NULL;
	if (composed == COMPOSED)
		*line = arena_printf(arena, "%s\n", json_text(arena, event));
	return composed;
}

static void
pass_over(struct manager *manager, struct lane *lane)
{
	if (lane->flying != NULL)
		lane->flying->settled = true;
	else
		lane_drop(&manager->lanes, lane);
	lane->flying = NULL;
	lane_wait(&manager->lanes, lane);
	lane_forget(&manager->lanes, lane);
}

/* False: the worker is gone. */
static bool
hand_over(struct manager *manager, struct worker *worker, struct lane *lane)
{
	struct arena *arena = arena_new();
	const char *line = NULL;
	bool there = true;

	switch (compose(manager, lane, arena, &line)) {
	case COMPOSED:
		lane->busy = true;
		worker->lane = lane;
		manager->under_way++;
		there = worker_send(worker, line);
		break;
	case COMPOSED_NOTHING:
		pass_over(manager, lane);
		break;
	default:
		manager->unable = true;
		lane_wait(&manager->lanes, lane);
		manager->lanes.earliest = monotonic_now();
	}
	arena_free(arena);
	return there;
}

/* While the receiver is away one event alone is under way, to find out. */
static bool
may_send(const struct manager *manager)
{
	return !manager->leaving && !manager->unable &&
	       monotonic_left(manager->away_until) == 0 &&
	       (manager->away == 0 || manager->under_way == 0) &&
	       monotonic_left(manager->lease_until) > LEAST_LEASE;
}

static bool
dispatch(struct manager *manager)
{
	struct lane *lane;

	for (size_t i = 0; i < manager->receiver->lanes; i++)
		while (manager->workers[i].lane == NULL && may_send(manager) &&
		       (lane = lane_next(&manager->lanes)) != NULL)
			if (!hand_over(manager, &manager->workers[i], lane))
				return false;
	return true;
}

static bool
hear(struct manager *manager, struct worker *worker)
{
	struct arena *arena = arena_new();
	struct sent sent;
	const bool there = worker_hear(worker, arena, &sent);

	if (there && worker->lane != NULL)
		outcome_take(manager, worker, &sent);
	arena_free(arena);
	return there;
}

/* Waits for workers, and for the next thing to do. */
static bool
hear_workers(struct manager *manager)
{
	const size_t count = manager->receiver->lanes;
	struct pollfd ends[LIMIT_LANES];
	const bool at_once = manager->feed.more && !manager->unable &&
			     manager->away == 0 && manager->under_way == 0;

	for (size_t i = 0; i < count; i++)
		ends[i] = (struct pollfd){manager->workers[i].fd, POLLIN, 0};
	if (poll(ends, count, at_once ? 0 : TICK) <= 0)
		return true;
	for (size_t i = 0; i < count; i++)
		if (ends[i].revents != 0 &&
		    !hear(manager, &manager->workers[i]))
			return false;
	return true;
}

static bool
is_any_settled(const struct manager *manager)
{
	return manager->lanes.dirty != NULL ||
	       (manager->lanes.first != NULL && manager->lanes.first->settled);
}

/* Writes at once when nothing more is under way, for somebody may be waiting;
 * else now and then. */
static enum leased
settle(struct manager *manager)
{
	enum leased leased = LEASED;
	const bool any = is_any_settled(manager);

	if (monotonic_left(manager->renew) == 0 || manager->settle_at == 0 ||
	    (any && (manager->under_way == 0 ||
			monotonic_left(manager->settle_at) == 0)))
		leased = lease_settle(manager);
	else if (monotonic_left(manager->look) == 0)
		leased = lease_look(manager);
	else
		return LEASED;
	manager->settle_at = monotonic_deadline(SETTLE);
	manager->look = monotonic_deadline(LOOK);
	if (leased != LEASED_UNABLE)
		manager->unable = false;
	return leased;
}

/* A store that cannot be used is asked again after a pause; the lease is lost
 * when it could not be renewed for too long. */
static bool
go_on(struct manager *manager)
{
	switch (settle(manager)) {
	case LEASED:
		break;
	case LEASED_OTHER:
		log_line("deliver: %s: somebody else delivers now",
		    manager->receiver->name);
		return false;
	default:
		manager->unable = true;
		manager_pause(PAUSE);
	}
	return monotonic_left(manager->lease_until) > 0;
}

static bool
is_over(struct manager *manager)
{
	if (manager_told_to_leave())
		manager->leaving = true;
	return manager->leaving && manager->under_way == 0;
}

enum manager_end
manager_deliver(struct manager *manager)
{
	while (!is_over(manager)) {
		if (!manager->leaving)
			feed_read(manager);
		if (!dispatch(manager) || !hear_workers(manager)) {
			log_line("deliver: %s: a worker has died",
			    manager->receiver->name);
			lease_end(manager);
			return MANAGER_AGAIN;
		}
		if (!go_on(manager))
			return MANAGER_AGAIN;
	}
	lease_end(manager);
	return MANAGER_ENDED;
}
