/* SPDX-License-Identifier: ISC */
/* Warns of settings of a profile by which everything or nothing is refused. */
#include <string.h>

#include "commands/config/private.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* What a number of that name is usually within, whichever validator has it. */
static const struct usual {
	const char *setting;
	int64_t least, most;
} usual[] = {
    {"skew", 0, 600},	    /* seconds between two clocks */
    {"lifetime", 1, 86400}, /* seconds of a request */
    {"length", 1, 65536},   /* bytes of a member */
};

static void
warn_question(struct warner *warner, const struct profile_question *q)
{
	int64_t number;

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (json_integer(
			json_get(q->settings, usual[i].setting), &number) &&
		    (number < usual[i].least || number > usual[i].most))
			config_warn(warner,
			    "profile %s: validators.%s.%s: %lld: is hardly "
			    "meant; %lld to %lld is usual",
			    warner->config->profile, q->validator->name,
			    usual[i].setting, (long long)number,
			    (long long)usual[i].least,
			    (long long)usual[i].most);
}

void
config_warn_settings(struct warner *warner)
{
	const struct profile_question *q = warner->profile->questions;

	for (; q->validator != NULL; q++)
		warn_question(warner, q);
}
