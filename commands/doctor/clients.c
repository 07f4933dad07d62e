/* SPDX-License-Identifier: ISC */
/* Looks at each registered client: whether requests of it can be served. */
#include <string.h>
#include <time.h>

#include "commands/doctor/private.h"
#include "commands/doctor/ends.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/identifier.h"
#include "store/lib/rows.h"
#include "validators/judge/judge.h"
#include "validators/lib/certified.h"
#include "validators/lib/directory.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* Looks for clients that an older program, or another configuration, has let
 * in. */
struct looking {
	struct doctor *doctor;
	struct judge judge;
	time_t now;
	const char *unable; /* why no statement is looked at any more */
	unsigned faulty;
	struct ends ends;
	struct client sample; /* of which others are asked; or zeros */
};

/* Is this the name of a directory of the configuration, or of the trust
 * services where the profile has no directories? */
static bool
is_known(const struct judge *judge, const char *directory)
{
	return profile_is_qualified(judge->profile)
		   ? strcmp(directory, CERTIFIED_ISSUER) == 0
		   : directory_of(judge->config, directory) != NULL;
}

/* What is wrong with the software statement of a client, or NULL. */
static const char *
statement_fault(
    struct looking *looking, const struct client *client, struct arena *arena)
{
	bool unable = false;

	if (looking->unable != NULL)
		return NULL;
	const char *what = judge_vouched(&looking->judge, client->metadata,
	    client->software, arena, looking->now, &unable);
	if (unable)
		looking->unable = arena_strdup(looking->doctor->arena, what);
	return unable ? NULL : what;
}

static const char *
fault_of(struct looking *looking, const struct client *client,
    struct arena *arena, const char **remedy)
{
	const char *id = client->client_id;
	const char *directory = identifier_directory(client->software);

	*remedy = "its software registers anew, and then: dcr delete ID";
	if (!identifier_is_client(id, strlen(id)))
		return "cannot be managed: a client_id is "
		       "of " IDENTIFIER_CLIENT_FORM;
	*remedy = "put that directory back into dcr.conf, or dcr delete ID";
	if (!is_known(&looking->judge, directory))
		return arena_printf(arena,
		    "no directory of the configuration is called %s",
		    row_tamed(arena, directory, ROW_NAME_MOST));
	*remedy = "the client brings a fresh statement by a PUT; where you do "
		  "not know it: dcr suspend ID --why TEXT";
	return statement_fault(looking, client, arena);
}

/* The first client that is active stands for those who come. */
static void
keep_sample(struct looking *looking, const struct client *client)
{
	struct arena *arena = looking->doctor->arena;
	struct client *kept = &looking->sample;

	if (kept->client_id != NULL || client->state != CLIENT_ACTIVE)
		return;
	*kept = *client;
	kept->client_id = arena_strdup(arena, client->client_id);
	kept->software = arena_strdup(arena, client->software);
	kept->certificate = arena_strdup(arena, client->certificate);
	kept->subject = arena_strdup(arena, client->subject);
	kept->issuer = arena_strdup(arena, client->issuer);
	kept->state_why = arena_strdup(arena, client->state_why);
	kept->state_by = arena_strdup(arena, client->state_by);
	kept->profile = arena_strdup(arena, client->profile);
	kept->metadata = arena_strdup(arena, client->metadata);
	kept->token = NULL;
}

static bool
look(void *context, const struct client *client)
{
	struct looking *looking = context;
	struct arena *arena = arena_new();
	const char *remedy;
	const char *fault = fault_of(looking, client, arena, &remedy);

	(void)progress_step(&looking->doctor->progress, 1);

	if (fault != NULL && ++looking->faulty <= DOCTOR_NAMED)
		doctor_say(looking->doctor, FINDING_POOR, "client", remedy,
		    "%s: %s",
		    row_tamed(arena, client->client_id, ROW_NAME_MOST), fault);
	else if (fault == NULL)
		keep_sample(looking, client);
	ends_look(&looking->ends, client, arena);
	arena_free(arena);
	return true;
}

static void
tell_rest(const struct looking *looking)
{
	if (looking->unable != NULL)
		doctor_say(looking->doctor, FINDING_POOR, "clients",
		    "mend what is said of the directory, and look again",
		    "no software statement was looked at: %s", looking->unable);
	if (looking->faulty > DOCTOR_NAMED)
		doctor_say(looking->doctor, FINDING_POOR, "client",
		    "mend those that are named, and look again",
		    "%u others have faults of these kinds",
		    looking->faulty - DOCTOR_NAMED);
}

void
doctor_clients(
    struct doctor *doctor, const struct config *config, struct store *store)
{
	struct looking looking = {.doctor = doctor, .now = time(NULL)};
	const char *why = NULL;

	/* What is wrong with the deployment is told elsewhere. */
	if (!judge_open(&looking.judge, config, doctor->arena, &why))
		return;
	doctor->progress = (struct progress){.what = "clients"};
	ends_begin(
	    &looking.ends, doctor, config, looking.judge.profile, looking.now);
	if (rows_clients(store, INDEX_SOFTWARE, NULL, look, &looking) !=
	    STORED_OK)
		return;
	tell_rest(&looking);
	ends_tell(&looking.ends);
	if (looking.sample.client_id != NULL)
		doctor_rehearse(
		    doctor, config, &looking.judge, &looking.sample);
}
