/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_LIBRARY_H
#define STORE_PGSQL_LIBRARY_H

#include <libpq-fe.h>

/*
 * libpq is loaded when a store is opened and never unloaded.  It brings
 * twenty other libraries along (Kerberos, LDAP, GnuTLS), which nobody who has
 * another store shall have to install or to load.
 */
struct pgsql_calls {
	__typeof__(PQconninfoParse) *parse;
	__typeof__(PQconninfoFree) *parse_free;
	__typeof__(PQfreemem) *free;
	__typeof__(PQconnectStartParams) *start;
	__typeof__(PQconnectPoll) *poll;
	__typeof__(PQfinish) *finish;
	__typeof__(PQstatus) *status;
	__typeof__(PQsocket) *socket;
	__typeof__(PQerrorMessage) *error;
	__typeof__(PQparameterStatus) *parameter;
	__typeof__(PQsetnonblocking) *set_nonblocking;
	__typeof__(PQsetNoticeReceiver) *set_notices;
	__typeof__(PQsendQuery) *send;
	__typeof__(PQenterPipelineMode) *enter;
	__typeof__(PQexitPipelineMode) *leave;
	__typeof__(PQpipelineSync) *sync;
	__typeof__(PQsendPrepare) *send_prepare;
	__typeof__(PQsendQueryPrepared) *send_prepared;
	__typeof__(PQflush) *flush;
	__typeof__(PQconsumeInput) *consume;
	__typeof__(PQisBusy) *busy;
	__typeof__(PQgetResult) *result;
	__typeof__(PQresultStatus) *result_status;
	__typeof__(PQresultErrorField) *result_field;
	__typeof__(PQntuples) *rows;
	__typeof__(PQgetvalue) *value;
	__typeof__(PQgetlength) *length;
	__typeof__(PQgetisnull) *is_null;
	__typeof__(PQcmdTuples) *affected;
	__typeof__(PQclear) *clear;
};

/* NULL, and *why (dlerror's, or static): there is no libpq that we can use. */
const struct pgsql_calls *pgsql_library(const char **why);

#endif
