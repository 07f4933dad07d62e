/* SPDX-License-Identifier: ISC */
#include "front/registration.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "front/front.h"
#include "front/manager.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "kit/trail.h"
#include "kit/x509/cert.h"
#include "validators/profile/profile.h"
#include "validators/validator.h"

/* Parameters of a media type do not matter here. */
static bool
content_type_known(const struct profile *profile, const char *type)
{
	const struct json *known = profile->content_types;
	size_t length = type != NULL ? strcspn(type, "; \t") : 0;

	if (type == NULL)
		return false;
	for (size_t i = 0; i < json_length(known); i++) {
		const char *name = json_string(json_at(known, i));
		if (strlen(name) == length &&
		    strncasecmp(name, type, length) == 0)
			return true;
	}
	return false;
}

struct reply *
registration_media_type(const struct service *service,
    const struct request *request, struct arena *arena)
{
	const struct profile *profile = service->judge.profile;

	if (content_type_known(profile, request->content_type))
		return NULL;
	return reply_error(arena, 415, "invalid_request",
	    arena_printf(arena, "Content-Type must be one of: %s",
		listed(arena, profile->content_types)));
}

const char *
registration_metadata(const struct service *service, const struct submission *s,
    const char *client_id, int64_t issued)
{
	const struct json *judged = judge_metadata(s), *value;
	struct json *metadata = json_new_object(s->arena);
	const char *name;

	json_set_string(metadata, "client_id", client_id);
	json_set_integer(metadata, "client_id_issued_at", issued);
	if (manager_issues_tokens(service))
		json_set_string(metadata, "registration_client_uri",
		    arena_printf(s->arena, "%s/%s",
			service->config->registration_endpoint, client_id));
	for (size_t i = 0; json_member(judged, i, &name, &value); i++)
		json_set(metadata, name, value);
	return json_text(s->arena, metadata);
}

const char *
registration_tag(struct arena *arena, const struct client *client)
{
	return arena_printf(arena, "\"%" PRIu64 "\"", client->version);
}

struct reply *
registration_reply(struct arena *arena, int status, const char *outcome,
    const struct client *client, const char *token)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));
	size_t length = strlen(client->metadata);

	reply->status = status;
	reply->outcome = outcome;
	reply->client_id = client->client_id;
	reply->headers = arena_printf(
	    arena, "ETag: %s\r\n", registration_tag(arena, client));
	reply->body = client->metadata;
	if (token != NULL) /* 64 digits, behind the last member */
		reply->body = arena_printf(arena,
		    "%.*s,\"registration_access_token\":\"%s\"}",
		    (int)length - 1, client->metadata, token);
	return reply;
}

/* A request that has no end is remembered without one; a fraction of a second
 * counts as a whole one (RFC 7519 section 2, NumericDate). */
void
registration_spend(const struct submission *s, struct stored_change *change)
{
	double end;

	change->jti_expires = INT64_MAX;
	if (!submission_is_signed(s))
		return;
	change->jti = json_string(asked(s, "jti"));
	change->jti_issuer =
	    arena_printf(s->arena, "requests of %s", software_of(s));
	if (json_number(asked(s, "exp"), &end) && end >= 0 && end < 1e15)
		change->jti_expires = (int64_t)end + 1;
}

/* What the statement says of itself once it is proved true. */
static const char *
proved(const struct submission *s, const char *name)
{
	return s->statement.text == NULL ? NULL : json_string(claim(s, name));
}

static struct trail
trail_of(const struct submission *s, const char *event)
{
	return (struct trail){
	    .event = event,
	    .at = s->now,
	    .by = "client",
	    .request = s->request->id,
	    .certificate = s->cert != NULL ? cert_sha256_hex(s->cert) : NULL,
	    .subject = s->cert != NULL ? cert_subject(s->cert) : NULL,
	    .issuer = proved(s, "iss"),
	    .jti = proved(s, "jti"),
	};
}

const char *
registration_record(const struct submission *s, const char *event,
    const char *client_id, const char *before, const char *after)
{
	struct trail trail = trail_of(s, event);

	trail.client_id = client_id;
	trail.before = before;
	trail.after = after;
	return trail_text(s->arena, &trail);
}

/* A refusal whose record cannot be written is still a refusal; the store has
 * said in the log what is wrong with it. */
void
registration_note(const struct service *service, const struct submission *s,
    const struct reply *reply, const char *client_id)
{
	struct trail trail = trail_of(s, "refused");
	struct stored_change note = {
	    .kind = CHANGE_NOTE,
	    .now = s->now,
	    .note_source = "-",
	    .note_most = LIMIT_NOTES,
	};

	/* Anybody can make certificates: a stranger's is no bound.  Nor is the
	 * hash of one, which its holder can change. */
	if ((s->facts & CLIENT_KNOWN) != 0)
		note.note_source = cert_key_sha256_hex(s->arena, s->cert);
	trail.client_id = client_id;
	trail.rules = reply->rules;
	if (reply->rules == NULL)
		trail.why = reply->error;
	note.audit = trail_text(s->arena, &trail);
	(void)service->store->ops->change(service->store, &note);
}

struct reply *
registration_refuse(const struct service *service, const struct submission *s,
    const struct verdict *verdict)
{
	struct reply *reply = reply_verdict(s->arena, verdict);

	if (verdict->outcome == OUTCOME_REFUSE)
		registration_note(service, s, reply,
		    s->replaced != NULL ? s->replaced->client_id : NULL);
	return reply;
}

static struct reply *
refuse_clash(const struct service *service, const struct submission *s,
    enum stored_clash clash)
{
	struct verdict verdict;

	verdict_init(&verdict, s->arena);
	if (clash == CLASH_JTI)
		refuse(&verdict, judge_uniqueness_rule("jti"), "/jti",
		    "this request was accepted before");
	else if (clash == CLASH_SUSPENDED)
		refuse(&verdict, judge_uniqueness_rule("suspended"),
		    claim_pointer(s, "software_id"),
		    "a client of this software is suspended");
	else
		refuse(&verdict, judge_uniqueness_rule("software_id"),
		    claim_pointer(s, "software_id"),
		    "this software has a registration already");
	return registration_refuse(service, s, &verdict);
}

struct reply *
registration_change(const struct service *service, const struct submission *s,
    struct stored_change *change)
{
	change->now = s->now;
	switch (service->store->ops->change(service->store, change)) {
	case STORED_OK:
		return NULL;
	case STORED_CONFLICT:
		break;
	case STORED_MISSING: /* removed since it was read */
		change->clash = CLASH_VERSION;
		break;
	case STORED_UNABLE:
		return reply_unable(s->arena, "the store cannot write");
	}
	if (change->clash == CLASH_CLIENT_ID)
		return reply_unable(s->arena, "a client_id was drawn twice");
	if (change->clash == CLASH_COUNT)
		return registration_full(service, s, change,
		    change->kind == CHANGE_REPLACE ? change->client->client_id
						   : NULL);
	if (change->clash == CLASH_NOTES)
		return reply_unable(
		    s->arena, "enough notes of this client for today");
	if (change->clash == CLASH_VERSION)
		return reply_error(s->arena, 409, "invalid_request",
		    "the registration has just been changed by another "
		    "request");
	return refuse_clash(service, s, change->clash);
}
