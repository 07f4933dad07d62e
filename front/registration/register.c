/* SPDX-License-Identifier: ISC */
/* POST of a registration request (RFC 7591 section 3). */
#include "front/registration/registration.h"

#include <string.h>
#include <time.h>

#include "front/lib/reply.h"
#include "front/registration/private.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/members.h"
#include "validators/lib/profile.h"

/* Is this the policy for further registrations of a software? */
static bool
says(const struct service *service, const char *policy)
{
	static const char *const words[] = {
	    [PROFILE_ALLOW] = "allow",
	    [PROFILE_REFUSE] = "refuse",
	    [PROFILE_EXISTING] = "existing",
	    [PROFILE_REPLACE] = "replace",
	};
	const char *duplicates = service->config->duplicates;

	if (duplicates == NULL)
		duplicates = words[service->judge.profile->duplicates];
	return strcmp(duplicates, policy) == 0;
}

/* Must the bank let in each client by itself? */
static bool
waits(const struct service *service)
{
	return service->config->approval || service->judge.profile->approval;
}

/* Answers a second request of a software that has a registration; NULL: it is
 * refused. */
static struct reply *
register_again(const struct service *service, const struct submission *s)
{
	struct client old;
	struct reply *reply;
	bool found;

	if (says(service, "existing"))
		return registration_existing(service, s);
	if (!says(service, "replace"))
		return NULL;
	reply = registration_newest(service, s, &old, &found);
	return reply != NULL || !found
		   ? reply
		   : registration_replace(service, s, &old, NULL);
}

/* One transaction spends the jti, claims uniqueness, inserts the client and
 * the record of it. */
static struct reply *
store_client(const struct service *service, const struct submission *s,
    struct client *client)
{
	const char *token = NULL;
	/* "existing" and "replace" also mean one registration of a software:
	 * a second request is answered with the first, or takes its place. */
	struct stored_change change = {
	    .kind = CHANGE_ADD,
	    .client = client,
	    .software_once = !says(service, "allow"),
	};

	if (registration_issues_tokens(service))
		token = registration_token(s->arena, client);
	struct members *metadata =
	    registration_metadata(service, s, client->client_id, s->now);
	client->metadata = members_text(metadata, NULL, NULL);
	change.audit = registration_record(s, "registered", client->client_id,
	    registration_facts(s, client, client->version, metadata), NULL,
	    metadata);
	const char *statement = NULL, *why = NULL;
	if (s->entity != NULL) {
		statement = registration_entity(service, s, client, &why);
		if (statement == NULL)
			return reply_unable(s->arena, why);
	}
	struct reply *reply =
	    registration_change(service, s, client->software, &change);
	if (reply == NULL && statement != NULL)
		return registration_entity_reply(
		    service, s, client, "registered", statement);
	if (reply == NULL)
		return registration_reply(
		    s->arena, 201, "registered", client, token);
	if (change.clash != CLASH_SOFTWARE)
		return reply;
	struct reply *other = register_again(service, s);
	return other != NULL ? other : reply;
}

struct reply *
register_post(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct submission submission;
	struct reply *reply = registration_judge(
	    service, request, NULL, arena, time(NULL), &submission);

	if (reply != NULL)
		return reply;
	if (submission.method == METHOD_DELETE)
		return registration_cancel(service, &submission);
	struct client client = {
	    .client_id = random_text(arena, service->config->client_id.alphabet,
		service->config->client_id.length),
	    .software = software_of(&submission),
	    .registered = submission.now,
	    .changed = submission.now,
	    .version = 1,
	    .state = waits(service) ? CLIENT_PENDING : CLIENT_ACTIVE,
	    .state_since = submission.now,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	};
	registration_judged(&submission, &client);
	registration_certificate(&submission, &client);
	return store_client(service, &submission, &client);
}
