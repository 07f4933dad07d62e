/* SPDX-License-Identifier: ISC */
/* Whose a registered client is, and whether a certificate is of that party. */
#include "front/lib/party.h"

#include <string.h>

#include "front/lib/service.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "validators/lib/binding.h"
#include "validators/lib/facts.h"
#include "validators/lib/profile.h"
#include "validators/lib/verdict.h"

static const char *
statement_of(const struct json *metadata)
{
	return json_string(json_get(metadata, "software_statement"));
}

static const struct json *
metadata_of(const struct submission *caller, const struct client *client)
{
	return json_parse(
	    caller->arena, client->metadata, strlen(client->metadata), NULL);
}

void
party_read(const struct submission *caller, const struct client *client,
    struct party *out)
{
	*out = (struct party){
	    .client = client, .metadata = metadata_of(caller, client)};
}

/* Is this the software of the client, known by the same directory? */
static bool
is_of(const struct submission *s, const struct client *client)
{
	const char *software = software_of(s);

	return software != NULL && strcmp(software, client->software) == 0;
}

/* Where no certificate comes with a call, and no statement is kept, a client
 * is of the software and of the directory that it is registered under. */
static void
claim_key(struct party *party)
{
	struct submission *s = &party->claims;
	const struct json *names = s->profile->claims;
	const char *key = party->client->software;
	const char *id = json_string(json_get(names, "software_id"));
	struct json *claims;

	if (s->claims != NULL)
		return;
	claims = json_new_object(s->arena);
	json_set_string(claims, id != NULL ? id : "software_id",
	    identifier_of_key(s->arena, key));
	json_set_string(claims, "iss", identifier_directory(key));
	s->claims = claims;
	s->facts |= STATEMENT_READ | STATEMENT_TRUE | STATEMENT_SOUND | VOUCHED;
}

void
party_claims(const struct service *service, const struct submission *caller,
    struct party *party)
{
	judge_registered(&service->judge, caller->request,
	    statement_of(party->metadata), caller->arena, caller->now,
	    &party->claims);
	if (profile_connection_is_plain(service->judge.profile))
		claim_key(party);
	if (!is_of(&party->claims, party->client))
		party->claims.facts = 0;
}

enum party_proof
party_prove(const struct service *service, const struct submission *caller,
    const struct client *client, const char **why)
{
	struct submission submission;
	struct verdict verdict;

	*why = NULL;
	if (profile_connection_is_plain(service->judge.profile))
		return PARTY_SCHEME;
	if (strcmp(cert_sha256_hex(caller->cert), client->certificate) == 0)
		return PARTY_SAME;
	judge_registered(&service->judge, caller->request,
	    statement_of(metadata_of(caller, client)), caller->arena,
	    caller->now, &submission);
	if (!is_of(&submission, client))
		return PARTY_NONE;
	judge_party(&submission, &verdict);
	if (verdict.outcome == OUTCOME_UNABLE)
		*why = verdict.unable;
	if (verdict.outcome != OUTCOME_PASS)
		return PARTY_NONE;
	return binding_names_party(service->judge.profile) ? PARTY_SAME
							   : PARTY_SCHEME;
}
