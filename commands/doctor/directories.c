/* SPDX-License-Identifier: ISC */
/* Asks the directories for their keys, and the hosts of key sets whether they
 * answer. */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/jose/keys.h"
#include "kit/keyring/keyring.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"
#include "kit/x509/cert.h"
#include "validators/judge/judge.h"
#include "validators/lib/directory.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

bool
doctor_mirrored(const struct config *config, const char *uri)
{
	const struct keyring_mirror *mirror = config->mirrors;

	for (; mirror != NULL && mirror->prefix != NULL; mirror++)
		if (strncmp(uri, mirror->prefix, strlen(mirror->prefix)) == 0)
			return true;
	return false;
}

/* What is wrong with the key set that came, or NULL. */
static const char *
fault_of_set(struct arena *arena, const char *uri,
    const struct doctor_answer *answer, const struct json *accepted)
{
	const char *why = NULL;
	struct keys *keys;

	if (answer->status != 200)
		return arena_printf(arena, "%.200s: answered with status %d",
		    uri, answer->status);
	keys = keys_parse(answer->body, answer->length, &why);
	if (keys != NULL && !keys_can_verify(keys, accepted))
		why = arena_printf(arena, "has no key that can verify %s",
		    keys_accepted_text(arena, accepted));
	keys_free(keys);
	return why == NULL ? NULL : arena_printf(arena, "%.200s: %s", uri, why);
}

/* NULL, or what is wrong with a key set that is fetched, and what to do. */
static const char *
ask_for_set(struct doctor *doctor, const struct config *config, const char *uri,
    const struct json *accepted, const char **remedy)
{
	struct doctor_answer answer;
	const char *why;

	if (!doctor_ask(doctor, config, uri, &answer, &why, remedy))
		return arena_printf(doctor->arena, "%.200s: %s", uri, why);
	why = fault_of_set(doctor->arena, uri, &answer, accepted);
	if (why != NULL)
		*remedy = doctor_fetch_remedy(doctor, uri, why);
	return why;
}

static const char *
fault_of_file(struct keyring *ring, const struct config_directory *directory,
    struct arena *arena)
{
	const struct keys *keys;
	const char *why = NULL;

	(void)keyring_directory(ring, directory->keys, KEYRING_CACHED,
	    time(NULL), arena, &keys, &why);
	return why;
}

static void
examine(struct doctor *doctor, struct keyring *ring,
    const struct config *config, const struct config_directory *directory,
    const struct json *accepted)
{
	const char *remedy = "put the key set of the directory into that file, "
			     "as its publisher has it now";
	const char *why = NULL;

	if (directory->keys != NULL && *directory->keys == '/' &&
	    !doctor_may(doctor, "directory", directory->keys, R_OK))
		return;
	if (directory->keys != NULL && *directory->keys != '/' &&
	    !doctor_mirrored(config, directory->keys))
		why = ask_for_set(
		    doctor, config, directory->keys, accepted, &remedy);
	else if (directory->keys != NULL)
		why = fault_of_file(ring, directory, doctor->arena);
	if (why == NULL && directory->member_ca != NULL) {
		remedy = NULL;
		(void)trust_load(doctor->arena, directory->member_ca, &why);
	}
	doctor_say(doctor, why != NULL ? FINDING_BAD : FINDING_GOOD,
	    "directory", remedy, "%s%s%s", directory->issuer,
	    why != NULL ? ": " : "", why != NULL ? why : "");
}

static void
say_shared(void *context, const char *line)
{
	doctor_say(context, FINDING_POOR, "directory",
	    "give each directory authorities of its own in member_ca", "%s",
	    line);
}

void
doctor_directories(struct doctor *doctor, const struct config *config,
    const struct profile *profile)
{
	const struct json *accepted =
	    profile != NULL ? profile_setting_of(profile->questions,
				  "statement_form", "algorithms")
			    : NULL;
	const struct keyring_setup setup = {
	    .policy = &config->fetch,
	    .mirrors = config->mirrors,
	    .cache = config->cache,
	};
	const struct config_directory *d = config->directories;
	const char *why = NULL;
	struct keyring *ring = keyring_open(&setup, doctor->arena, &why);

	if (ring == NULL)
		return; /* doctor_cache() tells of it */
	keyring_accept(ring, accepted);
	for (; d->issuer != NULL; d++)
		examine(doctor, ring, config, d, accepted);
	keyring_close(ring);
	directory_tell_shared(config, doctor->arena, say_shared, doctor);
}

/* Most responders are at http, and nothing else is. */
static bool
is_responder(
    struct doctor *doctor, const struct config *config, const char *host)
{
	const struct fetch_ocsp nothing = {"", 0};
	const char *why;
	size_t length;
	char *body;

	if (config->revocation.mode == REVOCATION_OFF ||
	    !config->revocation.ocsp)
		return false;
	return fetch_ocsp(&config->fetch,
		   arena_printf(doctor->arena, "http://%s/", host), &nothing, 1,
		   doctor->arena, &body, &length, &why) != FETCHED_UNREACHED;
}

static void
examine_host(
    struct doctor *doctor, const struct config *config, const char *host)
{
	const char *uri = arena_printf(doctor->arena, "https://%s/", host);
	struct doctor_answer answer;
	const char *why, *remedy;

	if (doctor_asked(doctor, host_origin(uri, doctor->arena)))
		return;
	if (doctor_ask(doctor, config, uri, &answer, &why, &remedy) ||
	    is_responder(doctor, config, host))
		doctor_say(doctor, FINDING_GOOD, "fetch", NULL, "%s", host);
	else
		doctor_say(doctor, FINDING_BAD, "fetch", remedy,
		    "%s: %s: whose keys are there cannot register", host, why);
}

/* Are requests signed by keys that a statement says where they are? */
static bool
fetches_keys(const struct profile *profile)
{
	return profile_question_of(profile->questions, "envelope_signature") !=
	       NULL;
}

void
doctor_hosts(struct doctor *doctor, const struct config *config,
    const struct profile *profile)
{
	const char *const *host = config->fetch.hosts;
	const bool named =
	    profile != NULL &&
	    judge_named_policy(config, profile, doctor->arena) != NULL;
	const bool none =
	    !named && (host == NULL || *host == NULL) &&
	    (config->mirrors == NULL || config->mirrors->prefix == NULL);

	if (none && profile != NULL && fetches_keys(profile))
		doctor_say(doctor, FINDING_BAD, "fetch",
		    "name the hosts of key sets in fetch.hosts of dcr.conf",
		    "there is no host that keys of software may be fetched "
		    "from, and no mirror: nobody can register");
	if (named)
		doctor_say(doctor, FINDING_GOOD, "fetch", NULL,
		    "and from whichever public host a true statement names");
	for (; host != NULL && *host != NULL; host++)
		examine_host(doctor, config, *host);
}
