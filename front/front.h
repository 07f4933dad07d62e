/* SPDX-License-Identifier: ISC */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include <stdbool.h>

#include "front/lib/service.h"

/* False when the deployment is wrong: *why is then one line.  A store that is
 * merely out of order opens and answers 503. */
bool service_open(
    struct service *service, struct arena *arena, const char **why);
void service_close(struct service *service);

/* Reads what a request would have read at its first use, so that a process of
 * many requests does not begin when it could not answer all.  False and *why,
 * like service_open(). */
bool service_ready(
    struct service *service, struct arena *arena, const char **why);

/* Called between two requests: seals what has settled of the audit trail
 * (store/chain.h), once in SERVICE_SEAL_SECONDS. */
#define SERVICE_SEAL_SECONDS 60
void service_rest(struct service *service);

/* Is file descriptor 0 a listening socket, as a FastCGI responder is given? */
bool fastcgi_is_door(void);

/* The doors, by which requests come in: each returns the exit code of the
 * program.  `ready` is called when requests can be answered; NULL: nobody wants
 * to know. */
int fastcgi_main(void (*ready)(void));
int cgi_main(void);

#endif
