/* SPDX-License-Identifier: ISC */
/* Has the key set at a URI of a statement, or that of a directory. */
#include "validators/lib/keys_at.h"

#include "kit/json.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

const struct keys *
keys_at(const struct submission *s, struct verdict *v, const char *uri,
    enum keyring_wish wish, const struct rule *forbidden)
{
	const struct keys *keys = NULL;
	const char *why = NULL;

	if (uri == NULL) { /* a statement accepted under another profile */
		unable(v, "the statement has no %s", claim_name(s, "jwks_uri"));
		return NULL;
	}
	switch (keyring_named(
	    s->keyring, uri, wish, s->now, s->arena, &keys, &why)) {
	case KEYRING_FOUND:
		return keys;
	case KEYRING_FORBIDDEN:
		refuse(v, forbidden, claim_pointer(s, "jwks_uri"),
		    "%s is not at a host that keys may be fetched from",
		    quoted(s->arena, uri));
		return NULL;
	case KEYRING_UNREACHABLE:
		break;
	}
	unable(v, "keys at %s: %s", quoted(s->arena, uri), why);
	return NULL;
}

const struct keys *
directory_keys(const struct submission *s, struct verdict *v, const char *place,
    enum keyring_wish wish)
{
	const struct keys *keys = NULL;
	const char *why = NULL;

	if (keyring_directory(s->keyring, place, wish, s->now, s->arena, &keys,
		&why) == KEYRING_FOUND)
		return keys;
	unable(v, "keys of the directory at %s: %s", place, why);
	return NULL;
}
