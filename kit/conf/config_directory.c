/* SPDX-License-Identifier: ISC */
/* Reads the directories of dcr.conf whose software statements are accepted. */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/limits.h"
#include "kit/reader.h"

static void
read_directory(struct reader *reader, const struct json *entry, void *to)
{
	static const char *const names[] = {
	    "issuer", "jwks", "jwks_uri", "member_ca", NULL};
	static const char prefix[] = "directory[].";
	struct config_directory *out = to;
	const char *file, *web;

	reader_known_keys(reader, entry, prefix, names);
	out->issuer = reader_need(reader, entry, prefix, "issuer");
	file = reader_path(reader, entry, prefix, "jwks");
	web = reader_https(reader, entry, prefix, "jwks_uri");
	if ((file == NULL) == (web == NULL))
		reader_wrong(reader, "directory[]",
		    "must have one of jwks (a file) and jwks_uri");
	out->keys = file != NULL ? file : web;
	out->member_ca = reader_path(reader, entry, prefix, "member_ca");
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
