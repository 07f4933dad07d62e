/* SPDX-License-Identifier: ISC */
/* Pushes events as Security Event Tokens (RFC 8935). */
#include <time.h>

#include "deliver/kind.h"
#include "deliver/set.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"
#include "kit/service/web_service.h"
#include "kit/signing/signing.h"

enum { ACCEPTED = 202, BAD_REQUEST = 400 };

struct pusher {
	struct web_service *service;
	struct exchanger *exchanger;
	struct signing *signing;
};

/* "The response body is a JSON object" of err and description, RFC 8935 section
 * 2.3. */
static void
judge_refusal(
    const struct exchanged *answer, struct arena *arena, struct sent *out)
{
	const struct json *body =
	    json_parse_fetched(arena, answer->body, answer->length, NULL);
	const char *err = json_string(json_get(body, "err"));
	const char *words = json_string(json_get(body, "description"));

	courier_judge(answer, arena, out);
	if (err != NULL)
		courier_say(out,
		    set_error_is_ours(err) ? SENT_AWAY : SENT_REFUSED,
		    arena_printf(arena, "%s%s%s", err,
			words != NULL ? ": " : "", words != NULL ? words : ""),
		    arena);
}

/* Another answer than 202 acknowledges nothing (RFC 8935 section 2.2), whatever
 * it is: a page of a proxy, perhaps. */
static void
judge(const struct exchanged *answer, struct arena *arena, struct sent *out)
{
	if (answer->status == BAD_REQUEST)
		judge_refusal(answer, arena, out);
	else
		courier_judge(answer, arena, out);
	if (out->as == SENT_DONE && answer->status != ACCEPTED)
		courier_say(out, SENT_LATER,
		    arena_printf(arena,
			"status %d: a token is acknowledged by 202 (RFC 8935)",
			answer->status),
		    arena);
}

static void
send(struct courier *courier, const struct json *event, struct arena *arena,
    struct sent *out)
{
	static const char *const headers[] = {"Accept: application/json", NULL};
	struct pusher *pusher = courier->own;
	const char *why = NULL;
	const char *token = set_make(
	    arena, pusher->signing, courier->receiver, event, time(NULL), &why);
	const struct exchange what = {.method = "POST",
	    .uri = pusher->service->url,
	    .headers = headers,
	    .body = token,
	    .type = "application/secevent+jwt",
	    .milliseconds = courier->receiver->timeout,
	    .limit = LIMIT_ANSWER};
	struct exchanged answer;

	if (token == NULL) {
		courier_say(out, SENT_AWAY, why, arena);
		return;
	}
	const enum fetched fetched = web_service_exchange(
	    pusher->service, pusher->exchanger, &what, arena, &answer, &why);
	if (fetched == FETCHED_OK)
		judge(&answer, arena, out);
	else
		courier_unanswered(fetched, why, arena, out);
}

const char *
courier_set(struct courier *courier, struct arena *arena)
{
	const struct config_receiver *receiver = courier->receiver;
	struct pusher *pusher = arena_alloc(arena, sizeof(*pusher));
	const char *why = NULL;

	if (receiver->service == NULL)
		return "polls its events: nothing is sent to it";
	pusher->service = receiver->service;
	pusher->signing = signing_open(arena, receiver->keys, &why);
	if (pusher->signing == NULL)
		return why;
	pusher->exchanger = web_service_exchanger(pusher->service, arena, &why);
	courier->own = pusher;
	courier->send = send;
	return pusher->exchanger != NULL ? NULL : why;
}
