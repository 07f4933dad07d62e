/* SPDX-License-Identifier: ISC */
/* Decides from where key sets may be fetched. */
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/keyring/keyring.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/lib/profile.h"

const struct fetch_policy *
judge_named_policy(const struct config *config, const struct profile *profile,
    struct arena *arena)
{
	const bool *said = config->fetch_statement;
	struct fetch_policy *policy;

	if (!profile->locations || (said != NULL && !*said))
		return NULL;
	policy = arena_alloc(arena, sizeof(*policy));
	*policy = config->fetch;
	policy->hosts = NULL;
	policy->any_host = true;
	policy->private_addresses =
	    said != NULL && config->fetch.private_addresses;
	return policy;
}

bool
judge_locations(const struct judge *judge, struct arena *arena,
    struct keyring_setup *setup, const char **why)
{
	const struct config *config = judge->config;

	*setup = (struct keyring_setup){
	    .policy = &config->fetch,
	    .mirrors = config->mirrors,
	    .cache = config->cache,
	    .named = judge_named_policy(config, judge->profile, arena),
	};
	if (config->fetch_statement == NULL || !*config->fetch_statement ||
	    judge->profile->locations)
		return true;
	*why = arena_printf(arena,
	    "%s: fetch.statement: must be false: by profile %s a statement "
	    "does not vouch for the places that it names (locations)",
	    config->path, config->profile);
	return false;
}
