/* SPDX-License-Identifier: ISC */
/* Warns of values that are allowed and hardly meant. */
#include <string.h>

#include "commands/config/private.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/arena.h"
#include "kit/uri.h"
#include "validators/judge/judge.h"
#include "validators/lib/profile.h"

static const char *const times = "statement_times";

/* The settings of "statement_times" about the age; NULL: the regime does not
 * ask for it. */
static const struct profile_question *
age_of(const struct profile *profile)
{
	const struct profile_question *q =
	    profile_question_of(profile->questions, times);

	return q != NULL && json_string(json_get(
				q->clauses, "statement_times.age")) != NULL
		   ? q
		   : NULL;
}

/* As validators/statement_times.c decides. */
int64_t
config_statement_age(const struct config *config, const struct profile *profile)
{
	const struct profile_question *q = age_of(profile);
	int64_t seconds = 0;

	if (q == NULL ||
	    !json_integer(json_get(q->settings, "maximum_age"), &seconds))
		return 0;
	if (config->statement_max_age != 0 &&
	    (json_true(json_get(q->settings, "age_is_policy")) ||
		config->statement_max_age < seconds))
		return config->statement_max_age;
	return seconds;
}

static void
warn_statements(struct warner *warner)
{
	const struct config *config = warner->config;
	const int64_t told = config->statement_max_age;
	const int64_t held = config_statement_age(config, warner->profile);

	if (held == 0 && age_of(warner->profile) != NULL)
		config_warn(warner,
		    "profile %s: validators.statement_times.maximum_age: 0: "
		    "every statement is too old a second after its iat",
		    config->profile);
	if (told == 0 || told == held)
		return;
	if (held == 0)
		config_warn(warner,
		    "statement_max_age: has no effect: profile %s does not "
		    "bound the age of a statement",
		    config->profile);
	else
		config_warn(warner,
		    "statement_max_age: %lld: the %lld seconds of profile %s "
		    "hold, which can only be shortened",
		    (long long)told, (long long)held, config->profile);
}

static void
warn_registrations(struct warner *warner)
{
	const struct config *config = warner->config;
	const struct profile *profile = warner->profile;

	if (config->duplicates != NULL &&
	    strcmp(config->duplicates, "allow") == 0 &&
	    profile->duplicates != PROFILE_ALLOW)
		config_warn(warner,
		    "duplicates: allow: profile %s registers a software once",
		    config->profile);
	if (config->registration_access_token &&
	    profile->management.registration_access_token ==
		PROFILE_TOKEN_NEVER)
		config_warn(warner,
		    "registration_access_token: true: has no effect: profile "
		    "%s has no such token",
		    config->profile);
}

/* Clients and the programs of others compare identifiers byte by byte. */
static void
warn_issuer(struct warner *warner)
{
	const struct config *config = warner->config;
	const char *const *audience = config->audience;
	const size_t length = strlen(config->issuer);
	const char *host = strstr(config->issuer, "://");

	if (length > 0 && config->issuer[length - 1] == '/')
		config_warn(warner,
		    "issuer: ends in /, which clients that compare it without "
		    "one refuse (RFC 8414 section 3.3)");
	for (; host != NULL && *host != '\0'; host++)
		if (*host >= 'A' && *host <= 'Z') {
			config_warn(warner,
			    "issuer: has capital letters, and is compared byte "
			    "by byte");
			break;
		}
	while (*audience != NULL && strcmp(*audience, config->issuer) != 0)
		audience++;
	if (*audience == NULL)
		config_warn(warner,
		    "audience: does not name the issuer: a request that is "
		    "addressed to %s is refused",
		    config->issuer);
	if (config->access_tokens != NULL &&
	    strcmp(config->access_tokens->issuer, config->issuer) != 0)
		config_warn(warner,
		    "access_tokens.issuer: is another one than issuer, by "
		    "which clients know the server of their tokens");
}

static bool
takes_key_sets(const struct profile *profile)
{
	return json_get(profile->claims, "jwks_uri") != NULL ||
	       json_has_string(profile->members, "jwks_uri");
}

static void
warn_fetching(struct warner *warner)
{
	const struct config *config = warner->config;
	const char *const *hosts = config->fetch.hosts;
	struct uri uri;

	const struct fetch_policy *named =
	    judge_named_policy(config, warner->profile, warner->arena);

	if (named != NULL && named->private_addresses)
		config_warn(warner,
		    "fetch.statement and fetch.private_addresses: are both "
		    "true: a statement can lead inside of this network");
	if (*hosts == NULL && config->mirrors->prefix == NULL &&
	    named == NULL && takes_key_sets(warner->profile))
		config_warn(warner,
		    "fetch.hosts: is empty: the key set of no app can be "
		    "fetched, and a registration that needs one is answered "
		    "with 503");
	for (; *hosts != NULL; hosts++)
		if (!config->fetch.private_addresses &&
		    uri_parse(warner->arena,
			arena_printf(warner->arena, "https://%s", *hosts),
			&uri) &&
		    uri_host_is_local(uri.host))
			config_warn(warner,
			    "fetch.hosts: %s: is this machine, to which "
			    "nothing connects unless "
			    "\"fetch.private_addresses\" is true",
			    *hosts);
	if (config->revocation.mode == REVOCATION_OFF &&
	    (config->revocation.crl != NULL || config->revocation.ocsp))
		config_warn(warner,
		    "revocation: off: nobody looks into what %s says",
		    config->revocation.crl != NULL ? "crl" : "ocsp");
}

static void
warn_folders(struct warner *warner)
{
	const struct config *config = warner->config;
	const char *store =
	    strncmp(config->store, "bdb:", 4) == 0 ? config->store + 4 : "";

	if (strcmp(store, config->cache) == 0)
		config_warn(warner, "cache: is the folder of the store, too");
	if (config->keys != NULL &&
	    (strcmp(config->keys, store) == 0 ||
		strcmp(config->keys, config->cache) == 0))
		config_warn(warner,
		    "keys: is the folder of the store or the cache, too");
}

void
config_warn_values(struct warner *warner)
{
	warn_issuer(warner);
	warn_statements(warner);
	warn_registrations(warner);
	warn_fetching(warner);
	warn_folders(warner);
}
