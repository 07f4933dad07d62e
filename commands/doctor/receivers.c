/* SPDX-License-Identifier: ISC */
/* Looks at each receiver: whether it is told what it should be told. */
#include <time.h>

#include "commands/doctor/private.h"
#include "commands/lib/row_text.h"
#include "deliver/standing.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"

struct looking {
	struct doctor *doctor;
	const struct config *config;
	struct arena *arena;
};

/* A receiver that fetches what it is told needs nobody who delivers. */
static void
say_state(const struct looking *looking, const struct config_receiver *receiver,
    const struct standing *standing)
{
	struct doctor *doctor = looking->doctor;
	const char *error =
	    row_tamed(looking->arena, standing->last_error, ROW_NAME_MOST);

	if (standing->failing_seconds > 0)
		doctor_say(doctor, FINDING_BAD, "receiver",
		    "see that it runs and takes our credentials; what waits is "
		    "told once it answers (dcr deliveries)",
		    "%s: has not answered for %lld s%s%s", receiver->name,
		    (long long)standing->failing_seconds,
		    *error != '\0' ? ": " : "", error);
	else if (!standing->held && receiver->poll == NULL)
		doctor_say(doctor, FINDING_BAD, "receiver",
		    "keep dcr deliver running (examples/dcr-deliver.service)",
		    "%s: nobody delivers to it: dcr deliver does not run",
		    receiver->name);
	else
		doctor_say(doctor, FINDING_GOOD, "receiver", NULL,
		    "%s: %lld events wait, %lld are behind its cursor",
		    receiver->name, (long long)standing->waiting,
		    (long long)standing->events_behind);
	if (standing->parked > 0)
		doctor_say(doctor, FINDING_POOR, "receiver",
		    "dcr deliveries --parked says why; then dcr deliver retry "
		    "KEY, or skip KEY --why TEXT",
		    "%s: %lld events are parked, and tried again only by dcr "
		    "deliver retry",
		    receiver->name, (long long)standing->parked);
}

static bool
say_receiver(const struct looking *looking, struct store *store,
    const struct config_receiver *receiver)
{
	struct standing standing;

	if (standing_of(store, receiver->name, time(NULL), looking->arena,
		&standing) != STORED_OK) {
		doctor_say(looking->doctor, FINDING_BAD, "receiver",
		    "see what is said of the store",
		    "%s: the store cannot say what waits for it",
		    receiver->name);
		return false;
	}
	say_state(looking, receiver, &standing);
	return true;
}

/* Rows of a receiver that was renamed or left out would be taken for its own
 * by another one of that name. */
static void
say_stranger(void *context, const char *name)
{
	const struct looking *looking = context;

	if (config_receiver(looking->config, name) == NULL)
		doctor_say(looking->doctor, FINDING_POOR, "receiver",
		    "put the receiver back under that name, or leave the rows, "
		    "which nobody reads",
		    "%s: has rows in the store and is not in dcr.conf",
		    row_tamed(looking->arena, name, ROW_NAME_MOST));
}

void
doctor_receivers(
    struct doctor *doctor, const struct config *config, struct store *store)
{
	struct looking looking = {doctor, config, arena_new()};
	const struct config_receiver *receiver = config->receivers;
	bool more = true;

	for (; more && receiver->name != NULL; receiver++)
		more = say_receiver(&looking, store, receiver);
	if (more)
		(void)standing_names(
		    store, looking.arena, say_stranger, &looking);
	arena_free(looking.arena);
}
