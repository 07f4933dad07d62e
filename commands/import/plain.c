/* SPDX-License-Identifier: ISC */
/* Reads client metadata (RFC 7591) as another server keeps it, a client a
 * line. */
#include <string.h>

#include "commands/import/private.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/digest.h"
#include "kit/hex.h"
#include "kit/identifier.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "kit/reserved.h"
#include "store/lib/journal.h"
#include "validators/lib/certified.h"

static bool
wrong(struct row_fault *fault, const char *member, const char *what)
{
	*fault = (struct row_fault){member, what};
	return false;
}

/* Reads a member that must be a line of text if it is there; *out is NULL where
 * it is not. */
static bool
text(const struct json *line, const char *member, const char **out,
    struct row_fault *fault)
{
	const struct json *value = json_get(line, member);

	*out = json_string(value);
	if (value == NULL)
		return true;
	if (*out == NULL || **out == '\0')
		return wrong(fault, member, "must be a string");
	if (!journal_line(*out, strlen(*out)))
		return wrong(fault, member, "holds a control character");
	return true;
}

/* Reads the software that the client is listed under.  The statement's claims
 * are proved later, or the line is refused (commands/import/vouch.c). */
static bool
read_software(struct arena *arena, const struct import_terms *terms,
    const struct json *line, struct client *client, struct row_fault *fault)
{
	const char *statement, *id, *directory = NULL;
	struct jws jws = {.payload = NULL};

	if (!text(line, "software_statement", &statement, fault) ||
	    !text(line, "software_id", &id, fault))
		return false;
	if (statement != NULL &&
	    jws_parse(arena, statement, strlen(statement), &jws) != JWS_OK)
		return wrong(
		    fault, "software_statement", "is not a signed JWT");
	if (id == NULL && !text(jws.payload, "software_id", &id, fault))
		return false;
	if (!text(jws.payload, "iss", &directory, fault))
		return false;
	if (directory == NULL)
		directory = terms->directory;
	if (id == NULL)
		return wrong(fault, "software_id",
		    "is missing, and so is a software_statement with it");
	/* The number of an authorisation (PSD2) may have a blank in it. */
	if (strchr(id, ' ') != NULL &&
	    (directory == NULL || strcmp(directory, CERTIFIED_ISSUER) != 0))
		return wrong(fault, "software_id", "holds a blank");
	if (directory == NULL)
		return wrong(fault, "software_statement",
		    "is missing: --directory says who knows the software");
	client->software = identifier_key(arena, id, directory);
	return true;
}

static const char *
from_thumbprint(struct arena *arena, const char *text)
{
	struct bytes bytes;

	if (!base64url_decode(arena, text, strlen(text), &bytes) ||
	    bytes.length != 32)
		return NULL;
	return hex_encode(arena, bytes.data, bytes.length);
}

static bool
read_certificate(struct arena *arena, const struct json *line,
    struct client *client, struct row_fault *fault)
{
	const char *hex, *thumbprint;

	client->certificate = "";
	if (!text(line, "certificate_sha256", &hex, fault) ||
	    !text(line, "x5t#S256", &thumbprint, fault))
		return false;
	if (hex != NULL && !hex_is(hex, 32))
		return wrong(fault, "certificate_sha256",
		    "must be 64 lower-case hexadecimal digits");
	if (thumbprint != NULL)
		client->certificate = from_thumbprint(arena, thumbprint);
	if (client->certificate == NULL)
		return wrong(fault, "x5t#S256", "must be 32 bytes, base64url");
	if (hex != NULL)
		client->certificate = hex;
	return true;
}

/* Reads the registration access token; one of another form than dcr gives would
 * never be accepted, and is dropped. */
static bool
read_token(struct arena *arena, const struct json *line, struct client *client,
    struct row_fault *fault)
{
	const char *token;

	if (!text(line, "registration_access_token", &token, fault))
		return false;
	if (token != NULL && hex_is(token, 32))
		client->token = digest_hex(arena, token, strlen(token));
	return true;
}

static bool
read_times(const struct import_terms *terms, const struct json *line,
    struct client *client, struct row_fault *fault)
{
	static const char member[] = "client_id_issued_at";
	const struct json *issued = json_get(line, member);

	client->registered = terms->now;
	if (issued != NULL && !json_integer(issued, &client->registered))
		return wrong(fault, member, "must be a whole number");
	client->changed = client->state_since = client->registered;
	return true;
}

static const char *
metadata(struct arena *arena, const struct import_terms *terms,
    const struct json *line, const struct client *client)
{
	struct json *kept = json_copy(arena, line);
	const char *name;
	size_t at = 0;

	while ((name = reserved_next(&at, RESERVED_IMPORT)) != NULL)
		json_remove(kept, name);
	json_remove(kept, "certificate_sha256");
	json_remove(kept, "x5t#S256");
	if (client->token != NULL)
		json_set_string(kept, "registration_client_uri",
		    arena_printf(
			arena, "%s/%s", terms->endpoint, client->client_id));
	return json_text(arena, kept);
}

bool
import_plain(struct arena *arena, const struct import_terms *terms,
    const struct json *line, struct import_client *out, struct row_fault *fault)
{
	struct client *client = &out->client;

	*out = (struct import_client){.plain = true};
	client->version = 1;
	client->state = CLIENT_ACTIVE;
	client->subject = client->issuer = "";
	client->state_why = client->state_by = client->profile = "";
	if (!text(line, "client_id", &client->client_id, fault))
		return false;
	if (client->client_id == NULL)
		return wrong(fault, "client_id", "is missing");
	if (!read_software(arena, terms, line, client, fault) ||
	    !read_certificate(arena, line, client, fault) ||
	    !read_token(arena, line, client, fault) ||
	    !read_times(terms, line, client, fault))
		return false;
	/* Access tokens that dcr issued to an earlier client of that name
	 * end. */
	if (terms->issues)
		change_withdraw(client);
	client->metadata = metadata(arena, terms, line, client);
	out->lost = *client->certificate == '\0' &&
		    json_get(line, "software_statement") == NULL;
	return true;
}
