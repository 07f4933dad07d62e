/* SPDX-License-Identifier: ISC */
/* Looks whether the clients are kept in step with their directories. */
#include <sys/stat.h>

#include <time.h>

#include "commands/doctor/private.h"
#include "commands/lib/synced.h"
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
