/* SPDX-License-Identifier: ISC */
/* Reads of which kinds request, statement and connection are. */
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"
#include "validators/validator.h"

/* A profile says of which kinds request and statement are: neither has a
 * default. */
void
profile_read_kinds(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const connections[] = {"mutual", "plain", NULL};
	static const char *const envelopes[] = {"jws", "json", "entity", NULL};
	static const unsigned requests[] = {
	    REQUEST_SIGNED, REQUEST_PLAIN, REQUEST_ENTITY};
	static const char *const statements[] = {
	    "jws", "certificate", "trust_chain", NULL};
	static const unsigned kinds[] = {
	    STATEMENT_SIGNED, STATEMENT_CERTIFIED, STATEMENT_CHAINED};

	profile->given =
	    requests[profile_read_word(reader, root, "envelope", envelopes)] |
	    kinds[profile_read_word(reader, root, "statement", statements)];
	profile->wrapped = reader_string(reader, root, "", "wrapped");
	if (profile->wrapped != NULL)
		profile->given |= REQUEST_WRAPPED;
	if (profile->wrapped != NULL && (profile->given & REQUEST_SIGNED) == 0)
		reader_wrong(reader, "wrapped",
		    "must not be there: nobody signs the request");
	if (profile_read_word(reader, root, "connection", connections) == 1)
		profile->given |= CONNECTION_PLAIN;
	if (json_get(root, "envelope") == NULL)
		reader_wrong(reader, "envelope", "is missing");
	if (json_get(root, "statement") == NULL)
		reader_wrong(reader, "statement", "is missing");
}

/* Whoever has a registration access token would need no other proof, and no
 * access token is bound to a caller. */
void
profile_check_connection(struct reader *reader, const struct profile *profile)
{
	const struct profile_management *management = &profile->management;

	if (profile_connection_is_plain(profile) &&
	    (management->registration_access_token != PROFILE_TOKEN_NEVER ||
		management->access_token || management->bound))
		reader_wrong(reader, "management",
		    "must be by nobody (registration_access_token never, "
		    "access_token and bound false) where the connection is "
		    "plain");
}
