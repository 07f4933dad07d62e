/* SPDX-License-Identifier: ISC */
/* Answers with the registration that a software has already. */

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/lib/stored.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/limits.h"
#include "store/lib/rows.h"

/* The newest of the clients that the store hands out one by one; each of them is
 * gone when the next one comes. */
struct newest {
	struct arena *arena;
	int64_t now;
	const char *client_id; /* NULL: none so far */
	int64_t registered;
};

static bool
keep_newest(void *context, const struct client *client)
{
	struct newest *newest = context;

	if (client_state_at(client, newest->now) == CLIENT_EXPIRED)
		return true;
	if (newest->client_id != NULL &&
	    client->registered < newest->registered)
		return true;
	newest->client_id = arena_strdup(newest->arena, client->client_id);
	newest->registered = client->registered;
	return true;
}

static struct reply *
reissue(const struct service *service, const struct submission *s,
    struct client *client)
{
	const char *token = registration_token(s->arena, client);
	struct stored_change change = {
	    .kind = CHANGE_REPLACE,
	    .client = client,
	};

	/* The certificate may have been renewed; it was judged just now. */
	registration_certificate(s, client);
	change.audit = registration_record(s, "recovered", client->client_id,
	    registration_facts(s, client, client->version + 1, NULL), NULL,
	    NULL);
	struct reply *reply =
	    registration_change(service, s, client->software, &change);
	if (reply != NULL)
		return reply;
	client->version++;
	return registration_reply(s->arena, 200, "recovered", client, token);
}

/* Tells the registration again: nothing changes, but the request is on record
 * and spent. */
static struct reply *
tell_again(const struct service *service, const struct submission *s,
    const struct client *client)
{
	struct stored_change note = {
	    .kind = CHANGE_NOTE,
	    .audit = registration_record(
		s, "recovered", client->client_id, NULL, NULL, NULL),
	    .note_source = client->client_id,
	    .note_most = LIMIT_NOTES,
	};

	struct reply *reply =
	    registration_change(service, s, client->software, &note);
	if (reply != NULL)
		return reply;
	return registration_reply(s->arena, 200, "recovered", client, NULL);
}

struct reply *
registration_newest(const struct service *service, const struct submission *s,
    struct client *out, bool *found)
{
	struct newest newest = {.arena = s->arena, .now = s->now};

	*found = false;
	if (rows_clients(service->store, INDEX_SOFTWARE, software_of(s),
		keep_newest, &newest) != STORED_OK)
		return stored_unread(s->arena);
	if (newest.client_id == NULL)
		return NULL;
	return stored_client(
	    service, newest.client_id, s->now, s->arena, out, found);
}

struct reply *
registration_existing(const struct service *service, const struct submission *s)
{
	struct client client;
	bool found;
	struct reply *reply = registration_newest(service, s, &client, &found);

	if (reply != NULL || !found)
		return reply;
	if (registration_issues_tokens(service) &&
	    client.state == CLIENT_ACTIVE)
		return reissue(service, s, &client);
	return tell_again(service, s, &client);
}
