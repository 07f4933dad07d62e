/* SPDX-License-Identifier: ISC */
/* The manager of one receiver: reads what it is to be told, hands that to the
 * workers, and writes down what became of it. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/monotonic.h"

/* Milliseconds. */
enum {
	TICK = 20,     /* of the loop where nothing happens */
	SETTLE = 200,  /* until what is settled is written, at most */
	STANDBY = 250, /* between two looks at somebody else's lease */
	LOOK = 1000,   /* between two looks at what was asked for */
	LEAST_LEASE = 1000
};

static volatile sig_atomic_t told_to_leave;

static void
leave(int number)
{
	(void)number;
	told_to_leave = 1;
}

static void
mind_signals(void)
{
	struct sigaction action = {.sa_handler = leave};

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigprocmask(SIG_SETMASK, &action.sa_mask, NULL);
}

static void
pause_for(int64_t milliseconds)
{
	const struct timespec pause = {
	    milliseconds / 1000, milliseconds % 1000 * 1000000};

	(void)nanosleep(&pause, NULL);
}

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
		pause_for(STANDBY);
	}
	return monotonic_left(manager->lease_until) > 0;
}

static bool
is_over(struct manager *manager)
{
	if (told_to_leave)
		manager->leaving = true;
	return manager->leaving && manager->under_way == 0;
}

static enum manager_end
deliver(struct manager *manager)
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

/* Waits until nobody else delivers; false when it is to end before. */
static bool
become(struct manager *manager)
{
	bool told = false;

	while (!told_to_leave) {
		const enum leased leased = lease_take(manager);

		if (leased == LEASED)
			return true;
		if (!told)
			log_line("deliver: %s: %s", manager->receiver->name,
			    leased == LEASED_OTHER
				? "waits, for somebody else delivers"
				: "waits for the store");
		told = true;
		pause_for(STANDBY);
	}
	return false;
}

static bool
renew(void *context)
{
	struct manager *manager = context;

	return !told_to_leave && (monotonic_left(manager->renew) > 0 ||
				     lease_settle(manager) == LEASED);
}

/* A new receiver that can say what it has is told only what it has not. */
static bool
compare(struct manager *manager)
{
	const char *why = NULL;

	if (manager->feed.of != FEED_CLIENTS)
		return true;
	log_line("deliver: %s: is new, and is handed over all that is there",
	    manager->receiver->name);
	for (int64_t wait = 1; !told_to_leave;
	     wait = wait < 64 ? 2 * wait : 64) {
		struct arena *arena = arena_new();

		manager->feed.known =
		    known_read(manager->receiver, arena, renew, manager, &why);
		if (manager->feed.known != NULL || why == NULL)
			return true;
		log_line("deliver: %s: cannot say what it has: %s",
		    manager->receiver->name, why);
		arena_free(arena);
		for (int64_t i = 0; i < wait * 2 && !told_to_leave; i++) {
			pause_for(STANDBY);
			if (!renew(manager))
				return false;
		}
	}
	return false;
}

/* A receiver that cannot be used as it is configured is no reason to take the
 * lease. */
static bool
is_usable(struct manager *manager)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	const bool usable =
	    courier_open(manager->receiver, arena, &why) != NULL;

	if (!usable)
		log_line("deliver: %s: %s", manager->receiver->name, why);
	arena_free(arena);
	return usable;
}

enum manager_end
manager_run(struct arena *arena, const struct config *config,
    const struct profile *profile, const struct config_receiver *receiver)
{
	struct manager *manager = arena_alloc(arena, sizeof(*manager));
	enum manager_end end = MANAGER_ENDED;
	const char *why;

	manager->arena = arena;
	manager->config = config;
	manager->receiver = receiver;
	manager->profile = profile;
	manager->row_arena = arena_new();
	lane_begin(&manager->lanes);
	mind_signals();
	if (!is_usable(manager))
		return MANAGER_WRONG;
	if ((why = worker_start_all(manager)) == NULL)
		manager->store = store_open(config->store, arena, &why);
	if (manager->store == NULL) {
		log_line("deliver: %s: %s", receiver->name, why);
		return MANAGER_AGAIN;
	}
	if (become(manager)) {
		log_line("deliver: %s: delivers", receiver->name);
		if (compare(manager))
			end = deliver(manager);
		else
			lease_end(manager);
	}
	store_close(manager->store);
	if (end == MANAGER_ENDED)
		worker_end_all(manager);
	return end;
}
