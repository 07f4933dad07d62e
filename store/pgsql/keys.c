/* SPDX-License-Identifier: ISC */
/*
 * Publishes the public keys of all machines that share the store.  To put a key
 * twice is as good as once, so a commit whose answer was lost is simply done
 * again.
 */
#include "kit/arena.h"
#include "store/pgsql/private.h"
#include "store/lib/stored_key.h"

#define LONG_OVER 86400 /* seconds, more than any clock may be wrong */

struct publishing {
	const struct stored_key *keys;
	size_t count;
	int64_t now;
};

static enum upshot
publish_work(struct pgsql *p, struct pgsql_job *job)
{
	const struct publishing *publishing = job->argument;
	struct pgsql_values over = {.count = 0};
	enum upshot outcome = PGSQL_DONE;
	int64_t rows;

	for (size_t i = 0; outcome == PGSQL_DONE && i < publishing->count;
	     i++) {
		struct pgsql_values values = {.count = 0};

		pgsql_text(&values, publishing->keys[i].kid);
		pgsql_text(&values, publishing->keys[i].jwk);
		pgsql_number(&values, publishing->keys[i].until);
		outcome = pgsql_do(p, PUBLISH_KEY, &values, &rows);
	}
	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_number(&over, publishing->now - LONG_OVER);
	return pgsql_do(p, SWEEP_KEYS, &over, &rows);
}

enum stored
pgsql_publish(struct store *store, const struct stored_key *keys, size_t count,
    int64_t now)
{
	struct publishing publishing = {keys, count, now};
	struct pgsql_job job = {.work = publish_work,
	    .argument = &publishing,
	    .name = "publish",
	    .writes = true};

	return pgsql_run((struct pgsql *)store, &job);
}

static enum upshot
unpublish_work(struct pgsql *p, struct pgsql_job *job)
{
	struct pgsql_values values = {.count = 0};
	enum upshot outcome;
	int64_t rows;

	pgsql_text(&values, job->argument);
	outcome = pgsql_do(p, UNPUBLISH_KEY, &values, &rows);
	/* The first attempt's answer may have been lost. */
	return outcome == PGSQL_DONE && rows == 0 && !job->unsure
		   ? PGSQL_MISSING
		   : outcome;
}

enum stored
pgsql_unpublish(struct store *store, const char *kid)
{
	struct pgsql_job job = {.work = unpublish_work,
	    .argument = (void *)(uintptr_t)kid,
	    .name = "unpublish",
	    .writes = true};

	return pgsql_run((struct pgsql *)store, &job);
}

struct listing {
	int64_t now;
	struct arena *arena;
	struct stored_key *keys;
	int count;
};

static enum upshot
list_work(struct pgsql *p, struct pgsql_job *job)
{
	struct listing *listing = job->argument;
	struct pgsql_values values = {.count = 0};
	PGresult *result;
	enum upshot outcome;

	pgsql_number(&values, listing->now);
	outcome = pgsql_ask(p, EACH_KEY, &values, &result);
	if (outcome != PGSQL_DONE)
		return outcome;
	listing->count = p->pq->rows(result);
	listing->keys = arena_alloc(listing->arena,
	    ((size_t)listing->count + 1) * sizeof(*listing->keys));
	for (int i = 0; outcome == PGSQL_DONE && i < listing->count; i++) {
		struct stored_key *key = &listing->keys[i];

		if (!pgsql_get_text(
			p, result, i, 0, listing->arena, &key->kid) ||
		    !pgsql_get_text(
			p, result, i, 1, listing->arena, &key->jwk) ||
		    !pgsql_get_number(p, result, i, 2, &key->until))
			outcome = PGSQL_FAILED;
	}
	p->pq->clear(result);
	return outcome;
}

enum stored
pgsql_published(struct store *store, int64_t now,
    bool (*each)(void *context, const struct stored_key *key), void *context)
{
	struct listing listing = {.now = now, .arena = arena_new()};
	struct pgsql_job job = {
	    .work = list_work, .argument = &listing, .name = "published"};
	const enum stored stored = pgsql_run((struct pgsql *)store, &job);

	for (int i = 0; stored == STORED_OK && i < listing.count; i++)
		if (!each(context, &listing.keys[i]))
			break;
	arena_free(listing.arena);
	return stored;
}
