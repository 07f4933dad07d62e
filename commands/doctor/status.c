/* SPDX-License-Identifier: ISC */
/* Looks whether the clients are kept in step with their directories. */
#include <sys/stat.h>

#include <time.h>

#include "commands/doctor/private.h"
#include "commands/lib/synced.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/moment.h"
#include "validators/lib/status_list.h"

static bool
has_list(const struct config *config)
{
	const struct config_directory *d = config->directories;

	for (; d->issuer != NULL; d++)
		if (d->status.software != NULL ||
		    d->status.organisation != NULL ||
		    d->status.legal_entity != NULL ||
		    d->status.key_sets != NULL)
			return true;
	return false;
}

/* A list may want more than a GET, such as a version in a header: all that is
 * told is that there is nothing, or nobody. */
static void
examine_list(
    struct doctor *doctor, const struct config *config, const char *list)
{
	struct doctor_answer answer;
	const char *why, *remedy;

	if (list == NULL || doctor_mirrored(config, list))
		return;
	if (*list == '/') {
		(void)doctor_has(doctor, "resync", list);
		return;
	}
	if (doctor_ask(doctor, config, list, &answer, &why, &remedy)) {
		if (answer.status < 500 && answer.status != 404 &&
		    answer.status != 410)
			return;
		why = arena_printf(
		    doctor->arena, "answered with status %d", answer.status);
		remedy = doctor_fetch_remedy(doctor, list, why);
	}
	doctor_say(
	    doctor, FINDING_POOR, "resync", remedy, "%.200s: %s", list, why);
}

static void
examine_lists(struct doctor *doctor, const struct config *config)
{
	const struct config_directory *d = config->directories;

	for (; d->issuer != NULL; d++) {
		examine_list(doctor, config, d->status.software);
		examine_list(doctor, config, d->status.organisation);
		examine_list(doctor, config, d->status.legal_entity);
	}
}

void
doctor_status(struct doctor *doctor, const struct config *config,
    const struct profile *profile)
{
	const char *why = status_misfit(doctor->arena, config, profile);
	struct stat status;

	if (why != NULL)
		doctor_say(doctor, FINDING_BAD, "resync",
		    "mend status of that directory in dcr.conf, or the mapping "
		    "in the overlay",
		    "%s", why);
	if (why != NULL || !has_list(config))
		return;
	examine_lists(doctor, config);
	if (stat(synced_mark(doctor->arena, config), &status) != 0)
		doctor_say(doctor, FINDING_POOR, "resync", NULL,
		    "dcr resync has never asked all of directory[].status");
	else
		doctor_say(doctor,
		    time(NULL) - status.st_mtim.tv_sec > SYNCED_SECONDS
			? FINDING_POOR
			: FINDING_GOOD,
		    "resync", NULL, "all of directory[].status was asked at %s",
		    moment_text(doctor->arena, status.st_mtim.tv_sec));
}
