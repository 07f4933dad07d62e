/* SPDX-License-Identifier: ISC */
#include "front/party.h"

#include <string.h>

#include "front/front.h"
#include "kit/cert.h"
#include "kit/json.h"
#include "validators/validator.h"

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
	*out = (struct party){.metadata = metadata_of(caller, client)};
}

void
party_claims(const struct service *service, const struct submission *caller,
    struct party *party)
{
	judge_registered(&service->judge, caller->request,
	    statement_of(party->metadata), caller->arena, caller->now,
	    &party->claims);
}

/* Where certificates are the statements: does this one name the party of the
 * registration? */
static bool
is_certified(const struct submission *s, const struct client *client)
{
	const char *software = software_of(s);

	return software != NULL && (s->facts & SAME_PARTY) != 0 &&
	       strcmp(software, client->software) == 0;
}

enum outcome
party_same(const struct service *service, const struct submission *caller,
    const struct client *client, const char **why)
{
	struct submission submission;
	struct verdict verdict;
	const char *statement;

	if (strcmp(cert_sha256_hex(caller->cert), client->certificate) == 0)
		return OUTCOME_PASS;
	statement = statement_of(metadata_of(caller, client));
	judge_caller(&service->judge, caller->request, statement, caller->arena,
	    caller->now, &submission, &verdict);
	if (statement == NULL && !is_certified(&submission, client))
		return OUTCOME_REFUSE; /* nothing says whose it is */
	*why = verdict.unable;
	return verdict.outcome;
}
