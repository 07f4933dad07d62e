/* SPDX-License-Identifier: ISC */
/* Finds out as root whom dcr runs as: the user who has its folders. */
#include <string.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config_places.h"
#include "kit/conf/owner.h"

/* The user whom most of the folders belong to: the first of those who are even.
 * Root has some that somebody has made by hand, and is whom dcr runs as where
 * it has all of them. */
static uid_t
most_of(const struct config_place *places)
{
	uid_t best = 0;
	int most = 0;

	for (const struct config_place *p = places; p->key != NULL; p++) {
		int count = 0;

		for (const struct config_place *q = places; q->key != NULL; q++)
			count += q->status.st_uid == p->status.st_uid;
		if (p->status.st_uid != 0 && count > most) {
			most = count;
			best = p->status.st_uid;
		}
	}
	return best;
}

bool
doctor_owners(struct doctor *doctor, const char *path)
{
	struct arena *arena = doctor->arena;
	struct config_place places[CONFIG_PLACES + 1];
	bool one = true;
	const char *user;

	if (geteuid() != 0)
		return true;
	config_places(arena, path, places);
	user = owner_name(arena, (unsigned)most_of(places));
	for (const struct config_place *p = places; p->key != NULL; p++) {
		const char *owner =
		    owner_name(arena, (unsigned)p->status.st_uid);

		if (p->status.st_uid == most_of(places))
			continue;
		one = false;
		doctor_say(doctor, FINDING_BAD, p->key,
		    arena_printf(arena,
			"chown -R %s: %s, if %s is whom dcr runs as; then look "
			"again",
			user, p->path, user),
		    "%s: belongs to %s, and the other folders of dcr to %s: "
		    "cache, store and keys are of one user, whom dcr runs as",
		    p->path, owner, user);
	}
	return one;
}
