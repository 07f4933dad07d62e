/* SPDX-License-Identifier: ISC */
/* Suspends a client whose update says that its directory has withdrawn it. */
#include "deliver/suspend.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/log.h"
#include "validators/validator.h"

void
registration_withdrawn(const struct service *service,
    const struct submission *s, const struct verdict *verdict)
{
	const struct finding *sign = judge_withdrawn(s, verdict);
	struct suspension it = {.by = "directory", .now = s->now};

	if (sign == NULL || s->replaced == NULL)
		return;
	it.client_id = s->replaced->client_id;
	it.why = arena_printf(s->arena, "the statement of its update: %s %s",
	    pointer_name(s->arena, sign->pointer), sign->detail);
	if (suspend(service->store, service->judge.profile, &it, s->arena) !=
	    STORED_OK)
		log_line("%s is withdrawn, and could not be suspended",
		    it.client_id);
}
