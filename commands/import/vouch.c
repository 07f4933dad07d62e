/* SPDX-License-Identifier: ISC */
/* Whether a client of an import may be registered here. */
#include <string.h>

#include "commands/lib/command.h"
#include "commands/import/private.h"
#include "kit/identifier.h"
#include "validators/judge/judge.h"

static bool
wrong(struct row_fault *fault, const char *member, const char *what)
{
	*fault = (struct row_fault){member, what};
	return false;
}

/* Are the identifiers of the client such that requests of it can be served? */
static bool
can_be_served(
    const struct client *client, struct arena *arena, struct row_fault *fault)
{
	const char *id = client->client_id;

	if (!identifier_is_client(id, strlen(id)))
		return wrong(
		    fault, "client_id", "must be " IDENTIFIER_CLIENT_FORM);
	if (*client->software != '\0' &&
	    !identifier_is_party(identifier_of_key(arena, client->software)))
		return wrong(
		    fault, "software_id", "must be " IDENTIFIER_PARTY_FORM);
	return true;
}

bool
import_vouch(const struct judge *judge, struct arena *arena, int64_t now,
    const struct client *client, struct row_fault *fault, int *code)
{
	bool unable = false;

	*code = EXIT_PASS;
	if (!can_be_served(client, arena, fault))
		return false;
	const char *what = judge_vouched(judge, client->metadata,
	    client->software, arena, (time_t)now, &unable);
	if (unable)
		*code = command_fail(EXIT_UNABLE, "%s", what);
	return what == NULL || wrong(fault, NULL, what);
}
