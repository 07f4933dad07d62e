/* SPDX-License-Identifier: ISC */
/* Calls a web service of the bank's. */
#include "kit/service/web_service.h"

#include <string.h>
#include <time.h>

#include "kit/limits.h"
#include "kit/monotonic.h"

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
