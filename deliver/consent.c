/* SPDX-License-Identifier: ISC */
/* Asks receivers before a registration is made. */
#include "deliver/consent.h"

#include "deliver/event.h"
#include "deliver/ledger.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"

static void
ask(const struct config_receiver *receiver, const struct json *event,
    struct arena *arena, struct sent *out)
{
	const char *why = NULL;
	struct courier *courier = courier_open(receiver, arena, &why);

	*out = (struct sent){.as = SENT_LATER, .words = why};
	if (courier != NULL)
		courier_send(courier, event, arena, out);
}

const struct config_receiver *
consent_ask(const struct config *config, const struct profile *profile,
    const struct client *client, int64_t now, struct arena *arena,
    struct sent *out)
{
	const struct json *event = NULL;

	for (const struct config_receiver *r = config->receivers;
	     r->name != NULL; r++) {
		if (!r->check)
			continue;
		if (event == NULL)
			event = event_of_client(
			    arena, profile, LEDGER_FIRST, "check", now, client);
		ask(r, event, arena, out);
		if (out->as != SENT_DONE)
			return r;
	}
	return NULL;
}
