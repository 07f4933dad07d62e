/* SPDX-License-Identifier: ISC */
/* Opens what judging needs, and looks whether the world has its part of it. */
#include <time.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/keyring/keyring.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/revocation.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/judge/regime.h"
#include "validators/lib/directory.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static void
close_keyring(void *ring)
{
	keyring_close(ring);
}

bool
judge_open_at(struct judge *judge, const struct config *config, int64_t at,
    struct arena *arena, const char **why)
{
	struct keyring_setup *setup = arena_alloc(arena, sizeof(*setup));

	judge->config = config;
	const char *trouble = NULL;
	judge->trace = NULL;
	judge->profile = regime_load_at(
	    arena, config->profile, config->overlay, at, &trouble);
	if (judge->profile == NULL) {
		*why = arena_printf(arena, "%s: %s", config->path, trouble);
		return false;
	}
	trouble = directory_wrong(config, judge->profile);
	if (trouble != NULL) {
		*why = arena_printf(arena, "%s: %s", config->path, trouble);
		return false;
	}
	if (!judge_lifetime(judge, arena, why) ||
	    !judge_locations(judge, arena, setup, why))
		return false;
	const struct trust *trust =
	    trust_load(arena, config->client_ca, &trouble);
	if (trust == NULL) {
		*why = arena_printf(
		    arena, "%s: client_ca: %s", config->path, trouble);
		return false;
	}
	judge->certificates = cert_memory_open(arena, trust);
	if (!directory_authorities(
		config, judge->profile, arena, trust, judge->certificates, why))
		return false;
	judge->revocation = revocation_open(arena, &config->revocation, trust);
	cert_memory_revocation(judge->certificates, judge->revocation);
	judge->keyring = keyring_open(setup, arena, &trouble);
	if (judge->keyring == NULL) {
		*why = arena_printf(arena, "%s: %s", config->path, trouble);
		return false;
	}
	arena_defer(arena, close_keyring, judge->keyring);
	keyring_accept(
	    judge->keyring, profile_setting_of(judge->profile->questions,
				(judge->profile->given & STATEMENT_CHAINED) != 0
				    ? "entity_chain"
				    : "statement_form",
				"algorithms"));
	return true;
}

bool
judge_open(struct judge *judge, const struct config *config,
    struct arena *arena, const char **why)
{
	return judge_open_at(judge, config, time(NULL), arena, why);
}

bool
judge_has_revocation(
    const struct judge *judge, struct arena *arena, const char **why)
{
	const char *fault = revocation_fault(judge->revocation, arena);

	if (fault != NULL)
		*why = arena_printf(
		    arena, "%s: crl: %s", judge->config->path, fault);
	return fault == NULL;
}

bool
judge_has_directories(
    const struct judge *judge, struct arena *arena, const char **why)
{
	const struct config *config = judge->config;
	const struct config_directory *d = config->directories;
	const struct keys *keys;
	const char *fault = NULL;

	for (; fault == NULL && d->issuer != NULL; d++) {
		if (d->keys == NULL)
			continue;
		if (*d->keys == '/')
			(void)keyring_directory(judge->keyring, d->keys,
			    KEYRING_CACHED, time(NULL), arena, &keys, &fault);
		else if (!fetch_allowed(&config->fetch, d->keys))
			fault = "its host is not in fetch.hosts";
		if (fault != NULL)
			*why = arena_printf(arena, "%s: directory: %s: %s",
			    config->path, d->issuer, fault);
	}
	return fault == NULL;
}
