/* SPDX-License-Identifier: ISC */
/* Tells a client in the names of standards. */
#include "validators/lib/normalised.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/x509/cert.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"

/* A client that is being made. */
struct making {
	struct arena *arena;
	const struct profile *profile;
	const struct normalised_of *of;
	struct members *client;
	const char *method; /* token_endpoint_auth_method; NULL: not said */
	const struct json *keys; /* jwks_uri or jwks; NULL: there are no keys */
};

static const struct json *
registered(const struct making *to, const char *name)
{
	const struct json *value = members_get(to->of->registered, name);

	return json_is_empty(value) ? NULL : value;
}

/* Where the keys are: as registered, or as the statement says. */
static const struct json *
address_of(const struct making *to)
{
	static const char name[] = "jwks_uri";
	const char *other =
	    json_string(json_get(to->profile->normalised, name));
	const struct json *value = registered(to, name);

	if (value == NULL && other != NULL)
		value = registered(to, other);
	if (value == NULL && json_get(to->profile->claims, name) != NULL)
		value = normalised_claim(
		    to->arena, to->profile, to->of->claims, name);
	return value;
}

/* Does the client authenticate by this method? */
static bool
is_by(const struct making *to, const char *method)
{
	return to->method != NULL && strcmp(to->method, method) == 0;
}

/* Has the client registered the subject of its certificate, or no name? */
static bool
is_named(const struct making *to, const char *subject)
{
	const char *name;

	if (to->of->named != NAMED_UNKNOWN)
		return to->of->named == NAMED_SUBJECT;
	name = json_string(registered(to, "tls_client_auth_subject_dn"));
	return name == NULL || dn_same(name, subject);
}

/* A client names one of five for what its certificate is known by: the subject,
 * or one of the subjectAltNames.  The certificate that it has registered with
 * need not be the one that it authenticates by. */
static bool
is_by_subject(const struct making *to)
{
	static const char other[] = "tls_client_auth_san_";
	const struct members *all = to->of->registered;
	const char *subject = to->of->subject;

	if (subject == NULL || *subject == '\0' ||
	    !is_by(to, "tls_client_auth") || !is_named(to, subject))
		return false;
	for (size_t i = 0; i < all->count; i++)
		if (strncmp(all->all[i].name, other, sizeof(other) - 1) == 0)
			return false;
	return true;
}

/* Has the member no meaning for this client? */
static bool
is_idle(const struct making *to, const char *name)
{
	if (to->keys == NULL && normalised_needs_keys(name))
		return true;
	return strcmp(name, "token_endpoint_auth_signing_alg") == 0 &&
	       !is_by(to, "private_key_jwt") && !is_by(to, "client_secret_jwt");
}

/* The subject of the certificate takes the place of what the client has
 * written. */
static bool
is_replaced(const char *name, bool by_subject)
{
	return strcmp(name, "jwks_uri") == 0 ||
	       (by_subject && strcmp(name, "tls_client_auth_subject_dn") == 0);
}

static void
add_registered(struct making *to, bool by_subject)
{
	const struct members *from = to->of->registered;

	for (size_t i = 0; i < from->count; i++) {
		const struct member *member = &from->all[i];
		if (normalised_is(member->name) &&
		    !is_replaced(member->name, by_subject) &&
		    !is_idle(to, member->name))
			members_share(to->client, member);
	}
}

/* Is there a place left for what has this name elsewhere? */
static bool
is_free(const struct making *to, const char *name)
{
	return normalised_is(name) && strcmp(name, "jwks_uri") != 0 &&
	       !is_idle(to, name) && members_get(to->client, name) == NULL;
}

/* Puts the standard's word in place of a regime's. */
static void
reword(struct making *to, const char *name, const struct json *words)
{
	for (size_t i = 0; i < to->client->count; i++) {
		struct member *member = &to->client->all[i];
		if (strcmp(member->name, name) != 0)
			continue;
		const char *text = json_string(member->value);
		const struct json *other =
		    text != NULL ? json_get(words, text) : NULL;
		if (other != NULL)
			*member = (struct member){name, other, NULL, 0};
	}
}

/* Adds what was registered under the names of the regime. */
static void
add_named(struct making *to)
{
	const struct json *entry;
	const char *name;

	for (struct json_each each = json_each(to->profile->normalised);
	     json_next(&each, &name, &entry);)
		if (json_type(entry) == JSON_OBJECT)
			reword(to, name, entry);
		else if (is_free(to, name))
			members_add(to->client, name,
			    registered(to, json_string(entry)));
}

/* Adds what the statement alone says. */
static void
add_claimed(struct making *to)
{
	const struct json *path;
	const char *name;

	for (struct json_each each = json_each(to->profile->claims);
	     json_next(&each, &name, &path);)
		if (is_free(to, name) &&
		    !profile_keeps_out(to->profile, name) &&
		    !profile_keeps_out(to->profile, json_string(path)))
			members_add(to->client, name,
			    normalised_claim_at(
				to->arena, to->of->claims, json_string(path)));
}

static const struct json *
list_of(struct arena *arena, const char *word)
{
	struct json *list = json_new_array(arena);

	if (word != NULL)
		json_append_string(list, word);
	return list;
}

/* RFC 7591 section 2 has code for every client; section 2.1 has it go with
 * grants that redirect users. */
static const struct json *
default_types(const struct making *to)
{
	const struct json *grants = members_get(to->client, "grant_types");

	return list_of(to->arena,
	    json_has_string(grants, "authorization_code") ? "code" : NULL);
}

static const struct json *
truth(struct arena *arena)
{
	struct json *object = json_new_object(arena);

	json_set_boolean(object, "is", true);
	return json_get(object, "is");
}

static bool
lacks(const struct making *to, const char *name)
{
	return members_get(to->client, name) == NULL;
}

static void
add_defaults(struct making *to)
{
	static const char method[] = "token_endpoint_auth_method",
			  grants[] = "grant_types", types[] = "response_types",
			  bound[] =
			      "tls_client_certificate_bound_access_tokens",
			  dpop[] = "dpop_bound_access_tokens";

	if (lacks(to, bound) && !json_true(members_get(to->client, dpop)))
		members_add(to->client, bound, truth(to->arena));
	if (lacks(to, method))
		members_add_string(to->client, method, "client_secret_basic");
	if (lacks(to, grants))
		members_add(to->client, grants,
		    list_of(to->arena, "authorization_code"));
	if (lacks(to, types))
		members_add(to->client, types, default_types(to));
}

struct normalised *
normalised_make(struct arena *arena, const struct profile *profile,
    const struct normalised_of *of)
{
	struct normalised *all = arena_alloc(arena, sizeof(*all));
	struct making to = {
	    .arena = arena,
	    .profile = profile,
	    .of = of,
	    .client = members_new(arena),
	};
	const struct json *address = address_of(&to);

	to.method = json_string(registered(&to, "token_endpoint_auth_method"));
	const bool by_subject = is_by_subject(&to);

	all->jwks = address == NULL ? registered(&to, "jwks") : NULL;
	to.keys = address != NULL ? address : all->jwks;
	add_registered(&to, by_subject);
	members_add(to.client, "jwks_uri", address);
	if (by_subject)
		members_add_string(
		    to.client, "tls_client_auth_subject_dn", of->subject);
	add_named(&to);
	add_claimed(&to);
	add_defaults(&to);
	all->client = to.client;
	normalised_beside(arena, profile, of, all);
	return all;
}
