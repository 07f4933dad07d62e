/* SPDX-License-Identifier: ISC */
/* Takes events to the administration of a product, by a mapping. */
#include "deliver/kind.h"

#include "deliver/mapping.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/monotonic.h"
#include "kit/net/exchange.h"
#include "kit/service/web_service.h"

struct mapped {
	const struct mapping *mapping;
	struct web_service *service;
	struct exchanger *exchanger;
	int64_t timeout;  /* of a receiver, milliseconds */
	int64_t deadline; /* of the event that is under way */
};

static enum fetched
make(void *context, const struct exchange *what, struct arena *arena,
    struct exchanged *out, const char **why)
{
	struct mapped *own = context;
	struct exchange whole = *what;

	whole.uri = arena_printf(arena, "%s%s", own->service->url, what->uri);
	whole.milliseconds = monotonic_left(own->deadline);
	if (whole.milliseconds <= 0) {
		*why = "has not answered in time";
		return FETCHED_FAILED;
	}
	return web_service_exchange(
	    own->service, own->exchanger, &whole, arena, out, why);
}

static void
send(struct courier *courier, const struct json *event, struct arena *arena,
    struct sent *out)
{
	struct mapped *own = courier->own;
	const struct mapping_caller caller = {make, own};

	own->deadline = monotonic_deadline(own->timeout);
	mapping_send(own->mapping, event, &caller, arena, out);
}

/* A list has as many pages as it has, each within the time of an event. */
static enum fetched
make_page(void *context, const struct exchange *what, struct arena *arena,
    struct exchanged *out, const char **why)
{
	struct mapped *own = context;

	own->deadline = monotonic_deadline(own->timeout);
	return make(own, what, arena, out, why);
}

static bool
list(struct courier *courier,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why)
{
	struct mapped *own = courier->own;
	const struct mapping_caller caller = {make_page, own};

	return mapping_list(own->mapping, &caller, each, context, arena, why);
}

const char *
courier_mapping(struct courier *courier, struct arena *arena)
{
	const struct config_receiver *receiver = courier->receiver;
	struct mapped *own = arena_alloc(arena, sizeof(*own));
	const char *why = NULL;

	own->mapping =
	    mapping_read(arena, receiver->mapping, receiver->values, &why);
	if (own->mapping == NULL)
		return why;
	own->service = receiver->service;
	own->timeout = receiver->timeout;
	own->exchanger = web_service_exchanger(own->service, arena, &why);
	courier->own = own;
	courier->send = send;
	courier->list = mapping_can_list(own->mapping) ? list : NULL;
	return own->exchanger != NULL ? NULL : why;
}
