/* SPDX-License-Identifier: ISC */
/* Asks a web service by HTTPS. */
#include "validators/external/private.h"

#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/net/fetch.h"

enum { RETRY_AFTER = 50, LEAST_LEFT = 100 }; /* milliseconds */

static enum fetched
call(const struct web_service *service, const char *uri,
    struct fetch_call *call, int64_t deadline, struct arena *arena, char **body,
    const char **why)
{
	const struct fetch_policy policy = {.hosts = service->hosts,
	    .ca = service->ca,
	    .private_addresses = true};
	const int64_t left = monotonic_left(deadline);
	size_t length;

	*why = "does not answer in time";
	if (left <= 0)
		return FETCHED_FAILED;
	call->milliseconds = (unsigned)left;
	call->certificate = service->certificate;
	call->key = service->key;
	call->clear = strncmp(uri, "http:", 5) == 0;
	return fetch_call(
	    &policy, uri, call, LIMIT_ANSWER, arena, body, &length, why);
}

/* Only what was not sent is sent again. */
const char *
web_service_call(const struct web_service *service, const char *uri,
    struct fetch_call *what, int64_t deadline, struct arena *arena, char **body)
{
	const struct timespec pause = {0, RETRY_AFTER * 1000000L};
	const char *why;
	enum fetched fetched =
	    call(service, uri, what, deadline, arena, body, &why);

	if (fetched == FETCHED_UNREACHED &&
	    monotonic_left(deadline) > LEAST_LEFT) {
		(void)nanosleep(&pause, NULL);
		fetched = call(service, uri, what, deadline, arena, body, &why);
	}
	return fetched == FETCHED_OK ? NULL : why;
}

static const char *
ask(struct transport *transport, const struct json *question,
    struct arena *arena, const struct json **answer)
{
	struct web_service *service = transport->service;
	const int64_t deadline = monotonic_deadline(transport->milliseconds);
	const char *path =
	    translate_path(json_string(json_get(question, "method")));
	struct fetch_call what = {.type = "application/json",
	    .body = json_text(
		arena, translate_question(transport->entry, question, arena))};
	const char *why;
	char *body;

	if (path == NULL)
		return "is a service, and no such question is asked of a "
		       "service";
	why = web_service_authenticate(service, &what, deadline, arena);
	if (why != NULL)
		return why;
	why = web_service_call(service,
	    arena_printf(arena, "%s/%s", service->url, path), &what, deadline,
	    arena, &body);
	if (why != NULL) {
		*service->access_token = '\0'; /* perhaps refused */
		return why;
	}
	return translate_answer(
	    transport->entry, question, body, arena, answer);
}

void
web_service_open(struct transport *transport, struct reader *reader)
{
	translate_open(transport->entry, reader);
	transport->service = web_service_read(reader, transport->entry);
	transport->ask = ask;
}
