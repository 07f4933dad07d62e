/* SPDX-License-Identifier: ISC */
/* Asks a web service by HTTPS. */
#include "validators/external/private.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/net/exchange.h"
#include "kit/net/fetch.h"
#include "kit/reader.h"
#include "kit/service/web_service.h"

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

/* Any answer will do but one that our credentials are wrong: the contract has
 * nothing that may be asked for nothing. */
static const char *
look(struct transport *transport, struct arena *arena)
{
	const char *why = NULL;
	const struct exchange what = {.method = "GET",
	    .uri = transport->service->url,
	    .milliseconds = transport->milliseconds,
	    .limit = LIMIT_ANSWER};
	struct exchanger *exchanger =
	    web_service_exchanger(transport->service, arena, &why);
	struct exchanged out;

	if (exchanger == NULL ||
	    web_service_exchange(transport->service, exchanger, &what, arena,
		&out, &why) != FETCHED_OK)
		return arena_printf(
		    arena, "%.200s: %s", transport->service->url, why);
	return out.status == 401 || out.status == 403 || out.status >= 500
		   ? arena_printf(arena, "%.200s: answered with status %d",
			 transport->service->url, out.status)
		   : NULL;
}

void
transport_service(struct transport *transport, struct reader *reader)
{
	translate_open(transport->entry, reader);
	transport->service = web_service_read(reader, transport->entry, "");
	if (json_has_string(json_get(transport->entry, "on"), "DELETE"))
		reader_wrong(reader, "on",
		    "must not have DELETE, of which a service is not asked");
	transport->ask = ask;
	transport->look = look;
}
