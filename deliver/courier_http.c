/* SPDX-License-Identifier: ISC */
/* Takes an event to a web service, which is POSTed it, and asks there which
 * clients it has. */
#include <string.h>

#include "deliver/kind.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"
#include "kit/percent.h"
#include "kit/service/web_service.h"

/* It has no such list: not every receiver need have one. */
#define CANNOT ""

enum { PAGE = 1048576, OK = 200 };

struct http {
	struct web_service *service;
	struct exchanger *exchanger;
};

static const char *
text_of(const struct json *object, const char *name)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : "";
}

/* The key of a record is one event's alone; when a receiver is brought up to
 * date all clients are told under one key. */
static const char *
idempotency_key(const struct json *event, struct arena *arena)
{
	const char *key = text_of(event, "key");

	if (strcmp(text_of(event, "event"), "reconciled") != 0)
		return arena_printf(arena, "Idempotency-Key: %s", key);
	return arena_printf(arena, "Idempotency-Key: %s-%s", key,
	    percent_encode(arena, text_of(event, "client_id"), "-._~"));
}

static void
send(struct courier *courier, const struct json *event, struct arena *arena,
    struct sent *out)
{
	struct http *http = courier->own;
	const char *const headers[] = {idempotency_key(event, arena), NULL};
	const struct exchange what = {.method = "POST",
	    .uri = http->service->url,
	    .headers = headers,
	    .body = json_text(arena, event),
	    .type = "application/json",
	    .milliseconds = courier->receiver->timeout,
	    .limit = LIMIT_ANSWER};
	struct exchanged answer;
	const char *why;
	const enum fetched fetched = web_service_exchange(
	    http->service, http->exchanger, &what, arena, &answer, &why);

	if (fetched == FETCHED_OK)
		courier_judge(&answer, arena, out);
	else
		courier_unanswered(fetched, why, arena, out);
}

/* Tells the clients of a page; the last of them is in *after, NULL when the
 * page has none.  False when the page is none, or nobody wants more. */
static bool
tell_page(const struct json *clients,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, const char **after)
{
	const char *before = *after;

	*after = NULL;
	for (size_t i = 0; i < json_length(clients); i++) {
		const struct json *one = json_at(clients, i);
		struct courier_known known = {
		    .client_id = json_string(json_get(one, "client_id")),
		    .key = json_string(json_get(one, "key")),
		    .version = -1};

		(void)json_integer(json_get(one, "version"), &known.version);
		if (known.client_id == NULL ||
		    (before != NULL && strcmp(known.client_id, before) <= 0))
			return false;
		before = *after = known.client_id;
		if (!each(context, &known))
			return false;
	}
	return true;
}

/* One page: what is behind *after.  The pages are over when one is empty. */
static const char *
read_page(struct courier *courier,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **after)
{
	struct http *http = courier->own;
	const struct exchange what = {.method = "GET",
	    .uri = arena_printf(arena, "%s?after=%s", http->service->url,
		percent_encode(arena, *after != NULL ? *after : "", "-._~")),
	    .milliseconds = courier->receiver->timeout,
	    .limit = PAGE};
	struct exchanged answer;
	const struct json *clients;
	const char *why;

	if (web_service_exchange(http->service, http->exchanger, &what, arena,
		&answer, &why) != FETCHED_OK)
		return why;
	if (answer.status == 404 || answer.status == 405 ||
	    answer.status == 501) {
		*after = NULL;
		return CANNOT;
	}
	if (answer.status != OK)
		return arena_printf(
		    arena, "answers with status %d", answer.status);
	clients = json_get(
	    json_parse(arena, answer.body, answer.length, NULL), "clients");
	if (json_type(clients) != JSON_ARRAY)
		return "answers no {\"clients\": [...]}";
	if (!tell_page(clients, each, context, after))
		return "answers clients that are not in order of client_id";
	return NULL;
}

/* Each page has an arena of its own: there may be many. */
static bool
list(struct courier *courier,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why)
{
	char *last = NULL;
	bool more = true;

	*why = NULL;
	while (more && *why == NULL) {
		struct arena *page = arena_new();
		const char *after = last;

		*why = arena_strdup(
		    arena, read_page(courier, each, context, page, &after));
		more = after != NULL;
		if (more)
			last = arena_strdup(arena, after);
		arena_free(page);
	}
	if (*why != NULL && **why == '\0') {
		*why = NULL;
		return false;
	}
	return *why == NULL;
}

const char *
courier_http(struct courier *courier, struct arena *arena)
{
	struct http *http = arena_alloc(arena, sizeof(*http));
	const char *why = NULL;

	http->service = courier->receiver->service;
	http->exchanger = web_service_exchanger(http->service, arena, &why);
	courier->own = http;
	courier->send = send;
	courier->list = list;
	return http->exchanger != NULL ? NULL : why;
}
