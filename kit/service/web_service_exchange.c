/* SPDX-License-Identifier: ISC */
/* Makes requests of a web service, by our credentials and over connections
 * that are kept. */
#include <string.h>

#include "kit/arena.h"
#include "kit/monotonic.h"
#include "kit/net/exchange.h"
#include "kit/service/web_service.h"

enum { UNAUTHORIZED = 401 };

struct exchanger *
web_service_exchanger(
    const struct web_service *service, struct arena *arena, const char **why)
{
	struct fetch_policy *policy = arena_alloc(arena, sizeof(*policy));

	policy->hosts = service->hosts;
	policy->ca = service->ca;
	policy->private_addresses = true;
	return exchange_open(policy, arena, why);
}

static enum fetched
make(struct web_service *service, struct exchanger *exchanger,
    const struct exchange *what, int64_t deadline, struct arena *arena,
    struct exchanged *out, const char **why)
{
	struct fetch_call credentials = {.username = NULL};
	struct exchange whole = *what;

	*why = web_service_authenticate(service, &credentials, deadline, arena);
	if (*why != NULL)
		return FETCHED_FAILED;
	whole.username = credentials.username;
	whole.password = credentials.password;
	whole.bearer = credentials.bearer;
	whole.certificate = service->certificate;
	whole.key = service->key;
	whole.milliseconds = monotonic_left(deadline);
	return exchange_make(exchanger, &whole, arena, out, why);
}

enum fetched
web_service_exchange(struct web_service *service, struct exchanger *exchanger,
    const struct exchange *what, struct arena *arena, struct exchanged *out,
    const char **why)
{
	const int64_t deadline = monotonic_deadline(what->milliseconds);
	enum fetched fetched =
	    make(service, exchanger, what, deadline, arena, out, why);

	if (fetched != FETCHED_OK || out->status != UNAUTHORIZED ||
	    *service->access_token == '\0')
		return fetched;
	*service->access_token = '\0';
	return make(service, exchanger, what, deadline, arena, out, why);
}
