/* SPDX-License-Identifier: ISC */
/* Asks those whom a registration asks about a client that is registered. */
#include <time.h>

#include "commands/doctor/private.h"
#include "commands/lib/row_text.h"
#include "deliver/consent.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "validators/judge/judge.h"

#define WORDS_MOST 400 /* bytes of what somebody else has said */

static void
say_validator(void *context, const char *name, const char *why)
{
	struct doctor *doctor = context;

	if (why != NULL)
		doctor_say(doctor, FINDING_BAD, "external",
		    "see why it cannot answer; dcr validator test asks it "
		    "about a recorded request",
		    "%s: asked about a registered client: %s", name,
		    row_tamed(doctor->arena, why, WORDS_MOST));
}

static bool
has_check(const struct config *config)
{
	const struct config_receiver *receiver = config->receivers;

	while (receiver->name != NULL && !receiver->check)
		receiver++;
	return receiver->name != NULL;
}

/* A refusal is an answer. */
static void
examine_consent(struct doctor *doctor, const struct config *config,
    const struct judge *judge, const struct client *client)
{
	struct sent sent = {.words = NULL};
	const struct config_receiver *receiver = consent_ask(
	    config, judge->profile, client, time(NULL), doctor->arena, &sent);

	if (receiver != NULL && sent.as != SENT_REFUSED)
		doctor_say(doctor, FINDING_BAD, "receiver",
		    "see that it runs and takes our credentials, or take "
		    "check from it in dcr.conf",
		    "%s: asked whether it would take a client, it cannot say%s"
		    "%s",
		    receiver->name, sent.words != NULL ? ": " : "",
		    sent.words != NULL
			? row_tamed(doctor->arena, sent.words, WORDS_MOST)
			: "");
}

void
doctor_rehearse(struct doctor *doctor, const struct config *config,
    const struct judge *judge, const struct client *client)
{
	(void)judge_probe(judge, client->metadata, doctor->arena, time(NULL),
	    say_validator, doctor);
	if (has_check(config))
		examine_consent(doctor, config, judge, client);
}
