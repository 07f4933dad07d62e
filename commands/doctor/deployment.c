/* SPDX-License-Identifier: ISC */
/* Looks at what the configuration names: profile, certificates, keys, cache. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/resource_servers.h"
#include "kit/file.h"
#include "kit/keyring/keyring.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/signing/signing.h"
#include "kit/x509/cert.h"
#include "validators/judge/judge.h"
#include "validators/judge/regime.h"
#include "validators/lib/directory.h"
#include "validators/lib/grants.h"
#include "validators/profile/discovery.h"

#define SOON_SECONDS (30L * 86400)

static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

/* Tells `why` as bad, or where that is NULL, `good` as good. */
static void
say(struct doctor *doctor, const char *what, const char *why, const char *good)
{
	doctor_say(doctor, why != NULL ? FINDING_BAD : FINDING_GOOD, what, "%s",
	    why != NULL ? why : good);
}

static void
examine_profile(struct doctor *doctor, const struct config *config)
{
	const char *why = NULL;
	const struct profile *profile =
	    regime_load(doctor->arena, config->profile, config->overlay, &why);

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
}

static void
examine_keys_of(struct doctor *doctor, struct keyring *ring,
    const struct config *config, const struct config_directory *directory)
{
	const struct keys *keys;
	const char *why = NULL;

	if (*directory->keys != '/' &&
	    !fetch_allowed(&config->fetch, directory->keys))
		why = "its host is not in fetch.hosts";
	else
		(void)keyring_directory(ring, directory->keys, KEYRING_CACHED,
		    time(NULL), doctor->arena, &keys, &why);
	if (why == NULL && directory->member_ca != NULL)
		(void)trust_load(doctor->arena, directory->member_ca, &why);
	if (why != NULL)
		why = arena_printf(
		    doctor->arena, "%s: %s", directory->issuer, why);
	say(doctor, "directory", why, directory->issuer);
}

static void
say_shared(void *context, const char *line)
{
	doctor_say(context, FINDING_POOR, "directory", "%s", line);
}

/* Looks at the folder of fetched key sets, and at each directory's key set. */
static void
examine_cache(struct doctor *doctor, const struct config *config)
{
	const struct keyring_setup setup = {
	    .policy = &config->fetch,
	    .mirrors = config->mirrors,
	    .cache = config->cache,
	};
	const char *why = NULL;
	struct keyring *ring = keyring_open(&setup, doctor->arena, &why);
	const struct config_directory *d = config->directories;

	say(doctor, "cache", ring == NULL ? why : NULL, config->cache);
	if (ring == NULL)
		return;
	for (; d->issuer != NULL; d++)
		examine_keys_of(doctor, ring, config, d);
	keyring_close(ring);
	directory_tell_shared(config, doctor->arena, say_shared, doctor);
}

static enum finding_state
state_of(const struct cert *cert, int64_t now)
{
	if (cert_not_after(cert) < now || cert_not_before(cert) > now)
		return FINDING_BAD;
	return cert_not_after(cert) - now < SOON_SECONDS ? FINDING_POOR
							 : FINDING_GOOD;
}

static void
say_cert(struct doctor *doctor, const char *what, const struct cert *cert)
{
	doctor_say(doctor, state_of(cert, time(NULL)), what,
	    "%s: valid from %s to %s", cert_subject(cert),
	    moment_text(doctor->arena, cert_not_before(cert)),
	    moment_text(doctor->arena, cert_not_after(cert)));
}

/* Looks at each certificate of a PEM file. */
static void
examine_pem(struct doctor *doctor, const char *what, const char *path)
{
	size_t length;
	const char *text = file_read(doctor->arena, path, LIMIT_FILE, &length);
	unsigned count = 0;

	if (text == NULL) {
		doctor_say(
		    doctor, FINDING_BAD, what, "%s: %s", path, strerror(errno));
		return;
	}
	while ((text = strstr(text, begin)) != NULL) {
		const char *stop = strstr(text, end);
		const struct cert *cert;

		if (stop == NULL)
			break;
		stop += sizeof end - 1;
		cert = cert_parse(doctor->arena, text, (size_t)(stop - text));
		if (cert != NULL)
			say_cert(doctor, what, cert);
		count += cert != NULL;
		text = stop;
	}
	if (count == 0)
		doctor_say(doctor, FINDING_BAD, what,
		    "%s: no certificate in it", path);
}

static void
examine_issuing(struct doctor *doctor, const struct config *config)
{
	const struct config_resource_server *server;
	const char *why = NULL;

	if (config->keys != NULL) {
		if (signing_open(doctor->arena, config->keys, &why) != NULL)
			why = NULL;
		say(doctor, "keys", why, config->keys);
	}
	if (!resource_servers_read(
		resource_servers_at(config, doctor->arena), &why)) {
		say(doctor, "resource_servers", why, NULL);
		return;
	}
	server = config->resource_servers;
	for (; server != NULL && server->name != NULL; server++)
		examine_pem(doctor, "resource_servers", server->certificate);
}

void
doctor_deployment(struct doctor *doctor, const struct config *config)
{
	examine_profile(doctor, config);
	examine_pem(doctor, "client_ca", config->client_ca);
	doctor_revocation(doctor, config);
	examine_cache(doctor, config);
	examine_issuing(doctor, config);
}
