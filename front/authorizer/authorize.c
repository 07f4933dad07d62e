/* SPDX-License-Identifier: ISC */
/* Which rule of the configuration a call falls under, and whether the caller
 * fulfils it. */
#include "front/authorizer/authorize.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "front/authorizer/private.h"
#include "front/lib/bearer.h"
#include "front/lib/reply.h"
#include "kit/conf/config.h"
#include "kit/join.h"
#include "kit/request.h"
#include "kit/uri.h"
#include "kit/words.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"

/* A call of an API. */
struct call {
	const char *method, *path;
};

/* What ends a segment of a path. */
static const char slash[] = "/";
/* What ends a segment where Rails or Windows look: a format may follow,
 * "/accounts.json", or dots and blanks that mean nothing. */
static const char slash_or_suffix[] = "/. ";

static bool
is_under(const char *path, const char *prefix, const char *ends)
{
	const size_t length = strlen(prefix);

	return strncmp(path, prefix, length) == 0 &&
	       (path[length] == '\0' || length == 1 ||
		   strchr(ends, path[length]) != NULL);
}

/* The length of the longest path of a rule that this path is under; 0: of none.
 * Folded: both are taken as the least exact reader takes them. */
static size_t
longest(const struct config_protected *rule, const char *path, bool folded)
{
	size_t most = 0;

	for (; rule->path != NULL; rule++)
		if (strlen(rule->path) > most &&
		    (folded ? is_under(path, rule->folded, slash_or_suffix)
			    : is_under(path, rule->path, slash)))
			most = strlen(rule->path);
	return most;
}

/* An API may take a path as it was written, with its escapes decoded, or folded:
 * all three must lead to rules of the same length, or an API may serve what
 * another rule is for.  An API that decodes some of the escapes and not others
 * cannot get further than with all of them decoded, or less far than with none:
 * the paths of rules have no escape of a character that can stand for
 * itself. */
static bool
read_alike(const struct config_protected *rules, const char *written,
    const char *canonical, struct arena *arena)
{
	const size_t length = longest(rules, canonical, false);

	return longest(rules, written, false) == length &&
	       longest(rules, uri_path_folded(arena, canonical), true) ==
		   length;
}

/* NULL: no rule lets such a call through. */
static const struct config_protected *
rule_for(
    const struct config_protected *rules, const char *method, const char *path)
{
	const size_t length = longest(rules, path, false);

	for (; rules->path != NULL; rules++)
		if (strlen(rules->path) == length &&
		    is_under(path, rules->path, slash) &&
		    config_protects(rules, method))
			return rules;
	return NULL;
}

/* RFC 6750 section 3.1.  An access token that a client got for itself without
 * any scope manages its registration, and no more. */
static struct reply *
judge_token(const struct config_protected *rule, bool token,
    const struct identity *identity, struct arena *arena)
{
	if (rule->scope != NULL &&
	    !words_have(identity->scope, rule->scope, strlen(rule->scope)))
		return bearer_lacks_scope(arena, rule->scope);
	if (rule->user && !identity->user)
		return bearer_lacks(arena,
		    &refusals_access_token[ACCESS_TOKEN_USER],
		    "the token of a user is required: "
		    "this one is the client's own");
	if (token && !identity->user &&
	    (identity->scope == NULL || *identity->scope == '\0'))
		return bearer_lacks(arena,
		    &refusals_access_token[ACCESS_TOKEN_SCOPELESS],
		    "the token has no scope");
	return NULL;
}

static struct reply *
judge_call(const struct service *service, const struct request *request,
    const struct call *call, struct arena *arena, struct identity *identity)
{
	static const struct config_protected certificate_alone[] = {
	    {.path = "/", .folded = "/"}, {.path = NULL}};
	const struct config_protected *rules = service->config->authorizer;
	const char *path = uri_path_canonical(arena, call->path);

	if (rules == NULL)
		rules = certificate_alone;
	if (path == NULL || !read_alike(rules, call->path, path, arena))
		return reply_refuse(arena, &refusals_door[DOOR_PATH],
		    "the path can be read in more than one way");
	const struct config_protected *rule =
	    rule_for(rules, call->method, path);
	if (rule == NULL)
		return reply_refuse(arena, &refusals_door[DOOR_RULE],
		    "this bank lets nobody through to this path with this "
		    "method");
	struct reply *reply =
	    identity_prove(service, request, rule->token, arena, identity);
	if (reply != NULL)
		return reply;
	reply = judge_token(rule,
	    rule->token || profile_connection_is_plain(service->judge.profile),
	    identity, arena);
	if (reply != NULL)
		reply->client_id = identity->client_id;
	return reply;
}

/* Every call of an app comes by here: who was let through is in the access
 * log of the web server, and not in that of dcr. */
static struct reply *
let_through(const struct identity *identity, const char *const names[4],
    struct arena *arena)
{
	struct reply *reply = reply_json(arena, NULL, NULL);
	const char *const texts[] = {names[0], ": ", identity->client_id,
	    "\r\n", names[1], ": ", identity->software_id, "\r\n", names[2],
	    ": ", identity->organisation, "\r\n", names[3], ": ",
	    identity->roles, "\r\n", NULL};

	reply->headers = join_texts(arena, texts, NULL);
	return reply;
}

static struct reply *
answer(const struct service *service, const struct request *request,
    const struct call *call, const char *const names[4], struct arena *arena)
{
	struct identity identity = {"", "", "", "", NULL, false};
	struct reply *reply =
	    judge_call(service, request, call, arena, &identity);

	return reply != NULL ? reply : let_through(&identity, names, arena);
}

struct reply *
authorize_call(const struct service *service, const struct request *request,
    struct arena *arena)
{
	static const char *const names[4] = {"Variable-DCR_CLIENT_ID",
	    "Variable-DCR_SOFTWARE_ID", "Variable-DCR_ORGANISATION",
	    "Variable-DCR_ROLES"};
	const struct call call = {request->method, request->path};

	if (call.method == NULL)
		return reply_unable(arena, "the web server told no method");
	return answer(service, request, &call, names, arena);
}

struct reply *
authorize_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	static const char *const names[4] = {"Dcr-Client-Id", "Dcr-Software-Id",
	    "Dcr-Organisation", "Dcr-Roles"};
	const struct call call = {
	    request->original_method, request->original_path};

	if (call.method == NULL || call.path == NULL)
		return reply_unable(arena,
		    "the web server did not tell ORIGINAL_METHOD and "
		    "ORIGINAL_URI");
	struct reply *reply = answer(service, request, &call, names, arena);
	if (reply->status == 200 && request->refused)
		return reply_unable(
		    arena, "what was refused a moment ago is not any more");
	return reply;
}
