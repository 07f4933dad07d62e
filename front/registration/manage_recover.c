/* SPDX-License-Identifier: ISC */
/* Gives a lost client_id back to whose request would register that software. */
#include <string.h>
#include <time.h>

#include "front/lib/reply.h"
#include "front/registration/private.h"
#include "front/registration/registration.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/request.h"

/* Nobody learns whose software is registered here. */
static struct reply *
nothing(struct arena *arena)
{
	return reply_error(
	    arena, 404, "invalid_request", "no registration can be given back");
}

struct reply *
manage_recover(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct submission submission;

	if (!service->config->recovery)
		return nothing(arena);
	struct reply *reply = registration_judge(
	    service, request, NULL, arena, time(NULL), &submission);
	if (reply != NULL)
		return reply;
	const char *software = json_string(claim(&submission, "software_id"));
	if (strcmp(software, request->software_id) != 0)
		return nothing(arena);
	reply = registration_existing(service, &submission);
	return reply != NULL ? reply : nothing(arena);
}
