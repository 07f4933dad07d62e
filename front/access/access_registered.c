/* SPDX-License-Identifier: ISC */
/* What counts of an access token, as its client is registered now. */
#include <string.h>

#include "front/access/access.h"
#include "kit/json.h"
#include "kit/words.h"

/* Whose tokens a grant gives; of a grant that is not here, a user's as well as
 * the client's own (RFC 7521 section 4). */
static const struct {
	const char *name;
	bool user, own;
} grants[] = {
    {"authorization_code", true, false},
    {"client_credentials", false, true},
    {"implicit", true, false},
    {"password", true, false},
    /* It prolongs what another grant has given. */
    {"refresh_token", false, false},
    {"urn:ietf:params:oauth:grant-type:device_code", true, false},
    {"urn:openid:params:grant-type:ciba", true, false},
};

static bool
gives(const char *grant, bool user)
{
	for (size_t i = 0; i < sizeof(grants) / sizeof(*grants); i++)
		if (strcmp(grant, grants[i].name) == 0)
			return user ? grants[i].user : grants[i].own;
	return true;
}

/* A client that names no grant has authorization_code (RFC 7591 section 2). */
static bool
has_grant(const struct json *metadata, bool user)
{
	const struct json *all = json_get(metadata, "grant_types");

	if (all == NULL)
		return gives("authorization_code", user);
	for (size_t i = 0; i < json_length(all); i++) {
		const char *grant = json_string(json_at(all, i));
		if (grant != NULL && gives(grant, user))
			return true;
	}
	return false;
}

bool
access_registered(
    struct access *access, const struct json *metadata, struct arena *arena)
{
	const char *scope = json_string(json_get(metadata, "scope"));

	if (!has_grant(metadata, access->user))
		return false;
	if (access->scope == NULL)
		return true;
	access->scope =
	    words_common(arena, access->scope, scope != NULL ? scope : "");
	if (*access->scope == '\0')
		access->scope = NULL;
	return true;
}
