/* SPDX-License-Identifier: ISC */
/* Finds the text or the JSON document at a URI: cached, or fetched. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "kit/keyring/private.h"
#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"

struct question {
	const struct keyring_setup *setup;
	const struct fetch_policy *policy;
	const char *uri;
	enum keyring_wish wish;
	time_t now;
	struct arena *arena;
	struct cached cache;
	const char **text;
	size_t *length;
	const char **why;
};

static enum keyring_answer
in_mirror(const struct question *q, const struct keyring_mirror *mirror)
{
	const char *path = keyring_mirror_path(mirror, q->uri, q->arena);

	if (path == NULL) {
		*q->why = "is not the URI of a file in the mirror";
		return KEYRING_FORBIDDEN;
	}
	*q->text = file_read(q->arena, path, LIMIT_JWKS, q->length);
	if (*q->text == NULL) {
		*q->why = arena_printf(q->arena, "%s", strerror(errno));
		return KEYRING_UNREACHABLE;
	}
	return KEYRING_FOUND;
}

/* Clients choose these URIs, so that there is no end of them.  Each host has
 * 256 places in the cache, and the text in one begins with a line of its URI;
 * of a failure there is that line alone. */
static struct cached
slot_of(const char *directory, const char *uri, struct arena *arena)
{
	const char *host = host_origin(uri, arena);
	const char *slot = digest_hex(arena, uri, strlen(uri));
	const char *name = arena_printf(arena, "sector %.2s %s", slot, host);

	return cache_named(
	    directory, digest_hex(arena, name, strlen(name)), "sector", arena);
}

/* The text that was kept of this URI, "" for a failure; NULL: nothing was
 * kept. */
static const char *
kept(const struct question *q, time_t *fetched, size_t *length)
{
	const size_t line = strlen(q->uri) + 1;
	char *text;

	if (!cache_time(&q->cache, fetched))
		return NULL;
	text = file_read(q->arena, q->cache.body, LIMIT_JWKS + line, length);
	if (text == NULL || *length < line ||
	    strncmp(text, q->uri, line - 1) != 0 || text[line - 1] != '\n')
		return NULL;
	*length -= line;
	return text + line;
}

static void
keep(const struct question *q, const char *body, size_t length, time_t when)
{
	const size_t line = strlen(q->uri) + 1;
	char *text = arena_alloc(q->arena, line + length + 1);

	memcpy(text, q->uri, line - 1);
	text[line - 1] = '\n';
	memcpy(text + line, body, length);
	cache_write(&q->cache, text, line + length, when);
}

/* Does the answer that was kept serve? */
static bool
had(const struct question *q, time_t now, enum keyring_answer *answer)
{
	const int seconds = q->wish == KEYRING_NEWER
				? LIMIT_KEYS_REFETCH_SECONDS
				: LIMIT_KEYS_FRESH_SECONDS;
	time_t fetched;
	size_t length;
	const char *text = kept(q, &fetched, &length);

	if (text == NULL ||
	    !cache_recent(fetched, now,
		length > 0 ? seconds : LIMIT_KEYS_FAILURE_SECONDS))
		return false;
	*q->why = "a fetch failed a moment ago";
	*answer = length > 0 ? KEYRING_FOUND : KEYRING_UNREACHABLE;
	*q->text = text;
	*q->length = length;
	return true;
}

static enum keyring_answer
fetch(const struct question *q)
{
	enum keyring_answer answer;
	struct host host;
	enum fetched fetched;
	char *body = NULL;
	size_t length = 0;

	if (!host_enter(
		&host, q->setup->cache, q->uri, q->now, q->arena, q->why))
		return KEYRING_UNREACHABLE;
	if (had(q, host_time(&host), &answer)) {
		host_leave(&host, true);
		return answer;
	}
	fetched = fetch_get(
	    q->policy, q->uri, LIMIT_JWKS, q->arena, &body, &length, q->why);
	keep(q, body != NULL ? body : "", length,
	    body != NULL ? q->now : host_time(&host));
	host_leave(&host, fetched != FETCHED_UNREACHED);
	if (fetched != FETCHED_OK)
		return KEYRING_UNREACHABLE;
	*q->text = body;
	*q->length = length;
	return KEYRING_FOUND;
}

enum keyring_answer
keyring_text(struct keyring *ring, const char *uri, bool named,
    enum keyring_wish wish, time_t now, struct arena *arena, const char **text,
    size_t *length, const char **why)
{
	const struct keyring_setup *setup = ring->setup;
	const struct keyring_mirror *mirror =
	    keyring_mirror_of(setup->mirrors, uri);
	struct question question = {setup, keyring_policy(setup, uri, named),
	    uri, wish, now, arena, {0}, text, length, why};
	enum keyring_answer answer;

	*text = NULL;
	*length = 0;
	*why = NULL;
	if (mirror != NULL)
		return in_mirror(&question, mirror);
	if (question.policy == NULL) {
		*why = "is not an https URI of a host that may be fetched from";
		return KEYRING_FORBIDDEN;
	}
	question.cache = slot_of(setup->cache, uri, arena);
	if (had(&question, now, &answer))
		return answer;
	return fetch(&question);
}

enum keyring_answer
keyring_document(struct keyring *ring, const char *uri, bool named,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct json **document, const char **why)
{
	const char *text;
	size_t length;
	const enum keyring_answer answer = keyring_text(
	    ring, uri, named, wish, now, arena, &text, &length, why);

	*document = answer == KEYRING_FOUND
			? json_parse_fetched(arena, text, length, NULL)
			: NULL;
	return answer;
}
