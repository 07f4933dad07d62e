/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "front/front.h"
#include "front/manage.h"
#include "front/manager.h"
#include "front/registration.h"
#include "front/reply.h"
#include "kit/cert.h"
#include "kit/digest.h"
#include "kit/request.h"
#include "validators/run/profile.h"

/* Replaces and never merges: what is left out is gone or has its default. */
static struct reply *
replace(const struct service *service, const struct submission *s,
    const struct manager *manager)
{
	const struct client *old = &manager->client;
	const char *token = manager->token;
	struct client client = *old;
	struct stored_change change = {
	    .kind = STORED_REPLACE,
	    .client = &client,
	};

	if (token != NULL && service->judge.profile->management.rotate) {
		token = random_hex(s->arena, 32);
		client.token = digest_hex(s->arena, token, strlen(token));
	}
	client.changed = s->now;
	client.certificate = cert_sha256_hex(s->cert);
	client.metadata =
	    registration_metadata(service, s, old->client_id, old->registered);
	registration_spend(s, &change);
	registration_count(service, s, old->software, &change);
	change.audit = registration_record(
	    s, "updated", old->client_id, old->metadata, client.metadata);
	struct reply *reply = registration_change(service, s, &change);
	if (reply != NULL)
		return reply;
	client.version++;
	return registration_reply(s->arena, 200, "updated", &client, token);
}

struct reply *
manage_put(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct manager manager;
	struct submission submission;
	struct verdict verdict;
	struct reply *reply = manager_admit(service, request, arena, &manager);

	if (reply == NULL)
		reply = manager_active(service, &manager);
	if (reply == NULL)
		reply = manager_matches(&manager, request, arena);
	if (reply == NULL)
		reply = registration_media_type(service, request, arena);
	if (reply != NULL)
		return reply;
	const struct replaced replaced = {
	    .client_id = manager.client.client_id,
	    .software = manager.client.software,
	    .metadata = manager.client.metadata,
	};
	judge_request(&service->judge, request, &replaced, arena,
	    manager.caller.now, 0, &submission, &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return registration_refuse(service, &submission, &verdict);
	return replace(service, &submission, &manager);
}
