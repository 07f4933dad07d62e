/* SPDX-License-Identifier: ISC */
/* Finds the key set of a URI or a file: in memory, cached, or fetched. */
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/jose/keys.h"
#include "kit/keyring/private.h"
#include "kit/net/cache.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"

struct keyring *
keyring_open(
    const struct keyring_setup *setup, struct arena *arena, const char **why)
{
	struct keyring *ring;

	if (!cache_usable(setup->cache, arena, why))
		return NULL;
	ring = malloc(sizeof(*ring)); /* most places are never touched */
	if (ring == NULL)
		abort();
	ring->setup = setup;
	ring->accepted = NULL;
	ring->answers = 0;
	ring->count = 0;
	return ring;
}

void
keyring_accept(struct keyring *ring, const struct json *algorithms)
{
	ring->accepted = algorithms;
}

void
keyring_close(struct keyring *ring)
{
	if (ring == NULL)
		return;
	for (size_t i = 0; i < ring->count; i++) {
		free(ring->entries[i].source);
		keys_free(ring->entries[i].keys);
	}
	free(ring);
}

static enum keyring_answer
in_mirror(const struct keyring_question *question,
    const struct keyring_mirror *mirror)
{
	const char *path =
	    keyring_mirror_path(mirror, question->source, question->arena);

	if (path != NULL)
		return keyring_in_file(question, path);
	*question->why = arena_printf(question->arena,
	    "%.200s: is not the URI of a file in the mirror", question->source);
	return KEYRING_FORBIDDEN;
}

static struct cached
cached_at(const struct keyring_question *question)
{
	const char *uri = question->source;

	return cache_named(question->ring->setup->cache,
	    digest_hex(question->arena, uri, strlen(uri)), "jwks",
	    question->arena);
}

/* The keys in the cache; NULL when there are none, or damaged ones. */
static struct keys *
cached_keys(const struct cached *cache, struct arena *arena)
{
	size_t length;
	const char *why;
	char *text = file_read(arena, cache->body, LIMIT_JWKS, &length);

	return text == NULL ? NULL : keys_parse(text, length, &why);
}

/* The set in memory or in the cache folder, whichever is newer and still
 * fresh. */
static struct keyring_entry *
newest(const struct keyring_question *question, const struct cached *cache,
    struct keyring_entry *held)
{
	struct keys *keys;
	time_t fetched;

	if (!cache_time(cache, &fetched) ||
	    !cache_recent(fetched, question->now, LIMIT_KEYS_FRESH_SECONDS) ||
	    (held != NULL && held->fetched >= fetched))
		return held;
	keys = cached_keys(cache, question->arena);
	if (keys == NULL)
		return held;
	held = keyring_keep(question->ring, question->source, keys);
	held->fetched = fetched;
	return held;
}

/* The text that the fetch brought; NULL: there is none. */
static char *
get(const struct keyring_question *question, struct host *host, size_t *length)
{
	char *body = NULL;
	enum fetched fetched = fetch_get(question->policy, question->source,
	    LIMIT_JWKS, question->arena, &body, length, question->why);

	host_leave(host, fetched != FETCHED_UNREACHED);
	if (fetched == FETCHED_ABSENT &&
	    question->wish == KEYRING_CACHED_IF_ANY) {
		body = arena_strdup(question->arena, KEYRING_NO_KEYS);
		*length = sizeof(KEYRING_NO_KEYS) - 1;
	}
	return body;
}

static enum keyring_answer
fetch(const struct keyring_question *question, const struct cached *cache,
    struct host *host)
{
	struct keyring_entry *entry;
	struct keys *keys = NULL;
	const char *what;
	size_t length;
	char *body = get(question, host, &length);

	if (body == NULL) {
		cache_fail(cache, host_time(host));
		return KEYRING_UNREACHABLE;
	}
	keys = keys_parse(body, length, &what);
	if (keys == NULL) {
		cache_fail(cache, host_time(host));
		return keyring_unreachable(question, question->source, what);
	}
	cache_write(cache, body, length, question->now);
	entry = keyring_keep(question->ring, question->source, keys);
	entry->fetched = question->now;
	return keyring_found(question, entry);
}

static bool
serves(
    const struct keyring_question *question, const struct keyring_entry *held)
{
	return held != NULL && (question->wish != KEYRING_NEWER ||
				   cache_recent(held->fetched, question->now,
				       LIMIT_KEYS_REFETCH_SECONDS));
}

/* Fetches in turn: another process may have fetched the set while this one
 * waited. */
static enum keyring_answer
after_others(const struct keyring_question *question,
    const struct cached *cache, struct keyring_entry *held)
{
	struct host host;

	if (!host_enter(&host, cache->directory, question->source,
		question->now, question->arena, question->why))
		return KEYRING_UNREACHABLE;
	held = newest(question, cache, held);
	if (!serves(question, held) && !cache_failed(cache, host_time(&host)))
		return fetch(question, cache, &host);
	host_leave(&host, true);
	return serves(question, held)
		   ? keyring_found(question, held)
		   : keyring_unreachable(question, question->source,
			 "a fetch failed a moment ago");
}

static enum keyring_answer
at_uri(const struct keyring_question *question)
{
	struct keyring_entry *held =
	    keyring_find(question->ring, question->source);
	struct cached cache;

	if (held != NULL && !cache_recent(held->fetched, question->now,
				LIMIT_KEYS_FRESH_SECONDS))
		held = NULL;
	if (held != NULL && question->wish != KEYRING_NEWER)
		return keyring_found(question, held);
	cache = cached_at(question);
	held = newest(question, &cache, held);
	if (serves(question, held))
		return keyring_found(question, held);
	if (cache_failed(&cache, question->now))
		return keyring_unreachable(
		    question, question->source, "a fetch failed a moment ago");
	return after_others(question, &cache, held);
}

const struct fetch_policy *
keyring_policy(const struct keyring_setup *setup, const char *uri, bool named)
{
	if (setup->policy != NULL && fetch_allowed(setup->policy, uri))
		return setup->policy;
	return named && setup->named != NULL && fetch_allowed(setup->named, uri)
		   ? setup->named
		   : NULL;
}

static enum keyring_answer
at(struct keyring_question *question, bool named)
{
	const struct keyring_setup *setup = question->ring->setup;
	const struct keyring_mirror *mirror =
	    keyring_mirror_of(setup->mirrors, question->source);

	*question->keys = NULL;
	*question->why = NULL;
	if (mirror != NULL)
		return in_mirror(question, mirror);
	question->policy = keyring_policy(setup, question->source, named);
	if (question->policy != NULL)
		return at_uri(question);
	*question->why = arena_printf(question->arena,
	    "%.200s: is not an https URI of a host that may be fetched from",
	    question->source);
	return KEYRING_FORBIDDEN;
}

enum keyring_answer
keyring_at(struct keyring *ring, const char *source, enum keyring_wish wish,
    time_t now, struct arena *arena, const struct keys **keys, const char **why)
{
	struct keyring_question question = {
	    ring, source, wish, now, arena, keys, why, NULL};

	return at(&question, false);
}

enum keyring_answer
keyring_named(struct keyring *ring, const char *source, enum keyring_wish wish,
    time_t now, struct arena *arena, const struct keys **keys, const char **why)
{
	struct keyring_question question = {
	    ring, source, wish, now, arena, keys, why, NULL};

	return at(&question, true);
}

enum keyring_answer
keyring_file(struct keyring *ring, const char *path, struct arena *arena,
    const struct keys **keys, const char **why)
{
	const struct keyring_question question = {.ring = ring,
	    .source = path,
	    .arena = arena,
	    .keys = keys,
	    .why = why};

	*keys = NULL;
	*why = NULL;
	return keyring_in_file(&question, path);
}

enum keyring_answer
keyring_directory(struct keyring *ring, const char *source,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct keys **keys, const char **why)
{
	const enum keyring_answer answer =
	    *source == '/'
		? keyring_file(ring, source, arena, keys, why)
		: keyring_at(ring, source, wish, now, arena, keys, why);

	if (answer != KEYRING_FOUND || keys_can_verify(*keys, ring->accepted))
		return answer;
	*why = arena_printf(arena, "%.200s: has no key that can verify %s",
	    source, keys_accepted_text(arena, ring->accepted));
	return KEYRING_UNREACHABLE;
}

bool
keyring_again(bool found, enum keyring_wish *wish)
{
	bool again = !found && *wish != KEYRING_NEWER;

	*wish = KEYRING_NEWER;
	return again;
}
