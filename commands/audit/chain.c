/* SPDX-License-Identifier: ISC */
/* dcr audit --verify and --seal: the chain of seals over the audit trail. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "commands/audit/private.h"
#include "commands/lib/command.h"
#include "commands/lib/progress.h"
#include "kit/moment.h"
#include "store/lib/chain.h"
#include "store/lib/journal.h"

/* The key of a record is its time in microseconds, or one more than the key
 * before it. */
static const char *
moment_of(struct arena *arena, const char *key)
{
	return moment_text(arena, journal_moment(key));
}

static void
draw(void *context, uint64_t seals)
{
	struct progress *progress = context;

	progress->total = (int64_t)seals;
	(void)progress_step(progress, 1);
}

enum stored
audit_verify_chain(
    struct store *store, struct arena *arena, struct chain_report *report)
{
	struct progress progress = {.what = "seals"};
	const struct chain_watch watch = {draw, &progress};
	const enum stored stored =
	    chain_verify_watched(store, arena, &watch, report);

	progress_end(&progress);
	return stored;
}

int
audit_verify(struct store *store, struct arena *arena)
{
	struct chain_report report;

	if (audit_verify_chain(store, arena, &report) != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	printf("seals    %zu\nrecords  %zu sealed, as they were\n",
	    report.seals, report.records);
	if (report.pruned > 0)
		printf("pruned   %" PRId64 ", up to %s%s\n", report.pruned,
		    moment_of(arena, report.pruned_until),
		    report.left > 0 ? ", and not all of them are gone: dcr "
				      "audit --prune goes on with it"
				    : "");
	if (report.broken != NULL)
		return command_fail(
		    EXIT_REFUSED, "the chain is broken: %s", report.broken);
	printf("waiting  %zu, not sealed yet\n", report.waiting);
	return EXIT_PASS;
}

int
audit_seal(struct store *store)
{
	struct progress progress = {.what = "records"};
	size_t sealed;

	do {
		if (chain_seal(store, time(NULL), &sealed) != STORED_OK) {
			progress_end(&progress);
			return command_fail(
			    EXIT_UNABLE, "the audit trail cannot be sealed");
		}
		(void)progress_step(&progress, (int64_t)sealed);
	} while (sealed > 0);
	progress_end(&progress);
	printf("sealed   %" PRId64 "\n", progress.done);
	return EXIT_PASS;
}
