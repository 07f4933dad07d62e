/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_WEB_SERVICE_H
#define VALIDATORS_EXTERNAL_WEB_SERVICE_H

#include <stdint.h>

#include "kit/net/fetch.h"

struct arena;
struct json;
struct reader;

/* The parts of web_service_open*.c: a web service that speaks the contract of
 * the WSO2 accelerator's extensions. */
enum { WEB_SERVICE_SECRET_MAX = 8192 };

struct web_service {
	const char *url; /* without a / at its end */
	const char *ca, *certificate, *key;
	const char *username, *password_file; /* Basic */
	const char *token_file; /* a bearer token; or where from */
	const char *token_endpoint, *client_id, *secret_file, *scope;
	char
	    access_token[WEB_SERVICE_SECRET_MAX]; /* the endpoint's; "": none */
	int64_t access_token_until;		  /* of monotonic_deadline() */
	const char *hosts[3];			  /* that it may be sent to */
};

/* The arena's; mistakes go to the reader. */
struct web_service *web_service_read(
    struct reader *reader, const struct json *entry);

/* NULL, or why not: never what is in the file. */
const char *web_service_secret(
    const char *path, struct arena *arena, char **secret);

/* Adds who we are to what is sent. */
const char *web_service_authenticate(struct web_service *service,
    struct fetch_call *what, int64_t deadline, struct arena *arena);

/* NULL and the body of an answer 200.  What could not be sent, since no
 * connection came about, is sent once more. */
const char *web_service_call(const struct web_service *service, const char *uri,
    struct fetch_call *what, int64_t deadline, struct arena *arena,
    char **body);

#endif
