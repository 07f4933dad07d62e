/* SPDX-License-Identifier: ISC */
/* dcr profile test: a pack of requests, judged by a profile. */
#include <string.h>

#include "commands/conformance/conformance.h"
#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/judge/judge.h"
#include "validators/lib/profile.h"

struct wish {
	const char *profile, *cases, *sandbox, *only;
	bool json, junit;
};

/* The deployment of the sandbox, but for the profile that is tested. */
static const struct config *
deployment_of(struct arena *arena, const char *dir, const char *profile)
{
	const char *why = NULL;
	const struct config *config =
	    config_load(arena, arena_printf(arena, "%s/dcr.conf", dir), &why);
	struct config *copy;

	if (config == NULL) {
		command_fail(EXIT_WRONG, "%s", why);
		return NULL;
	}
	copy = arena_alloc(arena, sizeof(*copy));
	*copy = *config;
	copy->profile = profile;
	copy->overlay = NULL;
	return copy;
}

static bool
open_desk(
    const struct wish *wish, struct conformance_run *run, struct judge *judge)
{
	const struct config *config;
	const char *why = NULL;

	run->party.dir = wish->sandbox;
	if (wish->sandbox == NULL)
		run->party.dir = conformance_scratch(run->arena, wish->profile);
	else if (!sandbox_become_owner(run->arena, wish->sandbox))
		return false;
	if (run->party.dir == NULL)
		return false;
	config = deployment_of(run->arena, run->party.dir, wish->profile);
	if (config == NULL)
		return false;
	if (!judge_open(judge, config, run->arena, &why)) {
		command_fail(EXIT_WRONG, "%s", why);
		return false;
	}
	run->profile = judge->profile;
	run->party.given.issuer = config->issuer;
	run->party.given.endpoint = config->registration_endpoint;
	json_set_string(run->variables, "issuer", config->issuer);
	json_set_string(run->variables, "url", config->registration_endpoint);
	json_set(run->variables, "software",
	    sandbox_read_object(
		run->arena, arena_printf(run->arena, "%s/tpp/software.json",
				run->party.dir)));
	return json_get(run->variables, "software") != NULL;
}

/* The cases are read first, so that a mistake in them costs no keys. */
static bool
open_cases(const struct wish *wish, struct conformance_run *run)
{
	run->profile = command_profile(run->arena, wish->profile, NULL);
	if (run->profile == NULL)
		return false;
	run->pack = conformance_cases(run->arena, run->profile, wish->cases);
	if (run->pack == NULL)
		return false;
	if (conformance_choose(run->pack, wish->only))
		return true;
	command_fail(
	    EXIT_WRONG, "profile test: --only %s: no such test", wish->only);
	return false;
}

static int
run_cases(const struct wish *wish, struct conformance_run *run)
{
	struct judge judge;

	if (!open_cases(wish, run) || !open_desk(wish, run, &judge))
		return EXIT_WRONG;
	if (!conformance_judge(run, &judge,
		wish->json || wish->junit ? NULL : conformance_print))
		return EXIT_WRONG;
	if (wish->json)
		conformance_print_json(run, NULL, NULL);
	else if (wish->junit)
		conformance_print_junit(
		    run, arena_printf(run->arena, "dcr profile test %s",
			     run->profile->name));
	else
		conformance_print_sum(run->pack);
	return conformance_exit(run->pack);
}

int
conformance_profile_test(int argc, char **argv, struct arena *arena)
{
	struct wish wish = {0};
	const struct option options[] = {
	    {"--sandbox", .value = &wish.sandbox},
	    {"--only", .value = &wish.only},
	    {"--json", .flag = &wish.json},
	    {"--junit", .flag = &wish.junit},
	    {"FILE", .value = &wish.profile, .kind = OPERAND},
	    {"CASES", .value = &wish.cases, .kind = OPERAND},
	    {0},
	};
	struct conformance_run run = {.arena = arena,
	    .variables = json_new_object(arena),
	    .secrets = json_new_array(arena)};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (wish.json && wish.junit)
		return command_misuse("--json goes without --junit");
	return run_cases(&wish, &run);
}
