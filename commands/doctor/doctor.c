/* SPDX-License-Identifier: ISC */
/* dcr doctor: what is wrong with the deployment and its store, a line each. */
#include "commands/doctor/private.h"

#include <sys/stat.h>

#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "store/lib/chain.h"

/* Where more records than several batches wait, neither a FastCGI process nor
 * dcr audit --seal has sealed any for long. */
#define WAITING (10UL * CHAIN_BATCH)

static void
draw(void *context, uint64_t seals)
{
	struct progress *progress = context;

	progress->total = (int64_t)seals;
	(void)progress_step(progress, 1);
}

static void
examine_chain(struct doctor *doctor, struct store *store)
{
	const struct chain_watch watch = {draw, &doctor->progress};
	struct chain_report report;

	doctor->progress = (struct progress){.what = "seals"};
	if (chain_verify_watched(store, doctor->arena, &watch, &report) !=
	    STORED_OK)
		doctor_say(doctor, FINDING_BAD, "chain", NULL,
		    "the audit trail cannot be read");
	else if (report.broken != NULL)
		doctor_say(
		    doctor, FINDING_BAD, "chain", NULL, "%s", report.broken);
	else
		doctor_say(doctor,
		    report.waiting > WAITING ? FINDING_POOR : FINDING_GOOD,
		    "chain",
		    report.waiting > WAITING ? "dcr audit --seal, and see why "
					       "no process of dcr does so"
					     : NULL,
		    "%zu seals over %zu records hold, %zu wait, %lld were "
		    "pruned%s",
		    report.seals, report.records, report.waiting,
		    (long long)report.pruned,
		    report.left > 0 ? ", and some of those are there still"
				    : "");
}

/* EXIT_UNABLE when the store could not be looked at. */
static int
examine_store(struct doctor *doctor, const struct config *config)
{
	const char *why = NULL;
	struct store *store = store_open(config->store, doctor->arena, &why);
	enum stored stored;

	if (store == NULL) {
		doctor_say(doctor, FINDING_BAD, "store", NULL, "%s", why);
		return EXIT_REFUSED;
	}
	stored =
	    store->ops->examine(store, doctor->repair, doctor_take, doctor);
	if (stored == STORED_OK) {
		doctor_write(doctor, store);
		examine_chain(doctor, store);
		doctor_clients(doctor, config, store);
		doctor_receivers(doctor, config, store);
	}
	store_close(store);
	if (stored == STORED_OK)
		return EXIT_PASS;
	doctor_say(doctor, FINDING_BAD, "store",
	    "see that the store is up and lets this user in: the line before "
	    "this one on standard error has its own words",
	    "%s: cannot be examined",
	    store_shown(doctor->arena, config->store));
	return command_fail(EXIT_UNABLE, "the store cannot be examined");
}

/* A folder that others may not look into makes a store of none. */
static bool
may_enter_store(struct doctor *doctor, const struct config *config)
{
	return strncmp(config->store, "bdb:", 4) != 0 ||
	       doctor_may(
		   doctor, "store", config->store + 4, R_OK | W_OK | X_OK);
}

/* The file that the message names behind a key, as in "dcr.conf: fetch.ca:
 * /etc/dcr/ca.pem: Permission denied"; NULL: it names none. */
static const char *
file_in(struct arena *arena, const char *why)
{
	const char *path = strstr(why, ": /");

	return path == NULL
		   ? NULL
		   : arena_strndup(arena, path + 2, strcspn(path + 2, ":"));
}

static void
say_unread(struct doctor *doctor, const char *path, const char *why)
{
	const char *named = file_in(doctor->arena, why);
	const char *what =
	    strstr(why, ": cache: /") != NULL ? "cache" : "configuration";

	if (named != NULL && !doctor_may(doctor, what, named, R_OK))
		return;
	if (named == NULL && !doctor_may(doctor, what, path, R_OK))
		return;
	doctor_say(doctor, FINDING_BAD, what, NULL, "%s", why);
}

/* Whoever is neither root nor dcr's user would be told of faults that dcr does
 * not have, with remedies that would make them. */
static bool
is_whom_dcr_runs_as(struct doctor *doctor, const struct config *config)
{
	const char *user = owner_name(doctor->arena, (unsigned)geteuid());
	struct stat status;

	if (stat(config->cache, &status) != 0 || status.st_uid == geteuid()) {
		doctor_say(
		    doctor, FINDING_GOOD, "user", NULL, "looks as %s", user);
		return true;
	}
	doctor_say(doctor, FINDING_BAD, "user",
	    arena_printf(doctor->arena,
		"run dcr doctor as root; or, if dcr runs as %s, as root: chown "
		"%s: %s",
		user, user, config->cache),
	    "looks as %s, and %s belongs to %s: nothing else was looked at",
	    user, config->cache,
	    owner_name(doctor->arena, (unsigned)status.st_uid));
	return false;
}

static const struct config *
load(struct doctor *doctor)
{
	const char *path = config_path(), *why = NULL;
	const struct config *config;

	if (!doctor_owners(doctor, path))
		return NULL;
	config = config_load_as_owner(doctor->arena, path, &why);
	if (config == NULL) {
		say_unread(doctor, path, why);
		return NULL;
	}
	return is_whom_dcr_runs_as(doctor, config) ? config : NULL;
}

int
doctor_command(int argc, char **argv, struct arena *arena)
{
	struct doctor doctor = {.arena = arena, .at = time(NULL)};
	const char *at = NULL;
	const struct option options[] = {
	    {"--repair", .flag = &doctor.repair},
	    {"--json", .flag = &doctor.json},
	    {"--server", .value = &doctor.server},
	    {"--at", .value = &at},
	    {0},
	};
	int code;

	if (!options_read(argc, argv, options) ||
	    since_read("--at", at, doctor.at, &doctor.at) != EXIT_PASS)
		return EXIT_WRONG;
	const struct config *config = load(&doctor);
	if (config == NULL)
		return EXIT_REFUSED;
	doctor_deployment(&doctor, config);
	if (!may_enter_store(&doctor, config))
		return EXIT_REFUSED;
	code = examine_store(&doctor, config);
	doctor_whole(&doctor, config);
	return code == EXIT_PASS && doctor.bad ? EXIT_REFUSED : code;
}
