/* SPDX-License-Identifier: ISC */
/* PUT of a registration (RFC 7592 section 2.2): all of it is replaced. */
#include "front/lib/reply.h"
#include "front/registration/private.h"
#include "front/registration/registration.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/request.h"
#include "kit/trail.h"
#include "kit/words.h"
#include "validators/lib/profile.h"

/* Does the update take away what an access token may have been issued for, by us
 * or by another server? */
static bool
takes_away(const struct members *before, const struct members *after)
{
	const struct json *old = members_get(before, "grant_types");
	const struct json *new = members_get(after, "grant_types");

	for (size_t i = 0; i < json_length(old); i++)
		if (!json_has_string(new, json_string(json_at(old, i))))
			return true;
	return !words_within(json_string(members_get(before, "scope")),
	    json_string(members_get(after, "scope")));
}

/* Replaces and never merges: a member that is left out is gone or has its
 * default. */
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

	if (token != NULL && service->judge.profile->management.rotate)
		token = registration_token(s->arena, &client);
	client.changed = s->now;
	registration_certificate(s, &client);
	registration_judged(s, &client);
	struct members *before = trail_members(s->arena, old->metadata);
	struct members *after =
	    registration_metadata(service, s, old->client_id, old->registered);
	client.metadata = members_text(after, NULL, NULL);
	if (takes_away(before, after))
		change_withdraw(&client);
	change.audit = registration_record(s, "updated", old->client_id,
	    registration_facts(s, &client, old->version + 1, after), before,
	    after);
	struct reply *reply =
	    registration_change(service, s, client.software, &change);
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
	struct reply *reply =
	    manager_admit_change(service, request, arena, &manager);

	if (reply != NULL)
		return reply;
	const struct replaced replaced = {
	    .client_id = manager.client.client_id,
	    .software = manager.client.software,
	    .metadata = manager.client.metadata,
	};
	reply = registration_judge(service, request, &replaced, arena,
	    manager.caller.now, &submission);
	return reply != NULL ? reply : replace(service, &submission, &manager);
}
