/* SPDX-License-Identifier: ISC */
/* Which names of client metadata are reserved, and from whom. */
#include "kit/reserved.h"

#include <string.h>

enum {
	SERVER = RESERVED_SERVER,
	UPDATE = RESERVED_UPDATE,
	SET = RESERVED_SET,
	TOLD = RESERVED_TOLD,
	RECORD = RESERVED_RECORD,
	IMPORT = RESERVED_IMPORT
};

#define NAME(text) text, sizeof(text) - 1

static const struct {
	const char *name;
	size_t length;
	unsigned ways;
} table[] = {
    /* RFC 7591 section 3.2.1 and RFC 7592 section 3.  An update names the
     * client that it is for, and may repeat its secret. */
    {NAME("client_id"), SERVER | SET},
    {NAME("client_secret"), SERVER | SET | TOLD | RECORD | IMPORT},
    {NAME("registration_access_token"),
	SERVER | UPDATE | SET | TOLD | RECORD | IMPORT},
    {NAME("registration_client_uri"), SERVER | UPDATE | SET | IMPORT},
    {NAME("client_secret_expires_at"), SERVER | UPDATE | SET | IMPORT},
    {NAME("client_id_issued_at"), SERVER | UPDATE | SET},
    /* Whoever holds a software statement could use it. */
    {NAME("software_statement"), SET | TOLD | RECORD},
    {NAME("jwks"), SET | RECORD},
    {NAME("jwks_uri"), SET},
    /* Credentials of OAuth 2.0 and OpenID Connect. */
    {NAME("access_token"), SET | TOLD},
    {NAME("refresh_token"), SET | TOLD},
    {NAME("id_token"), SET | TOLD},
    {NAME("initial_access_token"), TOLD},
    {NAME("assertion"), TOLD},
    {NAME("client_assertion"), TOLD},
    {NAME("authorization"), TOLD},
    {NAME("password"), TOLD},
    /* Registered claims (RFC 7519 section 4.1) are their issuer's. */
    {NAME("iss"), SET},
    {NAME("sub"), SET},
    {NAME("aud"), SET},
    {NAME("exp"), SET},
    {NAME("nbf"), SET},
    {NAME("iat"), SET},
    {NAME("jti"), SET},
};

enum { COUNT = sizeof(table) / sizeof(table[0]) };

bool
reserved_is(const char *name, enum reserved way)
{
	const size_t length = strcspn(name, "#");

	for (size_t i = 0; i < COUNT; i++)
		if (table[i].length == length &&
		    memcmp(table[i].name, name, length) == 0)
			return (table[i].ways & way) != 0;
	return false;
}

const char *
reserved_next(size_t *at, enum reserved way)
{
	while (*at < COUNT) {
		const size_t i = (*at)++;
		if ((table[i].ways & way) != 0)
			return table[i].name;
	}
	return NULL;
}
