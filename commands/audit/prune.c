/* SPDX-License-Identifier: ISC */
/* dcr audit --prune: removes sealed records of before a time. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "commands/audit/private.h"
#include "commands/lib/command.h"
#include "commands/lib/progress.h"
#include "commands/lib/who.h"
#include "kit/arena.h"
#include "kit/trail.h"
#include "store/lib/chain.h"
#include "store/lib/journal.h"

enum { TRIES = 5 };

/* A broken chain is evidence, and nothing of it is removed. */
static int
check(struct store *store, struct arena *arena)
{
	struct chain_report report;

	if (audit_verify_chain(store, arena, &report) != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	if (report.broken == NULL)
		return EXIT_PASS;
	return command_fail(EXIT_REFUSED,
	    "the chain is broken, and nothing was pruned: %s", report.broken);
}

/* Asks whether this process may remove records, before a seal promises it: in
 * PostgreSQL the role that serves may not. */
static int
probe(struct store *store)
{
	size_t removed;

	if (store->ops->prune(store, "0000000000000000", &removed) == STORED_OK)
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE, "the audit trail cannot be pruned, or "
					 "not by this user; nothing was "
					 "changed");
}

/* Makes a plan and seals it; an empty `until` in the plan says that there is
 * nothing to remove. */
static int
promise(struct store *store, const char *before, struct chain_pruning *plan)
{
	enum stored stored = STORED_CONFLICT;

	for (int i = 0; i < TRIES && stored == STORED_CONFLICT; i++) {
		stored = chain_prune_plan(store, before, plan);
		if (stored == STORED_OK && *plan->until != '\0' &&
		    !plan->sealed)
			stored = chain_prune_seal(store, plan, time(NULL));
	}
	if (stored == STORED_OK)
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE,
	    stored == STORED_CONFLICT ? "other processes keep sealing the "
					"audit trail; nothing was pruned"
				      : "the audit trail cannot be pruned");
}

/* The pruning is a record of the trail as well. */
static enum stored
note(struct store *store, const struct chain_pruning *plan, struct arena *arena)
{
	const struct trail trail = {
	    .event = "pruned",
	    .at = time(NULL),
	    .by = "operator",
	    .operator= who(arena),
	    .why =
		plan->sealed
		    ? arena_printf(arena,
			  "what was left of the records up to %s", plan->until)
		    : arena_printf(arena, "%" PRId64 " records up to %s",
			  plan->records, plan->until),
	};
	struct stored_change change = {
	    .kind = CHANGE_NOTE,
	    .audit = trail_text(arena, &trail),
	    .now = trail.at,
	    .note_source = "dcr audit --prune",
	    .note_most = UINT32_MAX,
	};

	return store->ops->change(store, &change);
}

static int
carry_out(struct store *store, const char *until)
{
	struct progress progress = {.what = "pruned"};
	enum stored stored;
	size_t removed;
	bool go_on = true;

	do {
		stored = store->ops->prune(store, until, &removed);
		if (stored == STORED_OK)
			go_on = progress_step(&progress, (int64_t)removed);
	} while (stored == STORED_OK && removed > 0 && go_on);
	progress_end(&progress);
	printf("pruned   %" PRId64 "\n", progress.done);
	if (stored == STORED_OK && (go_on || removed == 0))
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE,
	    "%s: the rest goes when this is run again, and the chain holds",
	    stored == STORED_OK ? "interrupted" : "the store cannot write");
}

int
audit_prune(struct store *store, int64_t before, struct arena *arena)
{
	struct chain_pruning plan;
	int code = check(store, arena);

	progress_catch();
	if (code == EXIT_PASS)
		code = probe(store);
	if (code == EXIT_PASS)
		code = promise(store, journal_first(arena, before), &plan);
	if (code != EXIT_PASS)
		return code;
	if (*plan.until == '\0') {
		puts("pruned   0");
		return EXIT_PASS;
	}
	if (note(store, &plan, arena) != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot write");
	return carry_out(store, plan.until);
}
