/* SPDX-License-Identifier: ISC */
/* Loads libpq when a store is first used. */
#include "store/pgsql/library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#define FIND(member, name)                                                    \
	((calls->member = (__typeof__(calls->member))dlsym(library, name)) != \
	    NULL)

static bool
resolve_connections(struct pgsql_calls *calls, void *library)
{
	return FIND(parse, "PQconninfoParse") &&
	       FIND(parse_free, "PQconninfoFree") && FIND(free, "PQfreemem") &&
	       FIND(start, "PQconnectStartParams") &&
	       FIND(poll, "PQconnectPoll") && FIND(finish, "PQfinish") &&
	       FIND(status, "PQstatus") && FIND(socket, "PQsocket") &&
	       FIND(error, "PQerrorMessage") &&
	       FIND(parameter, "PQparameterStatus") &&
	       FIND(set_nonblocking, "PQsetnonblocking") &&
	       FIND(set_notices, "PQsetNoticeReceiver");
}

static bool
resolve_queries(struct pgsql_calls *calls, void *library)
{
	return FIND(send, "PQsendQuery") &&
	       FIND(enter, "PQenterPipelineMode") &&
	       FIND(leave, "PQexitPipelineMode") &&
	       FIND(sync, "PQpipelineSync") &&
	       FIND(send_prepare, "PQsendPrepare") &&
	       FIND(send_prepared, "PQsendQueryPrepared") &&
	       FIND(flush, "PQflush") && FIND(consume, "PQconsumeInput") &&
	       FIND(busy, "PQisBusy") && FIND(result, "PQgetResult") &&
	       FIND(result_status, "PQresultStatus") &&
	       FIND(result_field, "PQresultErrorField") &&
	       FIND(rows, "PQntuples") && FIND(value, "PQgetvalue") &&
	       FIND(length, "PQgetlength") && FIND(is_null, "PQgetisnull") &&
	       FIND(affected, "PQcmdTuples") && FIND(clear, "PQclear");
}

const struct pgsql_calls *
pgsql_library(const char **why)
{
	static struct pgsql_calls calls;
	static bool ready;
	void *library;

	if (ready)
		return &calls;
	library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || !resolve_connections(&calls, library) ||
	    !resolve_queries(&calls, library)) {
		*why = dlerror();
		if (*why == NULL)
			*why = "libpq.so.5 cannot be loaded";
		return NULL;
	}
	ready = true;
	return &calls;
}
