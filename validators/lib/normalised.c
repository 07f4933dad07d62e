/* SPDX-License-Identifier: ISC */
/* Tells a client in the names of standards. */
#include "validators/lib/normalised.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/members.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/validator.h"

/* A client that is being made. */
struct making {
	struct arena *arena;
	const struct profile *profile;
	const struct normalised_of *of;
	struct members *client;
	const struct json *keys; /* jwks_uri or jwks; NULL: there are no keys */
};

static const struct json *
registered(const struct making *to, const char *name)
{
	const struct json *value = members_get(to->of->registered, name);

	return json_is_empty(value) ? NULL : value;
}

/* A claim by our name for it. */
static const struct json *
claimed(const struct making *to, const char *name)
{
	const char *path = json_string(json_get(to->profile->claims, name));
	const struct json *value;

	if (to->of->claims == NULL)
		return NULL;
	value = path_get(to->arena, to->of->claims, path != NULL ? path : name);
	return json_is_empty(value) ? NULL : value;
}

/* What a client has under a standard's name, wherever that is. */
static const struct json *
find(const struct making *to, const char *name)
{
	const char *other =
	    json_string(json_get(to->profile->normalised, name));
	const struct json *value = registered(to, name);

	if (value == NULL && other != NULL)
		value = registered(to, other);
	if (value == NULL && json_get(to->profile->claims, name) != NULL)
		value = claimed(to, name);
	return value;
}

/* The words of a regime that a standard does not know. */
static const struct json *
reworded(const struct making *to, const struct member *member)
{
	const struct json *words =
	    json_get(to->profile->normalised, member->name);
	const char *text = json_string(member->value);

	return json_type(words) == JSON_OBJECT && text != NULL
		   ? json_get(words, text)
		   : NULL;
}

static bool
is_by_certificate(const struct making *to)
{
	const char *method =
	    json_string(registered(to, "token_endpoint_auth_method"));

	return method != NULL && strcmp(method, "tls_client_auth") == 0;
}

/* A client names one of five for what its certificate is known by. */
static bool
is_by_subject(const struct making *to)
{
	static const char *const others[] = {"tls_client_auth_san_dns",
	    "tls_client_auth_san_uri", "tls_client_auth_san_ip",
	    "tls_client_auth_san_email"};

	if (to->of->subject == NULL || *to->of->subject == '\0' ||
	    !is_by_certificate(to))
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (registered(to, others[i]) != NULL)
			return false;
	return true;
}

/* The subject of the certificate takes the place of what the client has
 * written. */
static bool
is_replaced(const struct making *to, const char *name, bool by_subject)
{
	return strcmp(name, "jwks_uri") == 0 ||
	       (by_subject &&
		   strcmp(name, "tls_client_auth_subject_dn") == 0) ||
	       (to->keys == NULL && normalised_needs_keys(name));
}

static void
add_registered(struct making *to, bool by_subject)
{
	const struct members *from = to->of->registered;

	for (size_t i = 0; i < from->count; i++) {
		const struct member *member = &from->all[i];
		if (!normalised_is(member->name) ||
		    is_replaced(to, member->name, by_subject))
			continue;
		const struct json *other = reworded(to, member);
		if (other != NULL)
			members_add(to->client, member->name, other);
		else
			members_share(to->client, member);
	}
}

/* Adds what stands under other names, or in the statement alone. */
static void
add_named(struct making *to, const struct json *map)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(map);
	     json_next(&each, &name, &value);)
		if (normalised_is(name) && json_string(value) != NULL &&
		    strcmp(name, "jwks_uri") != 0 &&
		    members_get(to->client, name) == NULL &&
		    (to->keys != NULL || !normalised_needs_keys(name)))
			members_add(to->client, name, find(to, name));
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
static const char *
default_type(const struct making *to)
{
	const struct json *grants = members_get(to->client, "grant_types");

	return json_has_string(grants, "authorization_code") ? "code" : NULL;
}

static void
add_default(struct making *to, const char *name, const struct json *value)
{
	if (members_get(to->client, name) == NULL)
		members_add(to->client, name, value);
}

static void
add_defaults(struct making *to)
{
	static const char bound[] =
	    "tls_client_certificate_bound_access_tokens";
	struct json *yes = json_new_object(to->arena);

	json_set_boolean(yes, bound, true);
	add_default(to, bound, json_get(yes, bound));
	add_default(to, "token_endpoint_auth_method",
	    json_new_string(to->arena, "client_secret_basic"));
	add_default(
	    to, "grant_types", list_of(to->arena, "authorization_code"));
	add_default(to, "response_types", list_of(to->arena, default_type(to)));
}

/* A claim that is there as a string. */
static const char *
claimed_text(const struct making *to, const char *name)
{
	return json_string(claimed(to, name));
}

/* A statement that was proved when its client was registered. */
static struct submission
proved(struct arena *arena, const struct profile *profile,
    const struct json *claims)
{
	return (struct submission){
	    .arena = arena,
	    .profile = profile,
	    .claims = claims,
	    .facts = STATEMENT_TRUE,
	};
}

static const struct json *
roles(const struct making *to)
{
	const struct submission said =
	    proved(to->arena, to->profile, to->of->claims);

	return to->of->claims == NULL ? NULL : roles_effective(&said);
}

const char *
normalised_software(struct arena *arena, const struct profile *profile,
    const struct json *claims)
{
	const struct submission said = proved(arena, profile, claims);

	return software_of(&said);
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
	const bool by_subject = is_by_subject(&to);
	const struct json *address = find(&to, "jwks_uri");

	all->jwks = address == NULL ? registered(&to, "jwks") : NULL;
	to.keys = address != NULL ? address : all->jwks;
	add_registered(&to, by_subject);
	members_add(to.client, "jwks_uri", address);
	if (by_subject)
		members_add_string(
		    to.client, "tls_client_auth_subject_dn", of->subject);
	add_named(&to, profile->normalised);
	add_named(&to, profile->claims);
	add_defaults(&to);
	all->client = to.client;
	all->organisation_id = claimed_text(&to, "org_id");
	all->organisation_name = claimed_text(&to, "org_name");
	all->roles = roles(&to);
	return all;
}
