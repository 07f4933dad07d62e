/* SPDX-License-Identifier: ISC */
/* PUT of a registration (RFC 7592 section 2.2): all of it is replaced. */
#include "front/lib/reply.h"
#include "front/registration/private.h"
#include "front/registration/registration.h"
#include "kit/request.h"

struct reply *
manage_put(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct manager manager;
	struct submission submission;
	struct reply *reply =
	    manager_admit_change(service, request, arena, &manager);

	if (reply != NULL)
		return reply;
	const struct replaced replaced = {
	    .client_id = manager.client.client_id,
	    .software = manager.client.software,
	    .metadata = manager.client.metadata,
	};
	reply = registration_judge(service, request, &replaced, arena,
	    manager.caller.now, &submission);
	return reply != NULL ? reply
			     : registration_replace(service, &submission,
				   &manager.client, manager.token);
}
