/* SPDX-License-Identifier: ISC */
/* Opens the courier of a receiver by its kind, and sends by it. */
#include "deliver/courier.h"

#include "deliver/kind.h"
#include "kit/arena.h"
#include "kit/conf/config_receivers.h"

/* What opens each kind; NULL: nobody is sent to. */
static const char *(*const kinds[])(struct courier *, struct arena *) = {
    [RECEIVER_COMMAND] = courier_command,
    [RECEIVER_HTTP] = courier_http,
    [RECEIVER_SET] = courier_set,
    [RECEIVER_MAPPING] = courier_mapping,
};

struct courier *
courier_open(const struct config_receiver *receiver, struct arena *arena,
    const char **why)
{
	struct courier *courier = arena_alloc(arena, sizeof(*courier));

	courier->receiver = receiver;
	*why = "nothing is sent to a receiver of this kind";
	if (kinds[receiver->kind] != NULL)
		*why = kinds[receiver->kind](courier, arena);
	return *why == NULL ? courier : NULL;
}

void
courier_send(struct courier *courier, const struct json *event,
    struct arena *arena, struct sent *out)
{
	*out = (struct sent){.as = SENT_LATER, .words = ""};
	courier->send(courier, event, arena, out);
}

bool
courier_can_list(const struct courier *courier)
{
	return courier->list != NULL;
}

bool
courier_list(struct courier *courier,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why)
{
	return courier->list(courier, each, context, arena, why);
}
