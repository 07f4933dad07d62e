/* SPDX-License-Identifier: ISC */
/* Tells a client to those who follow the audit trail. */
#include "deliver/told.h"

#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "kit/members.h"
#include "kit/trail.h"
#include "store/lib/change.h"
#include "validators/lib/normalised.h"
#include "validators/lib/profile.h"

/* What is known of a client, for a record or to be told. */
struct told {
	struct trail_facts facts;
	const struct json *jwks;
};

static const char *
said(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

static struct members *
members_of(struct arena *arena, const struct client *client)
{
	struct members *members = members_new(arena);

	members_add_all(members, json_parse(arena, client->metadata,
				     strlen(client->metadata), NULL));
	return members;
}

/* The claims of the statement that was registered with the client; NULL when it
 * is that of another software. */
static const struct json *
claims_of(struct arena *arena, const struct profile *profile,
    struct members *registered, const struct client *client)
{
	const char *statement =
	    json_string(members_get(registered, "software_statement"));
	struct jws jws = {.payload = NULL};

	if (statement == NULL ||
	    jws_parse(arena, statement, strlen(statement), &jws) != JWS_OK)
		return NULL;
	const char *software = normalised_software(arena, profile, jws.payload);
	return software != NULL && strcmp(software, client->software) == 0
		   ? jws.payload
		   : NULL;
}

/* Where an organisation's identifier is the software's as well, a client without
 * a statement has it. */
static const char *
organisation(const struct profile *profile, const char *software_id)
{
	const char *a = json_string(json_get(profile->claims, "org_id"));
	const char *b = json_string(json_get(profile->claims, "software_id"));

	return a != NULL && b != NULL && strcmp(a, b) == 0 ? software_id : NULL;
}

static void
normalise(struct arena *arena, const struct profile *profile,
    const struct client *client, struct normalised_of *of, struct told *told)
{
	if (of->registered == NULL)
		of->registered = members_of(arena, client);
	if (of->claims == NULL)
		of->claims = claims_of(arena, profile, of->registered, client);
	const struct normalised *all = normalised_make(arena, profile, of);
	told->jwks = all->jwks;
	told->facts.client = all->client;
	told->facts.organisation_id = all->organisation_id;
	told->facts.organisation_name = all->organisation_name;
	told->facts.roles = all->roles;
	if (all->organisation_id == NULL)
		told->facts.organisation_id =
		    organisation(profile, told->facts.software_id);
}

/* To a receiver that knows two states, whoever is not active is suspended. */
static struct told *
tell(struct arena *arena, const struct client *client, uint64_t version)
{
	const enum client_state state = client_state_at(client, time(NULL));
	struct told *told = arena_alloc(arena, sizeof(*told));

	told->facts = (struct trail_facts){
	    .version = version,
	    .state = state == CLIENT_ACTIVE ? "active" : "suspended",
	    .standing = state == CLIENT_PENDING || state == CLIENT_EXPIRED
			    ? client_state_name(state)
			    : NULL,
	    .not_before = client_not_before(client),
	    .expires = client->expires,
	    .profile = said(client->profile),
	    .certificate = said(client->certificate),
	    .subject = said(client->subject),
	    .issuer = said(client->issuer),
	};
	if (*client->software != '\0') {
		told->facts.software_id =
		    identifier_of_key(arena, client->software);
		told->facts.directory = identifier_directory(client->software);
	}
	return told;
}

const struct trail_facts *
told_facts(struct arena *arena, const struct profile *profile,
    const struct client *client, uint64_t version,
    const struct normalised_of *of)
{
	struct told *told = tell(arena, client, version);
	struct normalised_of all = {.registered = NULL};

	if (of != NULL)
		all = *of;
	all.subject = client->subject;
	if (profile != NULL)
		normalise(arena, profile, client, &all, told);
	return &told->facts;
}

const struct trail_facts *
told_deletion(struct arena *arena, const struct client *client, int64_t at)
{
	struct trail_facts *facts = arena_alloc(arena, sizeof(*facts));

	*facts = (struct trail_facts){
	    .version = client->version,
	    .state = "deleted",
	    .not_before = at + 1,
	};
	return facts;
}

static void
set(struct json *object, const char *name, const char *text)
{
	if (text != NULL)
		json_set_string(object, name, text);
}

static const struct json *
certificate(struct arena *arena, const struct trail_facts *facts)
{
	struct json *all = json_new_object(arena);

	set(all, "sha256", facts->certificate);
	set(all, "subject", facts->subject);
	set(all, "issuer", facts->issuer);
	return all;
}

static const struct json *
client_members(struct arena *arena, const struct told *told)
{
	const struct members *from = told->facts.client;
	struct json *all = json_new_object(arena);

	for (size_t i = 0; i < from->count; i++)
		json_set(all, from->all[i].name, from->all[i].value);
	if (told->jwks != NULL)
		json_set(all, "jwks", told->jwks);
	return all;
}

struct json *
told_client(struct arena *arena, const struct profile *profile,
    const struct client *client)
{
	struct told *told = tell(arena, client, client->version);
	struct trail_facts *facts = &told->facts;
	struct normalised_of of = {.subject = client->subject};
	struct json *all = json_new_object(arena);

	normalise(arena, profile, client, &of, told);
	json_set_string(all, "client_id", client->client_id);
	json_set_integer(all, "version", (int64_t)facts->version);
	json_set_string(all, "state", facts->state);
	set(all, "standing", facts->standing);
	json_set_integer(all, "not_before", facts->not_before);
	if (facts->expires != 0)
		json_set_integer(all, "expires", facts->expires);
	set(all, "profile", facts->profile);
	set(all, "software_id", facts->software_id);
	set(all, "directory", facts->directory);
	set(all, "organisation_id", facts->organisation_id);
	set(all, "organisation_name", facts->organisation_name);
	if (facts->roles != NULL)
		json_set(all, "roles", facts->roles);
	json_set(all, "certificate", certificate(arena, facts));
	json_set(all, "client", client_members(arena, told));
	return all;
}
