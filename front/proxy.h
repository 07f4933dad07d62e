/* SPDX-License-Identifier: ISC */
#ifndef FRONT_PROXY_H
#define FRONT_PROXY_H

struct arena;
struct reply;
struct request;

/*
 * A proxy in front of the web server does the TLS, and hands the certificate
 * over in the header Client-Cert (RFC 9440).  A client can send such a header,
 * too; so the proxy sends a secret beside it (section 4), in a header whose
 * name has no separator and therefore one spelling, and sends it with a
 * certificate alone.
 */
#define PROXY_SECRET "HTTP_DCRPROXYSECRET"

/* Gives the request its certificate, when `told` is the secret.  The refusal,
 * when the two headers are not what a proxy sends; else NULL. */
struct reply *proxy_certificate(const char *secret, const char *certificate,
    const char *told, struct arena *arena, struct request *request);

#endif
