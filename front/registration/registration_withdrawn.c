/* SPDX-License-Identifier: ISC */
/* Suspends the clients of a software whose directory has withdrawn it. */
#include "deliver/suspend.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/log.h"
#include "store/lib/rows.h"
#include "validators/validator.h"

/* The active clients of the software. */
struct found {
	struct arena *arena;
	struct json *clients; /* an array of client_ids */
};

static bool
keep_active(void *context, const struct client *client)
{
	struct found *found = context;

	if (client->state == CLIENT_ACTIVE)
		json_append_string(found->clients,
		    arena_strdup(found->arena, client->client_id));
	return true;
}

void
registration_withdrawn(const struct service *service,
    const struct submission *s, const struct verdict *verdict)
{
	const struct finding *sign = judge_withdrawn(s, verdict);
	struct found found = {s->arena, NULL};
	struct suspension it = {.by = "directory", .now = s->now};

	if (sign == NULL)
		return;
	found.clients = json_new_array(s->arena);
	it.why =
	    arena_printf(s->arena, "the statement of a later request: %s %s",
		pointer_name(s->arena, sign->pointer), sign->detail);
	if (rows_clients(service->store, INDEX_SOFTWARE, software_of(s),
		keep_active, &found) != STORED_OK)
		return;
	for (size_t i = 0; i < json_length(found.clients); i++) {
		it.client_id = json_string(json_at(found.clients, i));
		if (suspend(service->store, service->judge.profile, &it,
			s->arena) != STORED_OK)
			log_line("%s is withdrawn, and could not be suspended",
			    it.client_id);
	}
}
