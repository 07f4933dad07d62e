/* SPDX-License-Identifier: ISC */
#include "front/manager.h"

#include <string.h>
#include <strings.h>

#include "front/access.h"
#include "front/front.h"
#include "front/registration.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/cert.h"
#include "kit/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/request.h"
#include "kit/words.h"
#include "validators/run/profile.h"

bool
manager_issues_tokens(const struct service *service)
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

/* Whatever is wrong with the credential, and whether or not there is such a
 * client: the same bytes. */
static struct reply *
stranger(struct arena *arena, bool came_with_something)
{
	struct reply *reply = reply_error(arena, 401, "invalid_token",
	    "a valid token of this client is required");

	reply->headers = came_with_something
			     ? "WWW-Authenticate: Bearer realm=\"dcr\", "
			       "error=\"invalid_token\"\r\n"
			     : "WWW-Authenticate: Bearer realm=\"dcr\"\r\n";
	return reply;
}

/* The token of "Bearer TOKEN" (RFC 6750 section 2.1); NULL when it is not
 * that. */
static const char *
bearer(const struct request *request)
{
	const char *text = request->authorization;
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~+/=";

	if (text == NULL || strncasecmp(text, "Bearer ", 7) != 0)
		return NULL;
	text += 7 + strspn(text + 7, " ");
	return *text != '\0' && text[strspn(text, letters)] == '\0' ? text
								    : NULL;
}

static struct reply *
lacks_scope(struct arena *arena, const char *scope)
{
	struct reply *reply = reply_error(arena, 403, "insufficient_scope",
	    arena_printf(arena, "the token needs the scope %s", scope));

	reply->headers = arena_printf(arena,
	    "WWW-Authenticate: Bearer realm=\"dcr\", "
	    "error=\"insufficient_scope\", scope=\"%s\"\r\n",
	    scope);
	return reply;
}

/* A token that names a certificate serves with that one alone. */
static bool
bound_here(const struct profile *profile, const struct access *access,
    const struct submission *s)
{
	if (access->thumbprint == NULL)
		return !profile->management.bound;
	return digest_equal(access->thumbprint,
	    base64url_encode(s->arena, cert_sha256(s->cert), 32));
}

static struct reply *
admit_access(const struct service *service, const struct request *request,
    const struct submission *s, const char *token)
{
	const struct profile *profile = service->judge.profile;
	const char *scope = profile->management.scope, *why = NULL;
	struct access access;

	if (!profile->management.access_token ||
	    service->config->access_tokens == NULL)
		return stranger(s->arena, true);
	switch (access_read(service, token, s->now, s->arena, &access, &why)) {
	case ACCESS_UNABLE:
		return reply_unable(s->arena, why);
	case ACCESS_BAD:
		return stranger(s->arena, true);
	case ACCESS_GOOD:
		break;
	}
	if (strcmp(access.client_id, request->client_id) != 0 ||
	    !bound_here(profile, &access, s))
		return stranger(s->arena, true);
	if (scope != NULL && !words_have(access.scope, scope, strlen(scope)))
		return lacks_scope(s->arena, scope);
	return NULL;
}

/* Ours are 64 digits; nobody else's are taken for one. */
static bool
is_registration_token(const char *token)
{
	return strlen(token) == 64 && strspn(token, "0123456789abcdef") == 64;
}

static bool
token_fits(const struct client *client, const char *token, struct arena *arena)
{
	const char *hash = digest_hex(arena, token, strlen(token));

	return client->token != NULL && digest_equal(client->token, hash);
}

/* Certificates are renewed: one that is not the registered one must still be
 * of the party that the registered statement names. */
static struct reply *
same_party(const struct service *service, const struct request *request,
    const struct manager *manager, struct arena *arena)
{
	const char *metadata = manager->client.metadata;
	struct submission submission;
	struct verdict verdict;

	if (strcmp(cert_sha256_hex(manager->caller.cert),
		manager->client.certificate) == 0)
		return NULL;
	const char *statement = json_string(
	    json_get(json_parse(arena, metadata, strlen(metadata), NULL),
		"software_statement"));
	if (statement == NULL) /* nothing says whose it is */
		return stranger(arena, true);
	judge_caller(&service->judge, request, statement, arena,
	    manager->caller.now, &submission, &verdict);
	switch (verdict.outcome) {
	case OUTCOME_PASS:
		return NULL;
	case OUTCOME_REFUSE:
		return stranger(arena, true);
	case OUTCOME_UNABLE:
		break;
	}
	return reply_unable(arena, verdict.unable);
}

static struct reply *
fetch_client(const struct service *service, const struct request *request,
    const char *token, struct arena *arena, struct manager *out)
{
	switch (service->store->ops->get(
	    service->store, request->client_id, arena, &out->client)) {
	case STORED_OK:
		break;
	case STORED_MISSING:
		return stranger(arena, true);
	case STORED_CONFLICT:
	case STORED_UNABLE:
		return reply_unable(arena, "the store cannot be read");
	}
	if (out->token != NULL && !token_fits(&out->client, token, arena))
		return stranger(arena, true);
	return same_party(service, request, out, arena);
}

static struct reply *
admit(const struct service *service, const struct request *request,
    struct arena *arena, struct manager *out)
{
	struct verdict verdict;
	const char *token = bearer(request);
	struct reply *reply = NULL;

	*out = (struct manager){.token = NULL};
	judge_caller(&service->judge, request, NULL, arena, time(NULL),
	    &out->caller, &verdict);
	if (verdict.outcome != OUTCOME_PASS)
		return reply_verdict(arena, &verdict);
	if (token == NULL)
		return stranger(arena, false);
	if (manager_issues_tokens(service) && is_registration_token(token))
		out->token = token;
	else
		reply = admit_access(service, request, &out->caller, token);
	if (reply != NULL)
		return reply;
	return fetch_client(service, request, token, arena, out);
}

struct reply *
manager_admit(const struct service *service, const struct request *request,
    struct arena *arena, struct manager *out)
{
	struct reply *reply = admit(service, request, arena, out);

	if (reply != NULL && reply->status != 503)
		registration_note(
		    service, &out->caller, reply, request->client_id);
	return reply;
}

struct reply *
manager_active(const struct service *service, const struct manager *manager)
{
	const struct submission *caller = &manager->caller;

	if (manager->client.state == CLIENT_ACTIVE)
		return NULL;
	struct reply *reply = reply_error(caller->arena, 403, "access_denied",
	    "this client is suspended: its registration can be read and "
	    "nothing else");
	registration_note(service, caller, reply, manager->client.client_id);
	return reply;
}

struct reply *
manager_matches(const struct manager *manager, const struct request *request,
    struct arena *arena)
{
	const char *list = request->if_match;
	const char *tag = registration_tag(arena, &manager->client);

	if (list == NULL || strcmp(list, "*") == 0)
		return NULL;
	while (*list != '\0') {
		list += strspn(list, ", \t");
		size_t length = strcspn(list, ", \t");
		if (length == strlen(tag) && strncmp(list, tag, length) == 0)
			return NULL;
		list += length;
	}
	return reply_error(arena, 412, "invalid_request",
	    "If-Match: the registration has changed since");
}
