/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "kit/uri.h"

static void
read_directory(struct reader *reader, const struct json *entry,
    struct config_directory *out)
{
	static const char *const names[] = {
	    "issuer", "jwks", "jwks_uri", "member_ca", NULL};
	struct uri uri;

	reader_known_keys(reader, entry, "directory[].", names);
	const char *file = reader_string(reader, entry, "directory[].", "jwks");
	const char *web =
	    reader_string(reader, entry, "directory[].", "jwks_uri");
	out->issuer = reader_need(reader, entry, "directory[].", "issuer");
	if ((file == NULL) == (web == NULL))
		reader_wrong(reader, "directory[]",
		    "must have one of jwks (a file) and jwks_uri");
	if (web != NULL && !config_https(reader->arena, web, &uri))
		reader_wrong(
		    reader, "directory[].jwks_uri", "must be an https URI");
	out->keys = file != NULL ? reader_absolute(reader, file) : web;
	out->member_ca = reader_absolute(
	    reader, reader_string(reader, entry, "directory[].", "member_ca"));
}

/* Whose member a certificate is must not be left to its names. */
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
				    "must not be there twice");
	}
	if (count > LIMIT_DIRECTORIES)
		reader_wrong(reader, "directory",
		    "has more directories than are served");
	if (unnamed > 1)
		reader_wrong(reader, "directory[].member_ca",
		    "must be in all but one of several directories: who of "
		    "client_ca issues their members' certificates");
}

const struct config_directory *
config_read_directories(struct reader *reader, const struct json *root)
{
	const struct json *value = json_get(root, "directory");
	size_t count = json_length(value);

	if (json_type(value) != JSON_ABSENT &&
	    (json_type(value) != JSON_ARRAY || count == 0))
		reader_wrong(reader, "directory",
		    "must be an array with an object for each directory whose "
		    "statements are accepted");
	struct config_directory *all =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*all));
	for (size_t i = 0; reader->why == NULL && i < count; i++)
		read_directory(reader, json_at(value, i), &all[i]);
	if (reader->why == NULL)
		check_directories(reader, all);
	return all;
}

const struct json *
config_describe_directories(struct arena *arena, const struct config *config)
{
	struct json *array = json_new_array(arena);

	for (const struct config_directory *d = config->directories;
	     d->issuer != NULL; d++) {
		struct json *entry = json_new_object(arena);
		json_set_string(entry, "issuer", d->issuer);
		json_set_string(
		    entry, *d->keys == '/' ? "jwks" : "jwks_uri", d->keys);
		if (d->member_ca != NULL)
			json_set_string(entry, "member_ca", d->member_ca);
		json_append(array, entry);
	}
	return array;
}
