/* SPDX-License-Identifier: ISC */
/* Finds out which receivers dcr deliver is to tell, by dcr.conf as it is now. */
#include "commands/deliver/private.h"
#include "deliver/courier.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/limits.h"
#include "validators/judge/regime.h"

/* Those that are named, or all; one that polls fetches its events itself. */
static const struct config_receiver *const *
choose(int argc, char **argv, const struct config *config, struct arena *arena,
    const char **why)
{
	const size_t most = LIMIT_RECEIVERS + (size_t)argc;
	const struct config_receiver **all =
	    arena_alloc(arena, (most + 1) * sizeof(void *));
	size_t count = 0;

	for (int i = 1; i < argc; i++) {
		all[count] = config_receiver(config, argv[i]);
		if (all[count++] == NULL) {
			*why = arena_printf(arena, "no receiver '%s' in %s",
			    argv[i], config->path);
			return NULL;
		}
	}
	for (const struct config_receiver *r = config->receivers;
	     argc == 1 && r->name != NULL; r++)
		if (r->poll == NULL)
			all[count++] = r;
	if (count > 0)
		return all;
	*why = arena_printf(arena,
	    "%s: deliver: has no receiver that is sent to", config->path);
	return NULL;
}

bool
plan_make(struct plan *plan, int argc, char **argv, struct arena *arena,
    const char **why)
{
	*plan = (struct plan){.arena = arena};
	plan->config = config_load_as_owner(arena, config_path(), why);
	if (plan->config == NULL)
		return false;
	plan->profile = regime_load(
	    arena, plan->config->profile, plan->config->overlay, why);
	if (plan->profile != NULL)
		plan->receivers = choose(argc, argv, plan->config, arena, why);
	return plan->receivers != NULL;
}

bool
plan_works(const struct plan *plan, const char **why)
{
	const struct config_receiver *const *receivers = plan->receivers;
	struct arena *arena = arena_new();
	const char *fault = NULL;

	for (; *receivers != NULL && fault == NULL; receivers++)
		if (courier_open(*receivers, arena, &fault) == NULL)
			*why = arena_printf(plan->arena, "deliver: %s: %s",
			    (*receivers)->name, fault);
	arena_free(arena);
	return fault == NULL;
}
