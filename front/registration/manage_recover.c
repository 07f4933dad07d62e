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
#include "validators/refusals/refusals.h"

/* Nobody learns whose software is registered here. */
static struct reply *
nothing(struct arena *arena, const char *why)
{
	return reply_conceal(arena, &refusals_register[REGISTER_RECOVERY],
	    "no registration can be given back", why);
}

struct reply *
manage_recover(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct submission submission;

	if (!service->config->recovery)
		return nothing(arena, "recovery is off in dcr.conf");
	struct reply *reply = registration_judge(
	    service, request, NULL, arena, time(NULL), &submission);
	if (reply != NULL)
		return reply;
	const char *software = json_string(claim(&submission, "software_id"));
	if (strcmp(software, request->software_id) != 0)
		return nothing(arena,
		    "the statement is of another software than the query");
	reply = registration_existing(service, &submission);
	return reply != NULL
		   ? reply
		   : nothing(arena, "the software has no registration");
}
