/* SPDX-License-Identifier: ISC */
/* The client certificate as a proxy in front of the web server hands it
 * over. */
#include "front/private.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "front/lib/reply.h"
#include "kit/digest.h"
#include "kit/request.h"
#include "validators/refusals/refusals.h"

/* Hashes are compared, which have one length: the time says nothing about that
 * of the secret. */
static bool
is_secret(struct arena *arena, const char *secret, const char *told)
{
	return digest_equal(digest_hex(arena, secret, strlen(secret)),
	    digest_hex(arena, told, strlen(told)));
}

/* A secret without a certificate is refused for everybody: behind a proxy that
 * sends such, a caller who has no certificate could bring one of his choice, in
 * a spelling of Client-Cert that the proxy does not take out. */
struct reply *
proxy_certificate(const char *secret, const char *certificate, const char *told,
    struct arena *arena, struct request *request)
{
	if (certificate == NULL && told == NULL)
		return NULL;
	if (told == NULL || !is_secret(arena, secret, told)) {
		request->client_verify =
		    "FAILED:the secret of the proxy did not come with it";
		return NULL;
	}
	if (certificate == NULL)
		return reply_unable(arena,
		    "the proxy sent its secret without a certificate: it must "
		    "send both of them, or neither");
	if (strchr(certificate, ',') != NULL)
		return reply_refuse(arena,
		    &refusals_request[REQUEST_CLIENT_CERT],
		    "the header Client-Cert came twice");
	request->client_cert = certificate;
	return NULL;
}
