/* SPDX-License-Identifier: ISC */
/* What the introspection endpoint of the bank's authorization server says of
 * access tokens (RFC 7662), and what it said lately. */
#include <errno.h>
#include <string.h>

#include "front/access/private.h"
#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/net/fetch.h"
#include "kit/percent.h"

/* What was said of one token, which is known by its hash alone. */
struct said {
	char hash[65];
	int64_t until;
	struct arena *arena; /* owns the claims */
	const struct json *claims;
};

struct introspection {
	const struct config *config;
	const char *secret;
	size_t next; /* the oldest, whose place is taken next */
	struct said said[LIMIT_INTROSPECTIONS];
};

static void
forget(void *thing)
{
	struct introspection *all = thing;

	for (size_t i = 0; i < LIMIT_INTROSPECTIONS; i++)
		arena_free(all->said[i].arena);
}

struct introspection *
introspection_open(
    const struct service *service, struct arena *arena, const char **why)
{
	const struct config *config = service->config;
	struct introspection *all = arena_alloc(arena, sizeof(*all));
	size_t length;

	char *secret = file_read(
	    arena, config->access_tokens->secret_file, LIMIT_FILE, &length);
	if (secret == NULL) {
		*why = arena_printf(arena, "%s: access_tokens.secret_file: %s",
		    config->path, strerror(errno));
		return NULL;
	}
	secret[strcspn(secret, "\r\n")] = '\0';
	if (*secret == '\0') {
		*why = arena_printf(arena, "%s: access_tokens.secret_file: %s",
		    config->path, "is empty");
		return NULL;
	}
	all->config = config;
	all->secret = secret;
	arena_defer(arena, forget, all);
	return all;
}

static const struct json *
remembered(const struct introspection *all, const char *hash, int64_t now)
{
	for (size_t i = 0; i < LIMIT_INTROSPECTIONS; i++)
		if (now < all->said[i].until &&
		    digest_equal(all->said[i].hash, hash))
			return all->said[i].claims;
	return NULL;
}

/* Remembers an answer, never past the token's own end.  A token that serves
 * nobody takes no place of one that does. */
static void
remember(struct introspection *all, const char *hash, const char *text,
    size_t length, int64_t now)
{
	struct said said = {
	    .until = now + LIMIT_INTROSPECTION_SECONDS, .arena = arena_new()};

	memcpy(said.hash, hash, sizeof(said.hash));
	said.claims = json_parse(said.arena, text, length, NULL);
	int64_t expires = moment_numeric(json_get(said.claims, "exp"));
	if (expires < said.until)
		said.until = expires;
	if (said.until <= now || !json_true(json_get(said.claims, "active"))) {
		arena_free(said.arena);
		return;
	}
	struct said *place = &all->said[all->next];
	all->next = (all->next + 1) % LIMIT_INTROSPECTIONS;
	arena_free(place->arena);
	*place = said;
}

/* b64token (RFC 6750 section 2.1) in a form: three of its characters are not
 * plain there. */
static const char *
form_of(struct arena *arena, const char *token)
{
	return arena_printf(arena, "token_type_hint=access_token&token=%s",
	    percent_encode(arena, token, "-._~"));
}

const struct json *
introspection_ask(struct introspection *all, const char *token, int64_t now,
    struct arena *arena, enum access_answer *answer, const char **why)
{
	const struct config_access_tokens *config = all->config->access_tokens;
	const struct fetch_form form = {
	    form_of(arena, token), config->client_id, all->secret};
	const char *hash = digest_hex(arena, token, strlen(token));
	const struct json *claims = remembered(all, hash, now);
	size_t length;
	char *body;

	if (claims == NULL) {
		*answer = ACCESS_UNABLE;
		if (fetch_post(&all->config->fetch, config->introspection,
			&form, LIMIT_BODY, arena, &body, &length,
			why) != FETCHED_OK)
			return NULL;
		remember(all, hash, body, length, now);
		claims = json_parse(arena, body, length, NULL);
		*why = "the introspection endpoint's answer must be a JSON "
		       "object";
		if (json_type(claims) != JSON_OBJECT)
			return NULL;
	}
	*answer = ACCESS_BAD;
	*why = "the introspection endpoint says that the token is not active";
	return json_true(json_get(claims, "active")) ? claims : NULL;
}
