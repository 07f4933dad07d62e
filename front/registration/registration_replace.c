/* SPDX-License-Identifier: ISC */
/* Puts a registration in the place of another one of the same client. */
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/json.h"
#include "kit/members.h"
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
static void
replace_metadata(const struct service *service, const struct submission *s,
    const struct client *old, struct client *client,
    struct stored_change *change)
{
	struct members *before = trail_members(s->arena, old->metadata);
	struct members *after =
	    registration_metadata(service, s, old->client_id, old->registered);

	client->metadata = members_text(after, NULL, NULL);
	if (takes_away(before, after))
		change_withdraw(client);
	change->audit = registration_record(s, "updated", old->client_id,
	    registration_facts(s, client, old->version + 1, after), before,
	    after);
}

struct reply *
registration_replace(const struct service *service, const struct submission *s,
    const struct client *old, const char *token)
{
	struct client client = *old;
	struct stored_change change = {
	    .kind = CHANGE_REPLACE,
	    .client = &client,
	};
	const char *statement = NULL, *why = NULL;
	struct reply *reply =
	    s->entity != NULL ? registration_entity_older(s, old) : NULL;

	if (reply != NULL)
		return reply;
	if (token != NULL && service->judge.profile->management.rotate)
		token = registration_token(s->arena, &client);
	client.changed = s->now;
	registration_certificate(s, &client);
	registration_judged(s, &client);
	replace_metadata(service, s, old, &client, &change);
	if (s->entity != NULL) {
		statement = registration_entity(service, s, &client, &why);
		if (statement == NULL)
			return reply_unable(s->arena, why);
	}
	reply = registration_change(service, s, client.software, &change);
	if (reply != NULL)
		return reply;
	client.version++;
	return statement != NULL ? registration_entity_reply(service, s,
				       &client, "updated", statement)
				 : registration_reply(s->arena, 200, "updated",
				       &client, token);
}
