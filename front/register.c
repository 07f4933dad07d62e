/* SPDX-License-Identifier: ISC */
#include "front/register.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "front/front.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/request.h"
#include "store/store.h"
#include "validators/run/profile.h"

/* Parameters of a media type do not matter here. */
static bool
content_type_known(const struct profile *profile, const char *type)
{
	const struct json *known = profile->content_types;

	if (type == NULL)
		return false;
	size_t length = strcspn(type, "; \t");
	for (size_t i = 0; i < json_length(known); i++) {
		const char *name = json_string(json_at(known, i));
		if (strlen(name) == length &&
		    strncasecmp(name, type, length) == 0)
			return true;
	}
	return false;
}

static struct reply *
unknown_type(const struct profile *profile, struct arena *arena)
{
	return reply_error(arena, 415, "invalid_request",
	    arena_printf(arena, "Content-Type must be one of: %s",
		listed(arena, profile->content_types)));
}

/* What the server alone decides; no claim and no member can set it. */
static bool
is_ours(const char *name)
{
	static const char *const names[] = {"client_id", "client_secret",
	    "client_id_issued_at", "client_secret_expires_at",
	    "registration_access_token", "registration_client_uri"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static const char *
answer_of(const struct submission *s, const char *client_id)
{
	const struct json *metadata = judge_metadata(s), *value;
	struct json *answer = json_new_object(s->arena);
	const char *name;

	json_set_string(answer, "client_id", client_id);
	json_set_integer(answer, "client_id_issued_at", s->now);
	for (size_t i = 0; json_member(metadata, i, &name, &value); i++)
		if (!is_ours(name))
			json_set(answer, name, value);
	return json_text(s->arena, answer);
}

static bool
software_once(const struct service *service)
{
	const char *duplicates = service->config->duplicates;

	if (duplicates != NULL)
		return strcmp(duplicates, "refuse") == 0;
	return service->judge.profile->software_once;
}

static struct reply *
refuse_clash(const struct submission *s, enum stored_clash clash)
{
	struct verdict verdict;

	verdict_init(&verdict, s->arena);
	if (clash == CLASH_JTI)
		refuse(&verdict, judge_uniqueness_rule("jti"), "/jti",
		    "this request was accepted before");
	else
		refuse(&verdict, judge_uniqueness_rule("software_id"),
		    claim_pointer(s, "software_id"),
		    "this software has a registration already");
	return reply_verdict(s->arena, &verdict);
}

static struct reply *
registered(const struct client *client, struct arena *arena)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));

	reply->status = 201;
	reply->body = client->metadata;
	reply->outcome = "registered";
	reply->client_id = client->client_id;
	return reply;
}

/* A request that has no end is remembered without one; a fraction of a second
 * counts as a whole one (RFC 7519 section 2, NumericDate). */
static int64_t
spent_until(const struct submission *s)
{
	double end;

	if (!json_number(asked(s, "exp"), &end) || !(end >= 0 && end < 1e15))
		return INT64_MAX;
	return (int64_t)end + 1;
}

/* One transaction spends the jti, claims uniqueness and inserts the client. */
static struct reply *
store_client(const struct service *service, const struct submission *s)
{
	const char *client_id = random_hex(s->arena, 16);
	struct client client = {
	    .client_id = client_id,
	    .software_id = json_string(claim(s, "software_id")),
	    .certificate = cert_sha256_hex(s->cert),
	    .registered = s->now,
	    .changed = s->now,
	    .version = 1,
	    .metadata = answer_of(s, client_id),
	};
	struct stored_add add = {
	    .client = &client,
	    .jti = json_string(asked(s, "jti")),
	    .jti_issuer = json_string(asked(s, "iss")),
	    .jti_expires = spent_until(s),
	    .software_once = software_once(service),
	};

	switch (service->store->ops->add(service->store, &add)) {
	case STORED_OK:
		return registered(&client, s->arena);
	case STORED_CONFLICT:
		if (add.clash != CLASH_CLIENT_ID)
			return refuse_clash(s, add.clash);
		return reply_unable(s->arena, "a client_id was drawn twice");
	case STORED_MISSING:
	case STORED_UNABLE:
		break;
	}
	return reply_unable(s->arena, "the store cannot write");
}

struct reply *
register_post(const struct service *service, const struct request *request,
    struct arena *arena)
{
	const struct profile *profile = service->judge.profile;
	struct submission submission;
	struct verdict verdict;

	if (!content_type_known(profile, request->content_type))
		return unknown_type(profile, arena);
	judge_request(&service->judge, request, arena, time(NULL), 0,
	    &submission, &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return reply_verdict(arena, &verdict);
	return store_client(service, &submission);
}
