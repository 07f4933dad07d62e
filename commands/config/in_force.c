/* SPDX-License-Identifier: ISC */
/* All that is in force: what the file says, what it leaves to a default, and
 * what it leaves to the profile. */
#include <time.h>

#include "commands/config/config.h"
#include "commands/config/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/x509/revocation.h"
#include "store/store.h"
#include "validators/judge/judge.h"
#include "validators/lib/profile.h"

static void
say_profile(struct json *all, const struct config *config,
    const struct profile *profile)
{
	static const char *const words[] = {
	    [PROFILE_ALLOW] = "allow",
	    [PROFILE_REFUSE] = "refuse",
	    [PROFILE_EXISTING] = "existing",
	};
	const int64_t age = config_statement_age(config, profile);
	const enum profile_token token =
	    profile->management.registration_access_token;

	if (age > 0)
		json_set_integer(all, "statement_max_age", age);
	/* dcr.conf has no word for what only a profile can say. */
	if (config->duplicates == NULL &&
	    profile->duplicates != PROFILE_REPLACE)
		json_set_string(all, "duplicates", words[profile->duplicates]);
	if (token != PROFILE_TOKEN_OPTIONAL)
		json_set_boolean(all, "registration_access_token",
		    token == PROFILE_TOKEN_ALWAYS);
}

/* Without rules a certificate opens every path. */
static void
say_authorizer(
    struct json *all, const struct config *config, struct arena *arena)
{
	struct json *rules = json_new_array(arena);
	struct json *rule = json_new_object(arena);

	if (config->authorizer != NULL || config->calls_without_token)
		return;
	json_set_string(rule, "path", "/");
	json_set_boolean(rule, "token", false);
	json_append(rules, rule);
	json_set(all, "authorizer", rules);
}

static void
say_fetch(struct json *all, const struct config *config,
    const struct profile *profile, struct arena *arena)
{
	struct json *fetch = json_copy(arena, json_get(all, "fetch"));

	if (config->fetch.ca == NULL)
		json_set(fetch, "ca", json_parse(arena, "null", 4, NULL));
	json_set_boolean(fetch, "statement",
	    judge_named_policy(config, profile, arena) != NULL);
	json_set(all, "fetch", fetch);
}

const struct json *
config_in_force(
    const struct config *config, const struct judge *judge, struct arena *arena)
{
	struct json *all = json_copy(arena, config->told);
	const struct json *lists =
	    revocation_lists(judge->revocation, time(NULL), arena);

	json_set_string(all, "store", store_shown(arena, config->store));
	say_profile(all, config, judge->profile);
	say_authorizer(all, config, arena);
	say_fetch(all, config, judge->profile, arena);
	if (lists != NULL)
		json_set(all, "crl_lists", lists);
	return all;
}
