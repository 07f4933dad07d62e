/* SPDX-License-Identifier: ISC */
/* What a registration is made of, and how it is answered. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/join.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/request.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"

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
	return reply_refuse(arena, &refusals_register[REGISTER_CONTENT_TYPE],
	    "Content-Type must be one of: %s",
	    listed(arena, profile->content_types));
}

bool
registration_issues_tokens(const struct service *service)
{
	switch (service->judge.profile->management.registration_access_token) {
	case PROFILE_TOKEN_ALWAYS:
		return true;
	case PROFILE_TOKEN_OPTIONAL:
		return service->config->registration_access_token;
	case PROFILE_TOKEN_NEVER:
		break;
	}
	return false;
}

const char *
registration_token(struct arena *arena, struct client *client)
{
	const char *token = random_hex(arena, 32);

	client->token = digest_hex(arena, token, strlen(token));
	return token;
}

struct reply *
registration_judge(const struct service *service, const struct request *request,
    const struct replaced *replaced, struct arena *arena, int64_t now,
    struct submission *out)
{
	struct verdict verdict;
	struct reply *reply = registration_media_type(service, request, arena);

	if (reply != NULL)
		return reply;
	judge_request(
	    &service->judge, request, replaced, arena, now, 0, out, &verdict);
	return verdict.outcome == OUTCOME_PASS
		   ? NULL
		   : registration_refuse(service, out, &verdict);
}

/* None of the judged members has a name of the server's (RESERVED_SERVER). */
struct members *
registration_metadata(const struct service *service, const struct submission *s,
    const char *client_id, int64_t issued)
{
	struct members *metadata = members_new(s->arena);

	members_add_string(metadata, "client_id", client_id);
	members_add_integer(metadata, "client_id_issued_at", issued);
	if (registration_issues_tokens(service))
		members_add_string(metadata, "registration_client_uri",
		    arena_printf(s->arena, "%s/%s",
			service->config->registration_endpoint, client_id));
	metadata_add_to(metadata, s);
	return metadata;
}

const char *
registration_tag(struct arena *arena, const struct client *client)
{
	return arena_printf(arena, "\"%" PRIu64 "\"", client->version);
}

/* The token is 64 digits, and comes behind the last member. */
static const char *
with_token(struct arena *arena, const char *metadata, const char *token)
{
	const char *const texts[] = {
	    arena_strndup(arena, metadata, strlen(metadata) - 1),
	    ",\"registration_access_token\":\"", token, "\"}", NULL};

	return join_texts(arena, texts, NULL);
}

struct reply *
registration_reply(struct arena *arena, int status, const char *outcome,
    const struct client *client, const char *token)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));

	reply->status = status;
	reply->outcome = outcome;
	reply->client_id = client->client_id;
	reply->headers = arena_printf(
	    arena, "ETag: %s\r\n", registration_tag(arena, client));
	reply->body = client->metadata;
	if (token != NULL)
		reply->body = with_token(arena, client->metadata, token);
	return reply;
}
