/* SPDX-License-Identifier: ISC */
/* Sends a request to the server that was named, and to no other. */
#include <stdlib.h>
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/net/exchange.h"

/* The answer outlives the connection, which is a new one for each request: it
 * says who we are this time. */
static void
keep(struct conformance_run *run, const struct exchanged *out,
    struct conformance_answer *answer)
{
	struct arena *arena = run->arena;

	answer->status = out->status;
	answer->text = arena_strndup(arena, out->body, out->length);
	answer->type = arena_strdup(arena, out->type);
	answer->caching = arena_strdup(arena, out->caching);
	answer->body =
	    json_parse_foreign(arena, answer->text, strlen(answer->text), NULL);
	/* An answer may be signed: what is in it counts here. */
	if (json_type(answer->body) != JSON_OBJECT)
		answer->body = conformance_claims(arena, answer->text);
}

static enum fetched
exchange(const struct conformance_server *server,
    const struct conformance_call *call, int64_t milliseconds,
    struct arena *arena, struct exchanged *out, const char **why)
{
	const struct fetch_policy policy = {.hosts = server->hosts,
	    .ca = server->ca,
	    /* Who names a host says where it is. */
	    .private_addresses = true};
	const struct exchange what = {.method = call->method,
	    .uri = call->uri,
	    .body = call->body,
	    .type = call->body != NULL ? call->type : NULL,
	    .bearer = call->bearer,
	    .certificate = call->certificate,
	    .key = call->key,
	    .milliseconds = milliseconds,
	    .limit = LIMIT_BODY};
	struct exchanger *exchanger = exchange_open(&policy, arena, why);

	return exchanger != NULL
		   ? exchange_make(exchanger, &what, arena, out, why)
		   : FETCHED_FAILED;
}

void
conformance_send(struct conformance_run *run, struct conformance_server *server,
    const struct conformance_call *call, struct conformance_answer *answer)
{
	const int64_t left = monotonic_left(server->deadline);
	const int64_t most =
	    left < server->milliseconds ? left : server->milliseconds;
	struct arena *arena = arena_new();
	struct exchanged out = {0};
	int64_t begun;
	const char *why = NULL;
	enum fetched fetched;

	*answer = (struct conformance_answer){0};
	if (left == 0) {
		answer->refused = "was not sent: the run has had its time";
		arena_free(arena);
		return;
	}
	begun = monotonic_now();
	fetched = exchange(server, call, most, arena, &out, &why);
	if (fetched == FETCHED_OK)
		keep(run, &out, answer);
	else if (fetched == FETCHED_FORBIDDEN)
		answer->refused = arena_printf(run->arena,
		    "was not sent: %.200s %s", call->uri,
		    "is not https, or its host was not named (--host)");
	else
		answer->refused =
		    arena_printf(run->arena, "no answer: %s", why);
	answer->closed =
	    (fetched == FETCHED_FAILED || fetched == FETCHED_UNREACHED) &&
	    monotonic_since(begun) < most;
	if (fetched == FETCHED_UNREACHED && call->certificate != NULL)
		server->dead = answer->refused;
	arena_free(arena);
}
