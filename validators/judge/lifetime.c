/* SPDX-License-Identifier: ISC */
/* Holds the lifetime of access tokens in dcr.conf to the regime's bounds. */
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/lib/profile.h"

bool
judge_lifetime(const struct judge *judge, struct arena *arena, const char **why)
{
	const struct config *config = judge->config;
	const struct profile_access_tokens *bounds =
	    &judge->profile->access_tokens;

	if (config->issuing == NULL ||
	    (config->issuing->seconds >= bounds->least &&
		config->issuing->seconds <= bounds->most))
		return true;
	*why = arena_printf(arena,
	    "%s: token_seconds: must be a number from %lld to %lld under "
	    "profile %s",
	    config->path, (long long)bounds->least, (long long)bounds->most,
	    judge->profile->name);
	return false;
}
