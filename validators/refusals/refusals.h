/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_REFUSALS_REFUSALS_H
#define VALIDATORS_REFUSALS_REFUSALS_H

#include "validators/lib/verdict.h"

/*
 * The refusals that no question of a profile makes: of a request that cannot be
 * read, a client that has not authenticated, an access token, a call of the
 * APIs.  They hold in every regime, with the status and the error that are
 * written here.
 */
struct refusal {
	struct rule rule; /* id, error and meaning; a NULL id ends a table */
	int status;
	const char *clause; /* that asks for it; NULL: dcr does */
};

/* All tables, by the prefix of their ids; a NULL prefix ends. */
struct refusal_table {
	const char *prefix; /* "token" */
	const struct refusal *refusals;
};
extern const struct refusal_table refusal_tables[];

/* The refusal of that id; NULL: there is none. */
const struct refusal *refusals_find(const char *id);

/* Of any request, before it is known what it asks for. */
enum {
	REQUEST_HEADER_TWICE,
	REQUEST_HEADER_SIZE,
	REQUEST_CLIENT_CERT,
	REQUEST_ENCODING,
	REQUEST_CONTENT_LENGTH,
	REQUEST_BODY_SHORT,
	REQUEST_BODY_MISSING,
	REQUEST_BODY_SIZE,
	REQUEST_MEMORY,
	REQUEST_PATH,
	REQUEST_METHOD_UNKNOWN,
	REQUEST_FORM_TYPE, /* this and the next one: of forms (token endpoint,
			      introspection, revocation) */
	REQUEST_FORM,
};
extern const struct refusal refusals_request[];

/* Of registrations, beside the questions. */
enum {
	REGISTER_CONTENT_TYPE,
	REGISTER_CERTIFICATE_CHANGES,
	REGISTER_SOFTWARE_CHANGES,
	REGISTER_RECOVERY,
	REGISTER_CANCEL,
	REGISTER_OLDER,
};
extern const struct refusal refusals_register[];

/* Of who manages a registration. */
enum {
	MANAGE_SUSPENDED,
	MANAGE_PENDING,
	MANAGE_IF_MATCH,
	MANAGE_CHANGED,
};
extern const struct refusal refusals_manage[];

/* Of who comes with a bearer token, to a registration or to an API. */
enum {
	ACCESS_TOKEN_MISSING,
	ACCESS_TOKEN_INVALID,
	ACCESS_TOKEN_REGISTRATION,
	ACCESS_TOKEN_KIND,
	ACCESS_TOKEN_CERTIFICATE,
	ACCESS_TOKEN_CLIENT,
	ACCESS_TOKEN_PARTY,
	ACCESS_TOKEN_WITHDRAWN,
	ACCESS_TOKEN_GRANT,
	ACCESS_TOKEN_SUSPENDED,
	ACCESS_TOKEN_PENDING,
	ACCESS_TOKEN_SCOPE,
	ACCESS_TOKEN_USER,
	ACCESS_TOKEN_SCOPELESS,
};
extern const struct refusal refusals_access_token[];

/* Of a call of the APIs. */
enum {
	DOOR_PRETENDS,
	DOOR_CONNECTION,
	DOOR_PATH,
	DOOR_RULE,
	DOOR_STRANGER,
	DOOR_SUSPENDED,
	DOOR_PENDING,
	DOOR_SHARED,
};
extern const struct refusal refusals_door[];

/* Of who authenticates as a client. */
enum {
	CLIENT_AUTHENTICATION_SECRET,
	CLIENT_AUTHENTICATION_TWO,
	CLIENT_AUTHENTICATION_MISSING,
	CLIENT_AUTHENTICATION_CLIENT,
	CLIENT_AUTHENTICATION_SUSPENDED,
	CLIENT_AUTHENTICATION_PENDING,
	CLIENT_AUTHENTICATION_METHOD,
	CLIENT_AUTHENTICATION_SUBJECT,
	CLIENT_AUTHENTICATION_TYPE,
	CLIENT_AUTHENTICATION_PAIR,
	CLIENT_AUTHENTICATION_FORM,
	CLIENT_AUTHENTICATION_ISS,
	CLIENT_AUTHENTICATION_ALG,
	CLIENT_AUTHENTICATION_KEYS,
	CLIENT_AUTHENTICATION_KEY,
	CLIENT_AUTHENTICATION_SIGNATURE,
	CLIENT_AUTHENTICATION_REVOKED_KEY,
	CLIENT_AUTHENTICATION_REVOKED_CERTIFICATE,
	CLIENT_AUTHENTICATION_AUD,
	CLIENT_AUTHENTICATION_TIMES,
	CLIENT_AUTHENTICATION_JTI,
	CLIENT_AUTHENTICATION_JTI_SPENT,
};
extern const struct refusal refusals_client_authentication[];

/* Of who asks for an access token. */
enum {
	TOKEN_GRANT_MISSING,
	TOKEN_GRANT_TYPE,
	TOKEN_GRANT_REGISTERED,
	TOKEN_DPOP,
	TOKEN_SCOPE_REGISTERED,
	TOKEN_SCOPE_ROLE,
	TOKEN_SCOPE_USER,
	TOKEN_SCOPE_NOTHING,
};
extern const struct refusal refusals_token[];

/* Of who asks about an access token, or revokes one. */
enum {
	INTROSPECTION_STRANGER,
	INTROSPECTION_TOKEN,
};
extern const struct refusal refusals_introspection[];

/* Of servers of the bank that read clients. */
enum {
	CLIENTS_STRANGER,
	CLIENTS_QUERY,
	CLIENTS_AFTER,
	CLIENTS_LIMIT,
	CLIENTS_UNKNOWN,
};
extern const struct refusal refusals_clients[];

/* Of servers of the bank that poll events. */
enum {
	EVENTS_STRANGER,
	EVENTS_CONTENT_TYPE,
	EVENTS_JSON,
	EVENTS_OBJECT,
	EVENTS_MAX_EVENTS,
	EVENTS_RETURN_IMMEDIATELY,
	EVENTS_ACK,
	EVENTS_SET_ERRS,
};
extern const struct refusal refusals_events[];

#endif
