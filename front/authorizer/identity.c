/* SPDX-License-Identifier: ISC */
/* Who calls an API, as the certificate and the token of the call prove it, and
 * the answers that were given lately. */
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "front/access/access.h"
#include "front/authorizer/authorize.h"
#include "front/authorizer/private.h"
#include "front/lib/bearer.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "kit/signing/signing.h"
#include "kit/x509/cert_memory.h"
#include "store/store.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/refusals/refusals.h"

/* How much of the end of a text is looked at to find its place. */
enum { TAIL = 96 };

/* What proves an identity, as it came. */
struct proof {
	const char *token;  /* "": none is asked for */
	const char *verify; /* the web server's word; "": none */
	const char *cert;
};

/* An identity, known by what has proved it. */
struct kept {
	struct proof proof;
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

static struct proof
proof_of(const struct request *request, const char *token)
{
	const char *verify = request->client_verify;
	const char *cert = request->client_cert;

	return (struct proof){token != NULL ? token : "",
	    verify != NULL ? verify : "", cert != NULL ? cert : ""};
}

/* The token is a secret. */
static bool
is_same(const struct proof *a, const struct proof *b)
{
	return strcmp(a->cert, b->cert) == 0 &&
	       strcmp(a->verify, b->verify) == 0 &&
	       digest_equal(a->token, b->token);
}

/* A signature, which is at the end of a token as of a certificate, tells one
 * from another: by FNV-1a. */
static struct kept *
place_of(struct identities *identities, const struct proof *proof)
{
	const char *text = *proof->token != '\0' ? proof->token : proof->cert;
	const size_t length = strlen(text);
	uint32_t hash = UINT32_C(2166136261);

	if (identities->kept == NULL) {
		identities->kept = arena_alloc(identities->arena,
		    LIMIT_PASSES * sizeof(*identities->kept));
		arena_defer(identities->arena, forget, identities);
	}
	for (size_t i = length > TAIL ? length - TAIL : 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT32_C(16777619);
	return &identities->kept[hash % LIMIT_PASSES];
}

/* The state of the world that an answer is true of: each number is another one
 * once something has changed.  clients 0: nobody can tell. */
struct moment {
	uint64_t clients, keys, lists;
	int64_t now;
};

static bool
serves(const struct kept *kept, const struct proof *proof,
    const struct moment *moment)
{
	return kept->arena != NULL && moment->clients != 0 &&
	       kept->clients == moment->clients && kept->keys == moment->keys &&
	       kept->lists == moment->lists && kept->since <= moment->now &&
	       moment->now < kept->until && is_same(&kept->proof, proof);
}

/* Copies the text, if there is one, to where *end is. */
static const char *
put(char **end, const char *text)
{
	char *copy = *end;

	if (text == NULL)
		return NULL;
	*end = stpcpy(copy, text) + 1;
	return copy;
}

static size_t
size_of(const char *const *texts)
{
	size_t size = 0;

	for (; *texts != NULL; texts++)
		size += strlen(*texts) + 1;
	return size;
}

/* All texts are one piece of memory: there are many places. */
static void
keep(struct kept *kept, const struct proof *proof, const struct moment *moment,
    int64_t until, const struct identity *who)
{
	const char *const texts[] = {proof->token, proof->verify, proof->cert,
	    who->client_id, who->software_id, who->organisation, who->roles,
	    who->scope, NULL};
	struct arena *arena = arena_new();
	char *end = arena_alloc(arena, size_of(texts));

	arena_free(kept->arena);
	*kept =
	    (struct kept){.proof = {put(&end, proof->token),
			      put(&end, proof->verify), put(&end, proof->cert)},
		.clients = moment->clients,
		.keys = moment->keys,
		.lists = moment->lists,
		.since = moment->now,
		.until = until,
		.arena = arena,
		.identity = {put(&end, who->client_id),
		    put(&end, who->software_id), put(&end, who->organisation),
		    put(&end, who->roles), put(&end, who->scope), who->user}};
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
	    access_vouched(service, token, caller->now, arena, &access, &why)) {
	case ACCESS_UNABLE:
		return reply_unable(arena, why);
	case ACCESS_BAD:
		return bearer_refuse(
		    arena, &refusals_access_token[ACCESS_TOKEN_INVALID], why);
	case ACCESS_GOOD:
		break;
	}
	if (!access_bound(&access, caller->cert, caller->cert != NULL))
		return access_refuse_certificate(arena);
	if (access.expires < *until)
		*until = access.expires;
	/* front/access/introspection.c remembers by itself. */
	if (service->introspection != NULL)
		*until = caller->now;
	struct reply *reply =
	    identity_of_token(service, caller, &access, out, until);
	if (reply == NULL)
		out->scope = roles_certified(caller, out->scope);
	else
		reply->client_id = access.client_id;
	out->user = access.user;
	return reply;
}

static void
limit_to_certificate(const struct submission *caller, int64_t *until)
{
	if (cert_not_after(caller->cert) < *until)
		*until = cert_not_after(caller->cert);
	if (cert_memory_until(caller->certificates) < *until)
		*until = cert_memory_until(caller->certificates);
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
	if (caller.cert != NULL)
		limit_to_certificate(&caller, until);
	*out = (struct identity){.scope = NULL};
	return token != NULL
		   ? by_token(service, &caller, token, out, until)
		   : identity_of_certificate(service, &caller, out, until);
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
	if (!token || service->config->issuing == NULL)
		return NULL;
	out->keys = signing_edition(service->signing, arena, &why);
	return out->keys != 0 ? NULL : reply_unable(arena, why);
}

struct reply *
identity_prove(const struct service *service, const struct request *request,
    bool with_token, struct arena *arena, struct identity *out)
{
	const bool plain = profile_connection_is_plain(service->judge.profile);
	const char *token = with_token || plain ? bearer_token(request) : NULL;
	struct moment moment;
	struct proof proof;
	struct kept *kept = NULL;
	int64_t until;

	if ((with_token || plain) && token == NULL)
		return bearer_missing(arena);
	struct reply *reply = now_is(service, token != NULL, arena, &moment);
	if (reply != NULL)
		return reply;
	if (request->client_cert != NULL || plain) {
		proof = proof_of(request, token);
		kept = place_of(service->identities, &proof);
	}
	if (kept != NULL && serves(kept, &proof, &moment)) {
		*out = kept->identity;
		return NULL;
	}
	until = moment.now;
	reply = give(service, request, token, arena, moment.now, out, &until);
	if (reply == NULL && kept != NULL && moment.clients != 0)
		keep(kept, &proof, &moment, until, out);
	return reply;
}
