/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_TLS_NAMES_H
#define VALIDATORS_LIB_TLS_NAMES_H

#include <stddef.h>

#include "kit/x509/cert.h"

struct json;

/* What a client of tls_client_auth may be known by in place of the subject of
 * its certificate: a name of subjectAltName (RFC 8705 section 2.1.2). */
struct tls_name {
	const char *member; /* NULL ends */
	enum cert_name kind;
};
extern const struct tls_name tls_names[];

/* The one that is registered; NULL: none is, or it is no string. */
const struct tls_name *tls_name_registered(
    const struct json *metadata, const char **text);

#endif
