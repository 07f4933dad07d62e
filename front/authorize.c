/* SPDX-License-Identifier: ISC */
#include "front/authorize.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "front/bearer.h"
#include "front/front.h"
#include "front/pass.h"
#include "front/reply.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "kit/request.h"
#include "kit/uri.h"
#include "kit/words.h"

/* The call that it is about. */
struct call {
	const char *method, *path;
};

static bool
is_under(const char *path, const char *prefix)
{
	const size_t length = strlen(prefix);

	return strncmp(path, prefix, length) == 0 &&
	       (path[length] == '\0' || path[length] == '/' || length == 1);
}

/* HEAD is GET without the body (RFC 9110 section 9.3.2). */
static bool
has_method(const struct config_protected *rule, const char *method)
{
	const char *const *known = rule->methods;

	if (known == NULL)
		return true;
	for (; *known != NULL; known++)
		if (strcmp(*known, method) == 0 ||
		    (strcmp(method, "HEAD") == 0 && strcmp(*known, "GET") == 0))
			return true;
	return false;
}

/* NULL: no rule lets it through. */
static const struct config_protected *
rule_for(const struct config *config, const char *method, const char *path)
{
	static const struct config_protected certificate_alone = {.path = "/"};
	const struct config_protected *rule = config->authorizer;
	size_t longest = 0;

	if (rule == NULL)
		return &certificate_alone;
	for (; rule->path != NULL; rule++)
		if (is_under(path, rule->path) && strlen(rule->path) > longest)
			longest = strlen(rule->path);
	for (rule = config->authorizer; rule->path != NULL; rule++)
		if (is_under(path, rule->path) &&
		    strlen(rule->path) == longest && has_method(rule, method))
			return rule;
	return NULL;
}

static struct reply *
judge_call(const struct service *service, const struct request *request,
    const struct call *call, struct arena *arena, struct pass *pass)
{
	const char *path = uri_path_canonical(arena, call->path);
	const struct config_protected *rule;

	if (path == NULL)
		return reply_error(arena, 403, "access_denied",
		    "the path can be read in more than one way");
	rule = rule_for(service->config, call->method, path);
	if (rule == NULL)
		return reply_error(arena, 403, "access_denied",
		    "this bank lets nobody through to this path with this "
		    "method");
	struct reply *reply =
	    pass_give(service, request, rule->token, arena, pass);
	if (reply == NULL && rule->scope != NULL &&
	    !words_have(pass->scope, rule->scope, strlen(rule->scope)))
		reply = bearer_lacks_scope(arena, rule->scope);
	return reply;
}

/* Every call of an app comes by here: who was let through is in the access
 * log of the web server, and not in ours. */
static struct reply *
let_through(
    const struct pass *pass, const char *const names[4], struct arena *arena)
{
	struct reply *reply = reply_json(arena, NULL, NULL);

	reply->headers =
	    arena_printf(arena, "%s: %s\r\n%s: %s\r\n%s: %s\r\n%s: %s\r\n",
		names[0], pass->client_id, names[1], pass->software_id,
		names[2], pass->organisation, names[3], pass->roles);
	return reply;
}

static struct reply *
answer(const struct service *service, const struct request *request,
    const struct call *call, const char *const names[4], struct arena *arena)
{
	struct pass pass = {"", "", "", "", NULL};
	struct reply *reply = judge_call(service, request, call, arena, &pass);

	return reply != NULL ? reply : let_through(&pass, names, arena);
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
