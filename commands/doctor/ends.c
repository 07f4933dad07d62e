/* SPDX-License-Identifier: ISC */
/* Looks what of a registered software ends soon, and where its keys are. */
#include "commands/doctor/ends.h"

#include <string.h>

#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/net/cache.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"
#include "kit/x509/cert.h"
#include "validators/judge/judge.h"

void
ends_begin(struct ends *ends, struct doctor *doctor,
    const struct config *config, const struct profile *profile, int64_t now)
{
	*ends = (struct ends){.doctor = doctor,
	    .config = config,
	    .named = judge_named_policy(config, profile, doctor->arena),
	    .now = now,
	    .statements = {.what = "have a software statement that ends within "
				   "30 days"},
	    .certificates = {.what = "have keys whose certificates all end "
				     "within 30 days"},
	    .ended = {.what = "have keys whose certificates have all ended"}};
}

static void
count(struct ends *ends, struct ending *ending, const struct client *client)
{
	struct arena *arena = ends->doctor->arena;

	if (ending->count++ < DOCTOR_NAMED)
		ending->names[ending->named++] = arena_strdup(
		    arena, row_tamed(arena, client->client_id, ROW_NAME_MOST));
}

static bool
is_soon(const struct ends *ends, int64_t moment)
{
	return moment > ends->now && moment - ends->now < DOCTOR_SOON_SECONDS;
}

/* The claims of the statement that the client was registered by, which was
 * proved then; NULL: there are none. */
static const struct json *
claims_of(const struct json *metadata, struct arena *arena)
{
	const char *text =
	    json_string(json_get(metadata, "software_statement"));
	struct jws jws;

	if (text == NULL ||
	    jws_parse(arena, text, strlen(text), &jws) != JWS_OK)
		return NULL;
	return jws.payload;
}

/* The names of the claim that regimes have. */
static const char *
keys_uri(const struct json *metadata, const struct json *claims)
{
	static const char *const names[] = {
	    "jwks_uri", "software_jwks_endpoint", "software_jwks_uri"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *uri = json_string(json_get(metadata, names[i]));

		if (uri == NULL)
			uri = json_string(json_get(claims, names[i]));
		if (uri != NULL)
			return uri;
	}
	return NULL;
}

static const char *
file_of_keys(const struct ends *ends, const char *uri, struct arena *arena)
{
	const struct keyring_mirror *mirror = ends->config->mirrors;

	for (; mirror != NULL && mirror->prefix != NULL; mirror++) {
		const size_t length = strlen(mirror->prefix);

		if (strncmp(uri, mirror->prefix, length) == 0)
			return strstr(uri, "/../") != NULL
				   ? NULL
				   : arena_printf(arena, "%s/%s",
					 mirror->folder, uri + length);
	}
	return cache_named(ends->config->cache,
	    digest_hex(arena, uri, strlen(uri)), "jwks", arena)
	    .body;
}

/* The set in the metadata, or else the one that was fetched last: no host is
 * asked, for there may be a million of them. */
static const struct json *
keys_of(const struct ends *ends, const struct json *metadata, const char *uri,
    struct arena *arena)
{
	const struct json *set = json_get(metadata, "jwks");
	const char *path, *text;
	size_t length;

	if (set != NULL || uri == NULL)
		return json_get(set, "keys");
	path = file_of_keys(ends, uri, arena);
	text =
	    path == NULL ? NULL : file_read(arena, path, LIMIT_JWKS, &length);
	if (text == NULL)
		return NULL;
	return json_get(json_parse_fetched(arena, text, length, NULL), "keys");
}

/* When the last of the certificates ends; 0: no key has one. */
static int64_t
last_end(const struct json *keys, struct arena *arena)
{
	int64_t last = 0;

	for (size_t i = 0; i < json_length(keys); i++) {
		const char *text =
		    json_string(json_at(json_get(json_at(keys, i), "x5c"), 0));
		const struct cert *cert =
		    text != NULL ? cert_parse(arena, text, strlen(text)) : NULL;

		if (cert != NULL && cert_not_after(cert) > last)
			last = cert_not_after(cert);
	}
	return last;
}

/* A host is kept by its name, so that each is told of once. */
static void
look_at_host(struct ends *ends, const char *uri, struct arena *arena)
{
	const struct config *config = ends->config;
	const struct keyring_mirror *mirror = config->mirrors;
	const char *origin = host_origin(uri, arena);

	for (; mirror != NULL && mirror->prefix != NULL; mirror++)
		if (strncmp(uri, mirror->prefix, strlen(mirror->prefix)) == 0)
			return;
	if (fetch_allowed(&config->fetch, uri) || ends->hosts == ENDS_HOSTS ||
	    (ends->named != NULL && fetch_allowed(ends->named, uri)))
		return;
	for (unsigned i = 0; i < ends->hosts; i++)
		if (strcmp(ends->host[i], origin) == 0)
			return;
	ends->host[ends->hosts++] = arena_strdup(ends->doctor->arena,
	    row_tamed(ends->doctor->arena, origin, ROW_NAME_MOST));
}

void
ends_look(struct ends *ends, const struct client *client, struct arena *arena)
{
	const struct json *metadata =
	    json_parse(arena, client->metadata, strlen(client->metadata), NULL);
	const struct json *claims = claims_of(metadata, arena);
	const char *uri = keys_uri(metadata, claims);
	const int64_t last =
	    last_end(keys_of(ends, metadata, uri, arena), arena);

	if (is_soon(ends, moment_numeric(json_get(claims, "exp"))))
		count(ends, &ends->statements, client);
	if (is_soon(ends, last))
		count(ends, &ends->certificates, client);
	else if (last > 0 && last <= ends->now)
		count(ends, &ends->ended, client);
	if (uri != NULL)
		look_at_host(ends, uri, arena);
}

static void
tell(const struct ends *ends, const struct ending *ending, const char *remedy)
{
	const char *names = "";
	struct arena *arena = ends->doctor->arena;

	for (unsigned i = 0; i < ending->named; i++)
		names = arena_printf(arena, "%s%s%s", names, i > 0 ? ", " : "",
		    ending->names[i]);
	if (ending->count > 0)
		doctor_say(ends->doctor, FINDING_POOR, "ending", remedy,
		    "%u clients %s: %s%s", ending->count, ending->what, names,
		    ending->count > ending->named ? ", ..." : "");
}

void
ends_tell(struct ends *ends)
{
	tell(ends, &ends->statements,
	    "tell those TPPs to update their registrations (PUT) with a fresh "
	    "statement");
	tell(ends, &ends->certificates,
	    "tell those TPPs to renew their certificates in the directory");
	tell(ends, &ends->ended,
	    "tell those TPPs to renew their certificates in the directory; "
	    "where one is gone for good: dcr delete ID");
	for (unsigned i = 0; i < ends->hosts; i++)
		doctor_say(ends->doctor, FINDING_BAD, "fetch",
		    "add that host to fetch.hosts in dcr.conf",
		    "%s: keys of registered software are there, and may not be "
		    "fetched",
		    ends->host[i]);
}
