/* SPDX-License-Identifier: ISC */
/* Asks external validators whether a registration may be read or removed. */
#include "front/lib/party.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/json.h"
#include "validators/external/external.h"

/* RFC 7592 sections 2.1 and 2.3: what a client may not do to its registration
 * is forbidden to it, and no mistake in a request. */
static struct reply *
refused(const struct service *service, const struct submission *s,
    const struct verdict *verdict)
{
	struct reply *reply = registration_refuse(service, s, verdict);

	if (reply->status == 400)
		reply->status = 403;
	return reply;
}

static void
answer_as(struct manager *manager, const struct party *party)
{
	const struct submission *s = &party->claims;
	const struct json *base = s->shown, *value;
	struct json *metadata;
	const char *name;

	if (base == NULL && json_length(s->added) == 0)
		return;
	if (base == NULL)
		base = party->metadata;
	metadata = json_copy(manager->caller.arena, base);
	for (struct json_each each = json_each(s->added);
	     json_next(&each, &name, &value);)
		json_set(metadata, name, value);
	manager->client.metadata = json_text(manager->caller.arena, metadata);
}

struct reply *
manager_ask(
    const struct service *service, struct manager *manager, enum method method)
{
	const struct replaced stored = {
	    .client_id = manager->client.client_id,
	    .software = manager->client.software,
	    .metadata = manager->client.metadata,
	};
	struct party party;
	struct verdict verdict;

	if (!external_any(service->judge.profile, method))
		return NULL;
	party_read(&manager->caller, &manager->client, &party);
	party_claims(service, &manager->caller, &party);
	judge_external(
	    &service->judge, method, &stored, &party.claims, &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return refused(service, &party.claims, &verdict);
	answer_as(manager, &party);
	return NULL;
}
