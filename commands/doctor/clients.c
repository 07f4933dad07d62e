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

/* What a version of the profile would refuse of those that are registered. */
struct judged {
	struct judge judge;
	bool is; /* there is such a version */
	unsigned refused;
};

/* Looks for clients that an older program, or another configuration, has let
 * in. */
struct looking {
	struct doctor *doctor;
	struct judge judge;
	time_t now;
	const char *unable; /* why no statement is looked at any more */
	unsigned faulty;
	struct judged judged[2]; /* by the version in force, and by the next */
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

/* Names a client that this version would refuse, with the first rule. */
static void
look_judged(struct looking *looking, struct judged *judged,
    const struct client *client, struct arena *arena)
{
	const struct profile *profile = judged->judge.profile;
	struct submission s;
	struct verdict v;

	if (!judged->is || !judge_kept(&judged->judge, client->metadata, arena,
			       looking->now, &s, &v))
		return;
	if (v.outcome != OUTCOME_REFUSE || ++judged->refused > DOCTOR_NAMED)
		return;
	doctor_say(looking->doctor, FINDING_POOR, "client",
	    "the client brings what is right by a PUT, or registers anew: tell "
	    "whoever runs it",
	    "%s, judged by %s: %s would refuse it: %s: %s: %s (%s)",
	    row_tamed(arena, client->client_id, ROW_NAME_MOST),
	    *client->profile != '\0' ? client->profile : "an older program",
	    profile->judges_as, v.findings->rule->id,
	    pointer_name(arena, v.findings->pointer), v.findings->detail,
	    profile_clause(profile, v.findings->rule));
}

/* The first client that is active stands for those who come. */
static void
keep_sample(struct looking *looking, const struct client *client)
{
	struct arena *arena = looking->doctor->arena;
	struct client *kept = &looking->sample;

	if (kept->client_id != NULL ||
	    client_state_at(client, looking->now) != CLIENT_ACTIVE)
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
	for (size_t i = 0; i < 2; i++)
		look_judged(looking, &looking->judged[i], client, arena);
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
	for (size_t i = 0; i < 2; i++)
		if (looking->judged[i].refused > DOCTOR_NAMED)
			doctor_say(looking->doctor, FINDING_POOR, "client",
			    "mend those that are named, and look again",
			    "%u others would be refused by %s",
			    looking->judged[i].refused - DOCTOR_NAMED,
			    looking->judged[i].judge.profile->judges_as);
	if (looking->faulty > DOCTOR_NAMED)
		doctor_say(looking->doctor, FINDING_POOR, "client",
		    "mend those that are named, and look again",
		    "%u others have faults of these kinds",
		    looking->faulty - DOCTOR_NAMED);
}

/* By the version in force, and by the one that is announced. */
static void
open_judged(struct looking *looking, const struct config *config)
{
	const int64_t ends = looking->judge.profile->ends;
	const char *why = NULL;

	looking->judged[0].judge = looking->judge;
	looking->judged[0].is = true;
	looking->judged[1].is = ends != INT64_MAX &&
				judge_open_at(&looking->judged[1].judge, config,
				    ends, looking->doctor->arena, &why);
	if (why != NULL)
		doctor_say(
		    looking->doctor, FINDING_POOR, "profile", NULL, "%s", why);
}

void
doctor_clients(
    struct doctor *doctor, const struct config *config, struct store *store)
{
	struct looking looking = {.doctor = doctor, .now = time(NULL)};
	const char *why = NULL;

	/* What is wrong with the deployment is told elsewhere. */
	if (!judge_open_at(
		&looking.judge, config, doctor->at, doctor->arena, &why))
		return;
	open_judged(&looking, config);
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
