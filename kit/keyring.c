/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/fetch.h"
#include "kit/file.h"
#include "kit/keyring.h"
#include "kit/keyring_cache.h"
#include "kit/keyring_mirror.h"
#include "kit/keys.h"
#include "kit/limits.h"

struct entry {
	char *source;
	struct keys *keys;
	uint64_t used;	   /* the ring's count of answers when it last served */
	time_t fetched;	   /* of a URI */
	struct stat stamp; /* of a file */
};

struct keyring {
	const struct keyring_setup *setup;
	uint64_t answers;
	size_t count;
	struct entry entries[LIMIT_KEY_SETS];
};

struct question {
	struct keyring *ring;
	const char *source;
	enum keyring_wish wish;
	time_t now;
	struct arena *arena;
	const struct keys **keys;
	const char **why;
};

struct keyring *
keyring_open(
    const struct keyring_setup *setup, struct arena *arena, const char **why)
{
	struct keyring *ring;

	if (!keyring_cache_usable(setup->cache, arena, why))
		return NULL;
	ring = calloc(1, sizeof(*ring));
	if (ring == NULL)
		abort();
	ring->setup = setup;
	return ring;
}

const struct keyring_setup *
keyring_setup_of(const struct keyring *ring)
{
	return ring->setup;
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

static struct entry *
find(struct keyring *ring, const char *source)
{
	for (size_t i = 0; i < ring->count; i++) {
		if (strcmp(ring->entries[i].source, source) == 0)
			return &ring->entries[i];
	}
	return NULL;
}

/* A slot that is free, or the one that has not served for longest. */
static struct entry *
make_room(struct keyring *ring)
{
	struct entry *oldest = &ring->entries[0];

	if (ring->count < LIMIT_KEY_SETS)
		return &ring->entries[ring->count++];
	for (size_t i = 1; i < ring->count; i++) {
		if (ring->entries[i].used < oldest->used)
			oldest = &ring->entries[i];
	}
	return oldest;
}

/* Takes the keys over. */
static struct entry *
keep(struct keyring *ring, const char *source, struct keys *keys)
{
	struct entry *entry = find(ring, source);
	char *name = entry == NULL ? strdup(source) : entry->source;

	if (name == NULL)
		abort();
	if (entry == NULL) {
		entry = make_room(ring);
		free(entry->source);
	}
	keys_free(entry->keys);
	*entry = (struct entry){.source = name, .keys = keys};
	return entry;
}

static enum keyring_answer
found(const struct question *question, struct entry *entry)
{
	entry->used = ++question->ring->answers;
	*question->keys = entry->keys;
	return KEYRING_FOUND;
}

static enum keyring_answer
unreachable(
    const struct question *question, const char *place, const char *what)
{
	*question->why =
	    arena_printf(question->arena, "%.200s: %s", place, what);
	return KEYRING_UNREACHABLE;
}

static enum keyring_answer
in_file(const struct question *question, const char *path)
{
	struct entry *entry = find(question->ring, question->source);
	struct stat stamp;
	struct keys *keys;
	const char *what;
	size_t length;
	char *text;

	/* Before reading: what changes in between is read again next time. */
	if (stat(path, &stamp) == -1)
		return unreachable(question, path, strerror(errno));
	if (entry != NULL && file_unchanged(&entry->stamp, &stamp))
		return found(question, entry);
	text = file_read(question->arena, path, LIMIT_FILE, &length);
	if (text == NULL)
		return unreachable(question, path, strerror(errno));
	keys = keys_parse(text, length, &what);
	if (keys == NULL)
		return unreachable(question, path, what);
	entry = keep(question->ring, question->source, keys);
	entry->stamp = stamp;
	return found(question, entry);
}

static enum keyring_answer
in_mirror(const struct question *question, const struct keyring_mirror *mirror)
{
	const char *path =
	    keyring_mirror_path(mirror, question->source, question->arena);

	if (path != NULL)
		return in_file(question, path);
	*question->why = arena_printf(question->arena,
	    "%.200s: names no file of the mirror", question->source);
	return KEYRING_FORBIDDEN;
}

/* The memory's set or the directory's, whichever is newer and still fresh. */
static struct entry *
newest(const struct question *question, const struct keyring_cache *cache,
    struct entry *held)
{
	struct keys *keys;
	time_t fetched;

	if (!keyring_cache_time(cache, &fetched) ||
	    !keyring_cache_recent(
		fetched, question->now, LIMIT_KEYS_FRESH_SECONDS) ||
	    (held != NULL && held->fetched >= fetched))
		return held;
	keys = keyring_cache_read(cache, question->arena);
	if (keys == NULL)
		return held;
	held = keep(question->ring, question->source, keys);
	held->fetched = fetched;
	return held;
}

static enum keyring_answer
fetch(const struct question *question, const struct keyring_cache *cache)
{
	struct keys *keys;
	struct entry *entry;
	const char *what;
	size_t length;
	char *body;

	if (fetch_get(question->ring->setup->policy, question->source,
		LIMIT_JWKS, question->arena, &body, &length,
		question->why) != FETCHED_OK) {
		keyring_cache_fail(cache, question->now);
		return KEYRING_UNREACHABLE;
	}
	keys = keys_parse(body, length, &what);
	if (keys == NULL) {
		keyring_cache_fail(cache, question->now);
		return unreachable(question, question->source, what);
	}
	keyring_cache_write(cache, body, length, question->now);
	entry = keep(question->ring, question->source, keys);
	entry->fetched = question->now;
	return found(question, entry);
}

static enum keyring_answer
at_uri(const struct question *question)
{
	struct entry *held = find(question->ring, question->source);
	struct keyring_cache cache;

	if (held != NULL && !keyring_cache_recent(held->fetched, question->now,
				LIMIT_KEYS_FRESH_SECONDS))
		held = NULL;
	if (held != NULL && question->wish == KEYRING_CACHED)
		return found(question, held);
	cache = keyring_cache_at(
	    question->ring->setup->cache, question->source, question->arena);
	held = newest(question, &cache, held);
	if (held != NULL && (question->wish == KEYRING_CACHED ||
				keyring_cache_recent(held->fetched,
				    question->now, LIMIT_KEYS_REFETCH_SECONDS)))
		return found(question, held);
	if (keyring_cache_failed(&cache, question->now))
		return unreachable(
		    question, question->source, "a fetch failed a moment ago");
	return fetch(question, &cache);
}

enum keyring_answer
keyring_at(struct keyring *ring, const char *source, enum keyring_wish wish,
    time_t now, struct arena *arena, const struct keys **keys, const char **why)
{
	const struct question question = {
	    ring, source, wish, now, arena, keys, why};
	const struct keyring_mirror *mirror =
	    keyring_mirror_of(ring->setup->mirrors, source);

	*keys = NULL;
	*why = NULL;
	if (mirror != NULL)
		return in_mirror(&question, mirror);
	if (ring->setup->policy == NULL ||
	    !fetch_allowed(ring->setup->policy, source)) {
		*why = arena_printf(arena,
		    "%.200s: no https URI of a host that may be fetched from",
		    source);
		return KEYRING_FORBIDDEN;
	}
	return at_uri(&question);
}

enum keyring_answer
keyring_file(struct keyring *ring, const char *path, struct arena *arena,
    const struct keys **keys, const char **why)
{
	const struct question question = {.ring = ring,
	    .source = path,
	    .arena = arena,
	    .keys = keys,
	    .why = why};

	*keys = NULL;
	*why = NULL;
	return in_file(&question, path);
}

enum keyring_answer
keyring_directory(struct keyring *ring, const char *place,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct keys **keys, const char **why)
{
	const enum keyring_answer answer =
	    *place == '/'
		? keyring_file(ring, place, arena, keys, why)
		: keyring_at(ring, place, wish, now, arena, keys, why);

	if (answer != KEYRING_FOUND || keys_can_verify(*keys))
		return answer;
	*why = arena_printf(
	    arena, "%.200s: no key in it can verify PS256 or ES256", place);
	return KEYRING_UNREACHABLE;
}
