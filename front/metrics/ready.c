/* SPDX-License-Identifier: ISC */
/* GET /health: dcr is alive.  GET /ready: it could register somebody now. */
#include <time.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/metrics/metrics.h"
#include "front/metrics/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "kit/signing/signers.h"
#include "kit/signing/signing.h"
#include "store/store.h"

struct looking {
	const struct service *service;
	struct arena *arena;
	struct json *missing; /* what is not as it must be, a line each */
};

static void
miss(const struct looking *looking, const char *what, const char *why)
{
	json_append_string(looking->missing,
	    arena_printf(looking->arena, "%s: %s", what, why));
}

static void
look_at_store(const struct looking *looking)
{
	if (store_try(looking->service->store) != STORED_OK)
		miss(looking, "store", "cannot be written; the log says why");
}

/* As a registration would: a set that is too old is fetched. */
static void
look_at_directories(const struct looking *looking)
{
	const struct judge *judge = &looking->service->judge;
	const struct config_directory *d =
	    looking->service->config->directories;
	const struct keys *keys;
	const char *why;

	for (; d->issuer != NULL; d++) {
		why = NULL;
		if (d->keys != NULL &&
		    keyring_directory(judge->keyring, d->keys, KEYRING_CACHED,
			time(NULL), looking->arena, &keys,
			&why) != KEYRING_FOUND)
			miss(looking,
			    arena_printf(
				looking->arena, "directory %s", d->issuer),
			    why != NULL ? why : "its keys cannot be had");
	}
}

static void
look_at_keys(const struct looking *looking)
{
	const struct service *service = looking->service;
	const struct signer *signer = NULL;
	const char *why = NULL;

	if (service->signing != NULL) {
		signer = signing_own(service->signing, looking->arena, &why);
		while (signer != NULL && signer->kid != NULL &&
		       signer->state != SIGNER_SIGNING)
			signer++;
		if (signer == NULL || signer->kid == NULL)
			miss(looking, "keys",
			    why != NULL ? why : "no key signs");
	}
	why = NULL;
	if (!judge_has_revocation(&service->judge, looking->arena, &why))
		miss(looking, "revocation",
		    why != NULL ? why : "there is no list");
}

static struct reply *
not_ready(const struct looking *looking)
{
	struct json *body = json_new_object(looking->arena);
	struct reply *reply = reply_unable(
	    looking->arena, arena_printf(looking->arena, "not ready: %s",
				json_string(json_at(looking->missing, 0))));

	json_set_string(body, "status", "not ready");
	json_set(body, "missing", looking->missing);
	reply->body = json_text(looking->arena, body);
	return reply;
}

struct reply *
ready_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const struct looking looking = {service, arena, json_new_array(arena)};

	(void)request;
	look_at_store(&looking);
	look_at_directories(&looking);
	look_at_keys(&looking);
	return json_length(looking.missing) > 0
		   ? not_ready(&looking)
		   : reply_json(arena, NULL, "{\"status\":\"ready\"}");
}

struct reply *
health_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	(void)service;
	(void)request;
	return reply_json(arena, NULL, "{\"status\":\"alive\"}");
}
