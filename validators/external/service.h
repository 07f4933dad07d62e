/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_SERVICE_H
#define VALIDATORS_EXTERNAL_SERVICE_H

#include <stdint.h>

#include "kit/net/fetch.h"

struct arena;
struct json;
struct reader;

/* The parts of transport_service*.c: a web service that speaks the contract of
 * the WSO2 accelerator's extensions. */
enum { SERVICE_SECRET_MAX = 8192 };

struct service {
	const char *url; /* without a / at its end */
	const char *ca, *certificate, *key;
	const char *username, *password_file; /* Basic */
	const char *token_file; /* a bearer token; or where from */
	const char *token_endpoint, *client_id, *secret_file, *scope;
	char token[SERVICE_SECRET_MAX]; /* the endpoint's; "": none */
	int64_t token_until;		/* of monotonic_deadline() */
	const char *hosts[3];		/* that it may be sent to */
};

/* The arena's; mistakes go to the reader. */
struct service *service_read(struct reader *reader, const struct json *entry);

/* NULL, or why not: never what is in the file. */
const char *service_secret(
    const char *path, struct arena *arena, char **secret);

/* Adds who we are to what is sent. */
const char *service_authenticate(struct service *service,
    struct fetch_call *what, int64_t deadline, struct arena *arena);

/* NULL and the body of an answer 200.  What could not be sent, since no
 * connection came about, is sent once more. */
const char *service_call(const struct service *service, const char *uri,
    struct fetch_call *what, int64_t deadline, struct arena *arena,
    char **body);

#endif
