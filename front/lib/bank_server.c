/* SPDX-License-Identifier: ISC */
/* Which server of the bank calls. */
#include "front/lib/bank_server.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "kit/conf/resource_servers.h"
#include "kit/request.h"
#include "validators/lib/submission.h"

/* Has the caller a certificate that the web server has verified? */
static bool
is_connected(const struct submission *caller, const struct request *request)
{
	return caller->cert != NULL &&
	       (request->client_verify == NULL ||
		   strcmp(request->client_verify, "SUCCESS") == 0);
}

struct reply *
bank_server_read(const struct service *service, const struct request *request,
    struct arena *arena, struct submission *caller, const char **name)
{
	const char *why = NULL;

	*name = NULL;
	judge_registered(
	    &service->judge, request, NULL, arena, time(NULL), caller);
	if (!is_connected(caller, request)) {
		caller->cert = NULL;
		return NULL;
	}
	if (!resource_servers_read(service->resource_servers, &why))
		return reply_unable(arena, why);
	*name = resource_servers_name(
	    service->resource_servers, caller->cert, caller->now);
	return NULL;
}

struct reply *
bank_server_refuse(struct arena *arena, const struct refusal *refusal)
{
	return reply_refuse(arena, refusal,
	    "the client certificate is not that of a server of this bank that "
	    "may read this");
}
