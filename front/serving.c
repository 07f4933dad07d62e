/* SPDX-License-Identifier: ISC */
/* Opens the service of a process of many requests, and replaces it when it is
 * configured anew. */
#include "front/serving.h"

#include <string.h>
#include <time.h>

#include "front/front.h"
#include "front/metrics/metrics.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/log.h"
#include "kit/stamps.h"
#include "validators/lib/profile.h"

/* After a version of the profile would not do that has come into force. */
enum { AGAIN_SECONDS = 60 };

/* A service, and what goes with it. */
struct made {
	struct service service;
	struct arena *arena, *noted;
	struct stamps *stamps;
	const char *why; /* it would not do; the arena's */
};

/* Revocation lists and the keys that sign are not noted: those who use them see
 * by themselves that they have changed. */
static bool
make(struct made *made)
{
	bool good;

	*made = (struct made){.arena = arena_new(), .noted = arena_new()};
	made->stamps = stamps_new(made->noted);
	stamps_begin(made->stamps);
	good = service_open(&made->service, made->arena, &made->why);
	if (good && !service_ready(&made->service, made->arena, &made->why)) {
		service_close(&made->service);
		good = false;
	}
	stamps_end();
	return good;
}

static void
take(struct serving *serving, const struct made *made)
{
	const char *why = NULL;

	serving->service = made->service;
	serving->arena = made->arena;
	serving->ends = made->service.judge.profile->ends;
	if (!judge_has_directories(
		&serving->service.judge, serving->arena, &why))
		log_line("unable: %s", why);
}

static void
note(struct serving *serving, const struct made *made)
{
	arena_free(serving->noted);
	serving->noted = made->noted;
	serving->stamps = made->stamps;
}

bool
serving_open(struct serving *serving)
{
	static const struct log_setup usual;
	struct made made;

	log_open(&usual); /* also for what is wrong with dcr.conf */
	*serving = (struct serving){.looked = time(NULL)};
	if (make(&made)) {
		take(serving, &made);
		note(serving, &made);
		return true;
	}
	log_line("%s", made.why);
	arena_free(made.arena);
	arena_free(made.noted);
	return false;
}

/* The lists in memory may be newer than their files, and then say more: as long
 * as a file is at fault, no service that would read it takes the place of one
 * that has read it when it was good. */
static bool
has_its_lists(
    const struct serving *serving, const struct made *made, const char **why)
{
	const char *before = serving->service.config->revocation.crl;
	const char *after = made->service.config->revocation.crl;

	if (!judge_has_revocation(&made->service.judge, made->arena, why))
		return false;
	return before == NULL || after == NULL || strcmp(before, after) != 0 ||
	       judge_has_revocation(&serving->service.judge, made->arena, why);
}

/* The store that is open stays open, where it is the same. */
static void
keep_store(struct service *old, struct service *new)
{
	struct store *unused = new->store;

	new->sealed = old->sealed;
	if (strcmp(old->config->store, new->config->store) != 0)
		return;
	new->store = old->store;
	old->store = unused;
}

static void
replace(struct serving *serving, struct made *made)
{
	struct arena *before = serving->arena;

	keep_store(&serving->service, &made->service);
	service_close(&serving->service);
	take(serving, made);
	arena_free(before);
	metrics_reloaded(serving->service.metrics, true);
	log_line("reload: %s is in force as it is now, profile %s",
	    serving->service.config->path,
	    serving->service.judge.profile->judges_as);
}

static void
reload(struct serving *serving)
{
	struct made made;
	bool good = make(&made);

	note(serving, &made);
	if (good && !has_its_lists(serving, &made, &made.why)) {
		service_close(&made.service);
		good = false;
	}
	if (good) {
		replace(serving, &made);
		return;
	}
	log_open(&serving->service.config->log);
	if (serving->ends <= serving->looked)
		serving->ends = serving->looked + AGAIN_SECONDS;
	metrics_reloaded(serving->service.metrics, false);
	log_line("reload: REFUSED, and what was in force stays: %s", made.why);
	arena_free(made.arena);
}

void
serving_look(struct serving *serving, bool told)
{
	struct timespec now;

	if (!told && time(NULL) == serving->looked)
		return;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	serving->looked = now.tv_sec;
	if (told || now.tv_sec >= serving->ends ||
	    stamps_compare(serving->stamps, now) == STAMPS_CHANGED)
		reload(serving);
}

void
serving_close(struct serving *serving)
{
	service_close(&serving->service);
	arena_free(serving->arena);
	arena_free(serving->noted);
}
