/* SPDX-License-Identifier: ISC */
/* The manager of one receiver: becomes the one who delivers to it, and finds out
 * what it has. */
#include <signal.h>
#include <time.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/log.h"
#include "kit/monotonic.h"

/* Milliseconds between two looks at somebody else's lease. */
enum { STANDBY = 250 };

static volatile sig_atomic_t told_to_leave;

bool
manager_told_to_leave(void)
{
	return told_to_leave != 0;
}

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
	(void)signal(SIGHUP, SIG_IGN); /* it is for who started us */
	(void)sigprocmask(SIG_SETMASK, &action.sa_mask, NULL);
}

void
manager_pause(int64_t milliseconds)
{
	const struct timespec pause = {
	    milliseconds / 1000, milliseconds % 1000 * 1000000};

	(void)nanosleep(&pause, NULL);
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
		manager_pause(STANDBY);
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
		if (manager->feed.known != NULL || why == NULL) {
			outcome_answers(manager);
			return true;
		}
		outcome_away(manager, why);
		arena_free(arena);
		if (lease_settle(manager) != LEASED)
			return false;
		for (int64_t i = 0; i < wait * 2 && !told_to_leave; i++) {
			manager_pause(STANDBY);
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
			end = manager_deliver(manager);
		else
			lease_end(manager);
	}
	store_close(manager->store);
	if (end == MANAGER_ENDED)
		worker_end_all(manager);
	return end;
}
