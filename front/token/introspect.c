/* SPDX-License-Identifier: ISC */
/* Introspection and revocation of access tokens that were issued here. */
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "front/access/access.h"
#include "front/lib/bank_server.h"
#include "front/lib/reply.h"
#include "front/lib/stored.h"
#include "front/token/private.h"
#include "front/token/token.h"
#include "kit/json.h"
#include "kit/parameters.h"
#include "kit/request.h"
#include "store/store.h"
#include "validators/lib/facts.h"
#include "validators/lib/submission.h"
#include "validators/refusals/refusals.h"

/* A request about a token: who asks, and what the token is. */
struct asking {
	struct submission caller;
	const char *server; /* the resource server's name, or NULL */
	const char *token;
	struct access access; /* where the answer is ACCESS_GOOD */
	enum access_answer answer;
};

static struct reply *
stranger(const struct request *request, struct arena *arena)
{
	return client_refuse(request, arena,
	    &refusals_introspection[INTROSPECTION_STRANGER],
	    "the client certificate is not that of a resource server of this "
	    "bank");
}

static struct reply *
read_asking(const struct service *service, const struct request *request,
    struct arena *arena, struct asking *out)
{
	const struct parameters *parameters = NULL;
	const char *why = NULL;
	struct reply *reply = form_read(request, arena, &parameters);

	if (reply != NULL)
		return reply;
	*out = (struct asking){.answer = ACCESS_BAD};
	reply = bank_server_read(
	    service, request, arena, &out->caller, &out->server);
	if (reply != NULL)
		return reply;
	if (out->caller.cert == NULL)
		return stranger(request, arena);
	out->token = parameter(parameters, "token");
	if (out->token == NULL)
		return out->server == NULL
			   ? stranger(request, arena)
			   : reply_refuse(arena,
				 &refusals_introspection[INTROSPECTION_TOKEN],
				 "the parameter token is required");
	out->answer = access_read(
	    service, out->token, out->caller.now, arena, &out->access, &why);
	return out->answer == ACCESS_UNABLE ? reply_unable(arena, why) : NULL;
}

/* Is the token active as far as its client goes?  No token of a client that is
 * gone, suspended or pending is (RFC 7662 section 2.2), and of its scope is left what
 * counts at the APIs. */
static struct reply *
judge_client(const struct service *service, struct access *access, int64_t now,
    struct arena *arena, bool *active)
{
	struct client client;
	bool found;
	struct reply *reply = stored_client(
	    service, access->client_id, now, arena, &client, &found);

	*active = found && client.state == CLIENT_ACTIVE &&
		  !access_outlived(service, access, &client) &&
		  access_registered(access,
		      json_parse(arena, client.metadata,
			  strlen(client.metadata), NULL),
		      arena);
	return reply;
}

static const char *
describe(struct arena *arena, const struct access *access)
{
	struct json *body = json_new_object(arena);
	const struct json *value;
	const char *name;

	json_set_boolean(body, "active", access != NULL);
	if (access == NULL)
		return json_text(arena, body);
	json_set_string(body, "token_type", "Bearer");
	for (struct json_each each = json_each(access->claims);
	     json_next(&each, &name, &value);)
		if (strcmp(name, "scope") != 0)
			json_set(body, name, value);
		else if (access->scope != NULL)
			json_set_string(body, name, access->scope);
	return json_text(arena, body);
}

struct reply *
introspect_post(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct asking asking;
	bool active = false;
	struct reply *reply = read_asking(service, request, arena, &asking);

	if (reply != NULL)
		return reply;
	if (asking.server == NULL)
		return stranger(request, arena);
	if (asking.answer == ACCESS_GOOD)
		reply = judge_client(
		    service, &asking.access, asking.caller.now, arena, &active);
	if (reply != NULL)
		return reply;
	reply = reply_json(arena, "introspected",
	    describe(arena, active ? &asking.access : NULL));
	reply->client_id = active ? asking.access.client_id : NULL;
	return reply;
}

/* Might this certificate be a client's? */
static bool
is_accepted(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct submission caller;
	struct verdict verdict;

	judge_caller(
	    &service->judge, request, arena, time(NULL), &caller, &verdict);
	return verdict.outcome == OUTCOME_PASS &&
	       (caller.facts & CLIENT_KNOWN) != 0;
}

/* A text that is not a token, or not any more, is revoked already (RFC 7009
 * section 2.2). */
struct reply *
revoke_post(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct asking asking;
	struct reply *reply = read_asking(service, request, arena, &asking);
	bool good;

	if (reply != NULL)
		return reply;
	good = asking.answer == ACCESS_GOOD;
	if (asking.server == NULL &&
	    !(good ? access_bound(&asking.access, asking.caller.cert, true)
		   : is_accepted(service, request, arena)))
		return stranger(request, arena);
	if (good && !access_revoke(service, &asking.access, asking.caller.now))
		return stored_unwritten(arena);
	reply = reply_json(arena, "revoked", NULL);
	reply->client_id = good ? asking.access.client_id : NULL;
	return reply;
}
