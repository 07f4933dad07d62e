/* SPDX-License-Identifier: ISC */
/* Lists what a client of tls_client_auth may be known by besides a subject. */
#include "validators/lib/tls_names.h"

#include "kit/json.h"

const struct tls_name tls_names[] = {
    {"tls_client_auth_san_dns", CERT_NAME_DNS},
    {"tls_client_auth_san_uri", CERT_NAME_URI},
    {"tls_client_auth_san_ip", CERT_NAME_IP},
    {"tls_client_auth_san_email", CERT_NAME_EMAIL},
    {NULL, CERT_NAME_DNS},
};

const struct tls_name *
tls_name_registered(const struct json *metadata, const char **text)
{
	const struct tls_name *name = tls_names;

	while (name->member != NULL &&
	       (*text = json_string(json_get(metadata, name->member))) == NULL)
		name++;
	return name->member != NULL ? name : NULL;
}
