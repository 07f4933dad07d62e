/* SPDX-License-Identifier: ISC */
/* GET of a registration (RFC 7592 section 2.1). */
#include <stddef.h>

#include "front/registration/private.h"
#include "front/registration/registration.h"

struct reply *
manage_get(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct manager manager;
	struct reply *reply = manager_admit(service, request, arena, &manager);

	if (reply == NULL)
		reply = manager_ask(service, &manager, METHOD_GET);
	if (reply != NULL)
		return reply;
	return registration_reply(
	    arena, 200, "read", &manager.client, manager.token);
}
