/* SPDX-License-Identifier: ISC */
/* Reads the directories of dcr.conf whose software statements are accepted. */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "kit/uri.h"

/* Seconds. */
enum { STATUS_AGE_USUAL = 86400, STATUS_AGE_MOST = 31536000 };

/* A list is fetched, or is a file that somebody else fetches. */
static const char *
read_list(struct reader *reader, const struct json *status, const char *name)
{
	static const char prefix[] = "directory[].status.";
	const char *place = json_string(json_get(status, name));

	return place != NULL && strncmp(place, "https://", 8) == 0
		   ? reader_https(reader, status, prefix, name)
		   : reader_path(reader, status, prefix, name);
}

static void
check_key_sets(struct reader *reader, const char *const *prefixes)
{
	struct uri uri;

	for (; prefixes != NULL && *prefixes != NULL; prefixes++)
		if (!uri_parse_https(reader->arena, *prefixes, &uri) ||
		    uri.query != NULL ||
		    (*prefixes)[strlen(*prefixes) - 1] != '/')
			reader_wrong(reader, "directory[].status.key_sets",
			    "must hold https URIs that end in /");
}

static void
read_status(struct reader *reader, const struct json *status, void *to)
{
	static const char *const names[] = {"software", "organisation",
	    "legal_entity", "key_sets", "max_age", NULL};
	static const char prefix[] = "directory[].status.";
	struct config_status *out = to;

	reader_known_keys(reader, status, prefix, names);
	out->software = read_list(reader, status, "software");
	out->organisation = read_list(reader, status, "organisation");
	out->legal_entity = read_list(reader, status, "legal_entity");
	out->key_sets = reader_strings(reader, status, prefix, "key_sets");
	check_key_sets(reader, out->key_sets);
	out->max_age = reader_number(reader, status, prefix, "max_age", 1,
	    STATUS_AGE_MOST, STATUS_AGE_USUAL);
}

static void
read_directory(struct reader *reader, const struct json *entry, void *to)
{
	static const char *const names[] = {
	    "issuer", "jwks", "jwks_uri", "member_ca", "status", NULL};
	static const char prefix[] = "directory[].";
	struct config_directory *out = to;
	const char *file, *web;

	reader_known_keys(reader, entry, prefix, names);
	out->issuer = reader_need(reader, entry, prefix, "issuer");
	file = reader_path(reader, entry, prefix, "jwks");
	web = reader_https(reader, entry, prefix, "jwks_uri");
	out->keys = file != NULL ? file : web;
	out->member_ca = reader_path(reader, entry, prefix, "member_ca");
	if (file != NULL && web != NULL)
		reader_wrong(reader, "directory[]",
		    "must have one of jwks (a file) and jwks_uri");
	if (out->keys == NULL && out->member_ca == NULL)
		reader_wrong(reader, "directory[]",
		    "must have one of jwks (a file) and jwks_uri, or, of those "
		    "that sign nothing, member_ca");
	if (json_get(entry, "status") != NULL)
		reader_object(
		    reader, entry, "status", read_status, &out->status);
}

/* Checks that the issuer of a certificate tells whose member it is, for its
 * names must not decide that. */
static void
check_directories(struct reader *reader, const struct config_directory *all)
{
	const struct config_directory *d, *other;
	size_t count = 0, unnamed = 0;

	for (d = all; d->issuer != NULL; d++, count++) {
		unnamed += d->member_ca == NULL;
		for (other = all; other < d; other++)
			if (strcmp(other->issuer, d->issuer) == 0)
				reader_wrong(reader, "directory[].issuer",
				    "must be another one for each directory");
	}
	if (count > LIMIT_DIRECTORIES)
		reader_wrong(reader, "directory",
		    arena_printf(reader->arena,
			"must have at most %d directories", LIMIT_DIRECTORIES));
	if (unnamed > 1)
		reader_wrong(reader, "directory[].member_ca",
		    "must be in all but one of several directories: who of "
		    "client_ca issues their members' certificates");
}

const struct config_directory *
config_read_directories(struct reader *reader, const struct json *root)
{
	const struct config_directory *all = reader_objects(reader, root,
	    "directory", "directory whose statements are accepted", 1,
	    sizeof(*all), read_directory);

	if (reader->why == NULL)
		check_directories(reader, all);
	return all;
}
