/* SPDX-License-Identifier: ISC */
/* dcr doctor: what is wrong with the deployment and its store, a line each. */
#include "commands/doctor/private.h"

#include <stdarg.h>
#include <stdio.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "store/lib/chain.h"

/* Where more records than several batches wait, neither a FastCGI process nor
 * dcr audit --seal has sealed any for long. */
#define WAITING (10UL * CHAIN_BATCH)

static const char *
word_of(enum finding_state state)
{
	switch (state) {
	case FINDING_GOOD:
		return "ok";
	case FINDING_POOR:
		return "look";
	case FINDING_BAD:
		return "bad";
	case FINDING_MENDED:
		break;
	}
	return "mended";
}

static void
print(struct doctor *doctor, const struct store_finding *finding)
{
	struct arena *arena = arena_new();
	struct json *all = json_new_object(arena);

	doctor->bad |= finding->state == FINDING_BAD;
	if (doctor->json) {
		json_set_string(all, "state", word_of(finding->state));
		json_set_string(all, "what", finding->what);
		json_set_string(all, "detail", finding->detail);
		puts(json_text(arena, all));
	} else {
		printf("%-6s  %-13s  %s\n", word_of(finding->state),
		    finding->what, finding->detail);
	}
	arena_free(arena);
}

void
doctor_say(struct doctor *doctor, enum finding_state state, const char *what,
    const char *format, ...)
{
	struct store_finding finding = {.state = state, .what = what};
	va_list ap;

	va_start(ap, format);
	finding.detail = arena_vprintf(doctor->arena, format, ap);
	va_end(ap);
	print(doctor, &finding);
}

static void
take(void *context, const struct store_finding *finding)
{
	print(context, finding);
}

static void
examine_chain(struct doctor *doctor, struct store *store)
{
	struct chain_report report;

	if (chain_verify(store, doctor->arena, &report) != STORED_OK)
		doctor_say(doctor, FINDING_BAD, "chain",
		    "the audit trail cannot be read");
	else if (report.broken != NULL)
		doctor_say(doctor, FINDING_BAD, "chain", "%s", report.broken);
	else
		doctor_say(doctor,
		    report.waiting > WAITING ? FINDING_POOR : FINDING_GOOD,
		    "chain",
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
		doctor_say(doctor, FINDING_BAD, "store", "%s", why);
		return EXIT_REFUSED;
	}
	stored = store->ops->examine(store, doctor->repair, take, doctor);
	if (stored == STORED_OK) {
		examine_chain(doctor, store);
		doctor_clients(doctor, config, store);
		doctor_receivers(doctor, config, store);
	}
	store_close(store);
	if (stored == STORED_OK)
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE, "the store cannot be examined");
}

int
doctor_command(int argc, char **argv, struct arena *arena)
{
	struct doctor doctor = {.arena = arena};
	const struct option options[] = {
	    {"--repair", .flag = &doctor.repair},
	    {"--json", .flag = &doctor.json},
	    {0},
	};
	const char *why = NULL;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	const struct config *config =
	    config_load_as_owner(arena, config_path(), &why);
	if (config == NULL) {
		doctor_say(&doctor, FINDING_BAD, "configuration", "%s", why);
		return EXIT_REFUSED;
	}
	doctor_deployment(&doctor, config);
	code = examine_store(&doctor, config);
	return code == EXIT_PASS && doctor.bad ? EXIT_REFUSED : code;
}
