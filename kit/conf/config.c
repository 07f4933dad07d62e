/* SPDX-License-Identifier: ISC */
/* Reads dcr.conf member by member, and what no other file here reads. */
#include "kit/conf/config.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

static const struct keyring_mirror *
read_mirrors(struct reader *reader, const struct json *fetch)
{
	const struct json *value = json_get(fetch, "mirror"), *folder;
	struct keyring_mirror *all =
	    arena_alloc(reader->arena, (json_length(value) + 1) * sizeof(*all));
	struct keyring_mirror *one = all;
	struct json *told = json_new_object(reader->arena);
	const char *prefix;
	struct uri uri;

	if (json_type(value) != JSON_ABSENT && json_type(value) != JSON_OBJECT)
		reader_wrong(reader, "fetch.mirror",
		    "must be an object of URI prefixes and folders");
	for (struct json_each each = json_each(value);
	     json_next(&each, &prefix, &folder);) {
		if (!uri_parse_https(reader->arena, prefix, &uri) ||
		    prefix[strlen(prefix) - 1] != '/' ||
		    json_string(folder) == NULL || *json_string(folder) == '\0')
			reader_wrong(reader, "fetch.mirror",
			    "must map https URIs that end with / to folders");
		one->prefix = prefix;
		one->folder = reader_absolute(reader, json_string(folder));
		json_set_string(told, prefix, one->folder);
		one++;
	}
	json_set(reader->told, "mirror", told);
	return all;
}

/* Each host is "host" or "host:port", and nothing that looks like more. */
static void
check_hosts(struct reader *reader, const char *const *hosts)
{
	struct uri uri;

	for (; *hosts != NULL; hosts++)
		if (!uri_parse_https(reader->arena,
			arena_printf(reader->arena, "https://%s", *hosts),
			&uri) ||
		    *uri.path != '\0' || uri.query != NULL)
			reader_wrong(reader, "fetch.hosts",
			    "must hold hosts, each with or without a :port");
}

/* Without the key the profile decides. */
static const bool *
read_statement(struct reader *reader, const struct json *fetch)
{
	bool *statement;

	if (json_get(fetch, "statement") == NULL)
		return NULL;
	statement = arena_alloc(reader->arena, sizeof(*statement));
	*statement =
	    reader_boolean(reader, fetch, "fetch.", "statement", false);
	return statement;
}

static void
read_fetch(struct reader *reader, const struct json *fetch, void *to)
{
	static const char *const names[] = {"hosts", "statement", "ca",
	    "private_addresses", "seconds", "mirror", NULL};
	static const char *const nobody[] = {NULL};
	static const char prefix[] = "fetch.";
	struct config *config = to;

	reader_known_keys(reader, fetch, prefix, names);
	config->fetch.hosts = reader_strings(reader, fetch, prefix, "hosts");
	if (config->fetch.hosts == NULL)
		config->fetch.hosts = nobody;
	check_hosts(reader, config->fetch.hosts);
	config->fetch_statement = read_statement(reader, fetch);
	if (json_type(json_get(fetch, "ca")) != JSON_NULL) /* the system's */
		config->fetch.ca = reader_file(reader, fetch, prefix, "ca");
	config->fetch.private_addresses =
	    reader_boolean(reader, fetch, prefix, "private_addresses", false);
	config->fetch.seconds =
	    (unsigned)reader_number(reader, fetch, prefix, "seconds", 1, 4, 3);
	config->mirrors = read_mirrors(reader, fetch);
}

/* "bdb:" is followed by a path, which may be relative; "postgresql:" by what
 * may hold a password, and what libpq reads when the store is opened. */
static const char *
read_store(struct reader *reader, const struct json *root)
{
	const char *text = reader_need(reader, root, "", "store");
	const bool folder = text != NULL && strncmp(text, "bdb:", 4) == 0;

	if (text != NULL && strcmp(text, "bdb:") == 0)
		reader_wrong(reader, "store", "must name a folder");
	if (folder)
		text = arena_printf(
		    reader->arena, "bdb:%s", reader_absolute(reader, text + 4));
	if (text != NULL && strncmp(text, "postgresql:", 11) == 0 &&
	    text[11 + strspn(text + 11, "/ \t\r\n")] == '\0')
		reader_wrong(reader, "store",
		    "must go on behind postgresql: with KEY=VALUE ... or "
		    "//HOST/...");
	json_set_string(reader->told, "store", folder ? text : "***");
	return text;
}

/* A shipped profile has a bare name, and its version may stand behind an @;
 * anything with a / or a . is a file. */
static const char *
read_profile(struct reader *reader, const struct json *root)
{
	const char *text = reader_need(reader, root, "", "profile");

	if (text == NULL || text[strcspn(text, "/.@")] == '\0' ||
	    text[strcspn(text, "/.@")] == '@')
		return text;
	return reader_path(reader, root, "", "profile");
}

const char *
config_read_cache(struct reader *reader, const struct json *root)
{
	const char *folder = reader_path(reader, root, "", "cache");

	if (folder == NULL)
		folder = "/var/cache/dcr";
	if (reader->told != NULL)
		json_set_string(reader->told, "cache", folder);
	return folder;
}

static const char *const *
read_audience(
    struct reader *reader, const struct json *root, const char *issuer)
{
	const char *const *told = reader_strings(reader, root, "", "audience");
	const char **audience;
	struct json *array;

	if (told != NULL)
		return told;
	audience = arena_alloc(reader->arena, 2 * sizeof(*audience));
	audience[0] = issuer;
	array = json_new_array(reader->arena);
	json_append_string(array, issuer);
	json_set(reader->told, "audience", array);
	return audience;
}

static void
read_identity(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_endpoint registration;

	config->profile = read_profile(reader, root);
	config->overlay = reader_path(reader, root, "", "overlay");
	config->issuer = reader_need(reader, root, "", "issuer");
	config->audience = read_audience(reader, root, config->issuer);
	registration =
	    config_read_endpoint(reader, root, "registration_endpoint");
	config->registration_endpoint = registration.uri;
	config->registration_path = registration.path;
	if (registration.uri == NULL)
		reader_wrong(reader, "registration_endpoint", "is missing");
}

void
config_read(
    struct reader *reader, const struct json *root, struct config *config)
{
	static const char *const names[] = {"profile", "overlay", "issuer",
	    "audience", "registration_endpoint", "token_endpoint", "store",
	    "directory", "client_ca", "client_certificate",
	    "client_certificate_secret", "cache", "fetch", "revocation", "crl",
	    "ocsp", "ocsp_responder", "ocsp_seconds", "statement_max_age",
	    "duplicates", "registration_access_token", "certificate_changes",
	    "software_changes", "recovery", "approval", "access_tokens", "keys",
	    "token_audience", "token_seconds", "resource_servers",
	    "clients_endpoint", "events_endpoint", "authorizer",
	    "calls_without_token", "metadata", "client_id", "deliver", "log",
	    "metrics", "console", "entity", "signed_metadata", NULL};
	static const char *const duplicates[] = {
	    "allow", "refuse", "existing", NULL};

	reader_known_keys(reader, root, "", names);
	read_identity(reader, root, config);
	config->store = read_store(reader, root);
	config->directories = config_read_directories(reader, root);
	config->client_ca = reader_need_path(reader, root, "", "client_ca");
	config_read_proxy(reader, root, config);
	config->cache = config_read_cache(reader, root);
	reader_object(reader, root, "fetch", read_fetch, config);
	config_read_revocation(reader, root, config);
	config->statement_max_age = reader_number(
	    reader, root, "", "statement_max_age", 1, 31536000, 0);
	config->duplicates =
	    reader_choice(reader, root, "", "duplicates", duplicates);
	config->approval = reader_boolean(reader, root, "", "approval", false);
	config->registration_access_token = reader_boolean(
	    reader, root, "", "registration_access_token", false);
	config->certificate_changes = (unsigned)reader_number(
	    reader, root, "", "certificate_changes", 1, 1000000, 600);
	config->software_changes = (unsigned)reader_number(
	    reader, root, "", "software_changes", 1, 1000000, 150);
	config->recovery = reader_boolean(reader, root, "", "recovery", false);
	config_read_client_id(reader, root, config);
	config_read_issuing(reader, root, config);
	config_read_tokens(reader, root, config);
	config_read_discovery(reader, root, config);
	config_read_signed(reader, root, config);
	config_read_servers(reader, root, config);
	config_read_authorizer(reader, root, config);
	config_read_receivers(reader, root, config);
	config_read_entity(reader, root, config);
	config_read_console(reader, root, config);
	config_read_log(reader, root, config);
	config_read_metrics(reader, root, config);
}
