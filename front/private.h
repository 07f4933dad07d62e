/* SPDX-License-Identifier: ISC */
#ifndef FRONT_PRIVATE_H
#define FRONT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "front/lib/service.h"
#include "front/route.h"
#include "front/variables.h"

/* Fills the request: bounded, copied, within LIMIT_REQUEST_SECONDS.  Returns
 * NULL, or the reply to a request that cannot even be looked at. */
struct reply *gather(const struct door *door, const struct service *service,
    struct arena *arena, struct request *request);

/* A request on its way in, and the first thing that is wrong with it. */
struct gathering {
	const struct door *door;
	struct arena *arena;
	struct request *request;
	struct variables variables;
	struct reply *refusal; /* or NULL */
};

/* Reads the body, if the request can have one.  `told` is CONTENT_LENGTH, NULL
 * when the web server did not tell it; a refusal stands once the body is out of
 * the way. */
struct reply *gather_body(const struct gathering *g, const char *told);

/* Does the header Connection name others than those of a connection itself?  A
 * proxy takes out whichever it names (RFC 9110 section 7.6.1), also one that was
 * put in by the server that asks: the word of who is calling. */
bool connection_withholds(const struct told *told);

/* From start to stop no read(2) goes on for longer than LIMIT_REQUEST_SECONDS
 * in all; passed(): the time was up before the stop. */
void deadline_start(void);
void deadline_stop(void);
bool deadline_passed(void);

/* The text, or "?" when the text cannot be a client_id (kit/identifier.h). */
const char *gather_identifier(
    struct arena *arena, const char *text, size_t length);

/* The line of the log, unless the reply is worth none (outcome NULL). */
struct served;
void log_served(const struct served *served, struct arena *arena);

/* What anybody may read, certificate or not: the metadata of the server (RFC
 * 8414) and the keys that verify its access tokens (RFC 7517). */
/* Makes the place for the document of which a part is signed. */
void discovery_open(struct service *service, struct arena *arena);

handler discovery_get, discovery_jwks, discovery_entity, discovery_signed;

/*
 * A proxy in front of the web server does the TLS, and hands the certificate
 * over in the header Client-Cert (RFC 9440).  A client can send such a header,
 * too; so the proxy sends a secret beside it (section 4), in a header whose
 * name has no separator and therefore one spelling (PROXY_SECRET), and sends
 * it with a certificate alone.
 *
 * Gives the request its certificate, when `told` is the secret.  The refusal,
 * when the two headers are not what a proxy sends; else NULL.
 */
struct reply *proxy_certificate(const char *secret, const char *certificate,
    const char *told, struct arena *arena, struct request *request);

#endif
