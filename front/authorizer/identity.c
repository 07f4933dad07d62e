/* SPDX-License-Identifier: ISC */
/* Who calls an API, as the certificate and the token of the call prove it, and
 * the answers that were given lately. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "front/access/access.h"
#include "front/authorizer/authorize.h"
#include "front/authorizer/private.h"
#include "front/lib/bearer.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "kit/signing/signing.h"
#include "kit/x509/cert_memory.h"
#include "store/store.h"
#include "validators/lib/roles.h"

/* An identity, known by the hash of what has proved it. */
struct kept {
	char key[65];
	uint64_t clients; /* the generation of the store, before it was asked */
	uint64_t keys;	  /* the edition of our signing keys */
	uint64_t lists;	  /* the edition of the revocation lists */
	int64_t since, until;
	struct arena *arena; /* NULL: an empty place */
	struct identity identity;
};

struct identities {
	struct arena *arena;
	struct kept *kept; /* LIMIT_PASSES of them; NULL: none was needed yet */
};

static void
forget(void *thing)
{
	struct identities *identities = thing;

	for (size_t i = 0; i < LIMIT_PASSES; i++)
		arena_free(identities->kept[i].arena);
}

struct identities *
identities_open(struct arena *arena)
{
	struct identities *identities = arena_alloc(arena, sizeof(*identities));

	identities->arena = arena;
	return identities;
}

/* The token and the web server's word come first: neither has line ends. */
static const char *
key_of(const struct request *request, const char *token, struct arena *arena)
{
	const char *parts[] = {token != NULL ? token : "",
	    request->client_verify != NULL ? request->client_verify : "",
	    request->client_cert};
	size_t room = sizeof(parts) / sizeof(parts[0]);
	char *text, *end;

	for (size_t i = 0; i < 3; i++)
		room += strlen(parts[i]);
	text = end = arena_alloc(arena, room);
	for (size_t i = 0; i < 3; i++)
		end = stpcpy(stpcpy(end, i > 0 ? "\n" : ""), parts[i]);
	return digest_hex(arena, text, (size_t)(end - text));
}

static struct kept *
place_of(struct identities *identities, const char *key)
{
	char digits[9] = "";

	if (identities->kept == NULL) {
		identities->kept = arena_alloc(identities->arena,
		    LIMIT_PASSES * sizeof(*identities->kept));
		arena_defer(identities->arena, forget, identities);
	}
	memcpy(digits, key, sizeof(digits) - 1);
	return &identities->kept[strtoul(digits, NULL, 16) % LIMIT_PASSES];
}

/* The state of the world that an answer is true of: each number is another one
 * once something has changed.  clients 0: nobody can tell. */
struct moment {
	uint64_t clients, keys, lists;
	int64_t now;
};

static bool
serves(const struct kept *kept, const char *key, const struct moment *moment)
{
	return strcmp(kept->key, key) == 0 && moment->clients != 0 &&
	       kept->clients == moment->clients && kept->keys == moment->keys &&
	       kept->lists == moment->lists && kept->since <= moment->now &&
	       moment->now < kept->until;
}

static void
keep(struct kept *kept, const char *key, const struct moment *moment,
    int64_t until, const struct identity *identity)
{
	arena_free(kept->arena);
	*kept = (struct kept){.clients = moment->clients,
	    .keys = moment->keys,
	    .lists = moment->lists,
	    .since = moment->now,
	    .until = until,
	    .arena = arena_new()};
	memcpy(kept->key, key, sizeof(kept->key));
	kept->identity = (struct identity){
	    .client_id = arena_strdup(kept->arena, identity->client_id),
	    .software_id = arena_strdup(kept->arena, identity->software_id),
	    .organisation = arena_strdup(kept->arena, identity->organisation),
	    .roles = arena_strdup(kept->arena, identity->roles),
	    .scope = arena_strdup(kept->arena, identity->scope),
	    .user = identity->user,
	};
}

/* An access token of any client serves if it is bound to the certificate, also
 * one that a user has given the client. */
static struct reply *
by_token(const struct service *service, const struct submission *caller,
    const char *token, struct identity *out, int64_t *until)
{
	struct arena *arena = caller->arena;
	struct access access;
	const char *why = NULL;

	switch (
	    access_read(service, token, caller->now, arena, &access, &why)) {
	case ACCESS_UNABLE:
		return reply_unable(arena, why);
	case ACCESS_BAD:
		return bearer_refuse(arena, true);
	case ACCESS_GOOD:
		break;
	}
	if (!access_bound(&access, caller->cert, true))
		return bearer_refuse(arena, true);
	if (access.expires < *until)
		*until = access.expires;
	/* front/access/introspection.c remembers by itself. */
	if (service->introspection != NULL)
		*until = caller->now;
	struct reply *reply = identity_of_token(service, caller, &access, out);
	if (reply == NULL)
		out->scope = roles_certified(caller, out->scope);
	out->user = access.user;
	return reply;
}

static struct reply *
give(const struct service *service, const struct request *request,
    const char *token, struct arena *arena, int64_t now, struct identity *out,
    int64_t *until)
{
	struct submission caller;
	struct verdict verdict;

	judge_caller(&service->judge, request, arena, now, &caller, &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return bearer_verdict(arena, &verdict);
	*until = now + LIMIT_PASS_SECONDS;
	if (cert_not_after(caller.cert) < *until)
		*until = cert_not_after(caller.cert);
	if (cert_memory_until(caller.certificates) < *until)
		*until = cert_memory_until(caller.certificates);
	*out = (struct identity){.scope = NULL};
	return token != NULL ? by_token(service, &caller, token, out, until)
			     : identity_of_certificate(service, &caller, out);
}

/* The moment is taken before store and keys are asked, so that what changes
 * meanwhile makes another one. */
static struct reply *
now_is(const struct service *service, bool token, struct arena *arena,
    struct moment *out)
{
	const char *why = NULL;

	out->now = time(NULL);
	out->clients = service->store->ops->generation(service->store);
	out->lists = cert_memory_edition(service->judge.certificates);
	out->keys = 0;
	if (!token || service->signing == NULL)
		return NULL;
	out->keys = signing_edition(service->signing, arena, &why);
	return out->keys != 0 ? NULL : reply_unable(arena, why);
}

struct reply *
identity_prove(const struct service *service, const struct request *request,
    bool with_token, struct arena *arena, struct identity *out)
{
	const char *token = with_token ? bearer_token(request) : NULL;
	struct moment moment;
	const char *key = NULL;
	struct kept *kept = NULL;
	int64_t until;

	if (with_token && token == NULL)
		return bearer_refuse(arena, false);
	struct reply *reply = now_is(service, with_token, arena, &moment);
	if (reply != NULL)
		return reply;
	if (request->client_cert != NULL) {
		key = key_of(request, token, arena);
		kept = place_of(service->identities, key);
	}
	if (kept != NULL && serves(kept, key, &moment)) {
		*out = kept->identity;
		return NULL;
	}
	until = moment.now;
	reply = give(service, request, token, arena, moment.now, out, &until);
	if (reply == NULL && kept != NULL && moment.clients != 0)
		keep(kept, key, &moment, until, out);
	return reply;
}
