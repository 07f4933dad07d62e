/* SPDX-License-Identifier: ISC */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

const char *
pointer_to(const struct submission *s, const char *member)
{
	return arena_printf(s->arena, "/%s", member);
}

const char *
listed(struct arena *arena, const struct json *strings)
{
	char *all = arena_strdup(arena, "");
	const char *one;

	for (size_t i = 0; i < json_length(strings); i++)
		if ((one = json_string(json_at(strings, i))) != NULL)
			all = arena_printf(
			    arena, "%s%s%s", all, i > 0 ? ", " : "", one);
	for (char *c = all; *c != '\0'; c++) /* roles are a claim */
		if (*c < ' ' || *c > '~')
			*c = '?';
	return all;
}

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
	switch (
	    keyring_at(s->keyring, uri, wish, s->now, s->arena, &keys, &why)) {
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
