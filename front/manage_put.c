/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "front/front.h"
#include "front/manage.h"
#include "front/manager.h"
#include "front/registration.h"
#include "front/reply.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/request.h"
#include "kit/words.h"
#include "kit/x509/cert.h"
#include "validators/profile/profile.h"

/* What a token of ours was given for and may not be used for any more.  What
 * another server's are good for is looked at when they come. */
static bool
takes_away(const struct submission *s, const char *before, const char *after)
{
	struct arena *arena = s->arena;
	const struct json *old =
	    json_parse(arena, before, strlen(before), NULL);
	const struct json *new = json_parse(arena, after, strlen(after), NULL);
	const struct json *grants = json_get(old, "grant_types");

	for (size_t i = 0; i < json_length(grants); i++)
		if (!json_has_string(json_get(new, "grant_types"),
			json_string(json_at(grants, i))))
			return true;
	return !words_within(json_string(json_get(old, "scope")),
	    json_string(json_get(new, "scope")));
}

/* Replaces and never merges: what is left out is gone or has its default. */
static struct reply *
replace(const struct service *service, const struct submission *s,
    const struct manager *manager)
{
	const struct client *old = &manager->client;
	const char *token = manager->token;
	struct client client = *old;
	struct stored_change change = {
	    .kind = CHANGE_REPLACE,
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
	if (service->config->issuing != NULL &&
	    takes_away(s, old->metadata, client.metadata))
		store_withdraw(&client);
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
