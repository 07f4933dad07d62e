/* SPDX-License-Identifier: ISC */
/* Removes a registration by a request to register nothing. */
#include "deliver/told.h"
#include "front/lib/note.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/json.h"
#include "kit/trail.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"

/* The answer repeats what said that the registration is over. */
static struct reply *
cancelled(const struct submission *s, const char *client_id)
{
	struct json *body = json_new_object(s->arena);

	json_set_string(body, "client_id", client_id);
	json_set(body, s->profile->cancel, json_new_array(s->arena));
	struct reply *reply =
	    reply_json(s->arena, "cancelled", json_text(s->arena, body));
	reply->client_id = client_id;
	return reply;
}

static struct reply *
refuse_nothing(const struct service *service, const struct submission *s)
{
	struct reply *reply =
	    reply_refuse(s->arena, &refusals_register[REGISTER_CANCEL],
		"%s: is empty, and this software has no registration to cancel",
		s->profile->cancel);

	note_refusal(service, s, reply, NULL, NOTE_REGISTRATIONS);
	return reply;
}

struct reply *
registration_cancel(const struct service *service, const struct submission *s)
{
	struct client old;
	struct stored_change change = {.kind = CHANGE_REMOVE, .client = &old};
	bool found;
	struct reply *reply = registration_newest(service, s, &old, &found);

	if (reply != NULL)
		return reply;
	if (!found)
		return refuse_nothing(service, s);
	if (old.state == CLIENT_SUSPENDED)
		return manager_refuse_inactive(service, s, &old);
	change.audit = registration_record(s, "deleted", old.client_id,
	    told_deletion(s->arena, &old, s->now),
	    trail_members(s->arena, old.metadata), NULL);
	reply = registration_change(service, s, old.software, &change);
	return reply != NULL ? reply : cancelled(s, old.client_id);
}
