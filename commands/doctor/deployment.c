/* SPDX-License-Identifier: ISC */
/* Looks at what the configuration names: profile, certificates, keys, cache. */
#include <unistd.h>

#include "commands/config/config.h"
#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/proxy_secret.h"
#include "kit/conf/resource_servers.h"
#include "kit/signing/signing.h"
#include "validators/judge/judge.h"
#include "validators/judge/regime.h"
#include "validators/lib/grants.h"
#include "validators/lib/profile.h"
#include "validators/profile/discovery.h"
#include "validators/profile/load.h"

/* Tells `why` as bad, or where that is NULL, `good` as good. */
static void
say(struct doctor *doctor, const char *what, const char *why, const char *good)
{
	doctor_say(doctor, why != NULL ? FINDING_BAD : FINDING_GOOD, what, NULL,
	    "%s", why != NULL ? why : good);
}

static const struct profile *
examine_profile(struct doctor *doctor, const struct config *config)
{
	const char *why = NULL;
	const struct profile *profile = regime_load_at(
	    doctor->arena, config->profile, config->overlay, doctor->at, &why);

	say(doctor, "configuration", NULL, config->path);
	if (profile == NULL)
		say(doctor, "profile", why, NULL);
	else if (discovery_document(doctor->arena, config, profile, &why) ==
		 NULL)
		say(doctor, "metadata", why, NULL);
	else
		say(doctor, "profile", NULL, config->profile);
	if (profile != NULL &&
	    (why = grants_misfit(doctor->arena, config, profile)) != NULL)
		say(doctor, "authorizer", why, NULL);
	if (profile != NULL)
		doctor_status(doctor, config, profile);
	if (profile != NULL &&
	    (why = profile_coming(doctor->arena, profile)) != NULL)
		doctor_say(doctor, FINDING_POOR, "profile",
		    "be ready by then: dcr rules --at TIME has its rules, and "
		    "dcr check --at TIME judges a request by them",
		    "%s: %s", profile->judges_as, why);
	return profile;
}

/* A folder of keys that sign; NULL: there is none. */
static void
look_at_signers(struct doctor *doctor, const char *what, const char *folder)
{
	const char *why = NULL;

	if (folder == NULL || !doctor_may(doctor, what, folder, R_OK | X_OK))
		return;
	if (signing_open(doctor->arena, folder, &why) != NULL)
		why = NULL;
	say(doctor, what, why, folder);
}

static void
examine_issuing(struct doctor *doctor, const struct config *config)
{
	const struct config_resource_server *server;
	const char *why = NULL, *secret;

	look_at_signers(doctor, "keys", config->keys);
	look_at_signers(doctor, "entity",
	    config->entity != NULL ? config->entity->keys : NULL);
	why = NULL;
	if (!proxy_secret_read(config, doctor->arena, &secret, &why))
		doctor_say(doctor, FINDING_BAD, "proxy",
		    "put the secret that the proxy sends into that file, owned "
		    "by the user that dcr runs as and of mode 600",
		    "%s", why);
	server = config->resource_servers;
	for (; server != NULL && server->name != NULL; server++)
		doctor_pem(doctor, "resource_servers", server->certificate);
	if (!resource_servers_read(
		resource_servers_at(config, doctor->arena), &why) &&
	    !doctor->bad)
		say(doctor, "resource_servers", why, NULL);
}

void
doctor_deployment(struct doctor *doctor, const struct config *config)
{
	const struct profile *profile = examine_profile(doctor, config);

	doctor_files(doctor, config);
	doctor_pem(doctor, "client_ca", config->client_ca);
	if (doctor->server != NULL)
		doctor_pem(doctor, "web_server", doctor->server);
	doctor_revocation(doctor, config);
	doctor_cache(doctor, config->cache);
	doctor_directories(doctor, config, profile);
	doctor_hosts(doctor, config, profile);
	doctor_services(doctor, config, profile);
	examine_issuing(doctor, config);
}

static void
say_warning(void *context, const char *line)
{
	doctor_say(context, FINDING_POOR, "configuration",
	    "mend that in dcr.conf; dcr config says it as well", "%s", line);
}

/* What serving opens once more, as a whole: whatever it stumbles over that no
 * look of its own has told; and what clients will stumble over. */
void
doctor_whole(struct doctor *doctor, const struct config *config)
{
	const bool told = doctor->bad;
	const char *why = NULL;
	struct judge judge;

	if (config_can_serve(config, doctor->at, &judge, doctor->arena, &why))
		config_warnings(
		    config, &judge, doctor->arena, say_warning, doctor);
	else if (!told)
		say(doctor, "configuration", why, NULL);
}
