/* SPDX-License-Identifier: ISC */
/* Reads what dcr.conf says of the document about us that is signed in part. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"

/* Seconds. */
enum { SIGNED_LEAST = 7200, SIGNED_MOST = 31536000, SIGNED_USUAL = 86400 };

static const char prefix[] = "signed_metadata.";

/* What is before /.well-known/NAME is who we are in the document. */
static void
read_place(
    struct reader *reader, const struct json *from, struct config_signed *to)
{
	static const char known[] = "/.well-known/";
	const char *text = reader_need(reader, from, prefix, "endpoint");
	const char *at = text != NULL ? strstr(text, known) : NULL;
	struct uri uri;

	if (at == NULL || at[strlen(known)] == '\0' ||
	    strchr(at + strlen(known), '/') != NULL ||
	    !uri_parse_https(reader->arena, text, &uri) || uri.query != NULL ||
	    !uri_path_is_plain(uri.path)) {
		reader_wrong(reader, "signed_metadata.endpoint",
		    "must be an https URI, the base URL and "
		    "/.well-known/NAME");
		return;
	}
	to->place = (struct config_endpoint){.uri = text, .path = uri.path};
	to->base = arena_strndup(reader->arena, text, (size_t)(at - text));
}

static void
read_signed(struct reader *reader, const struct json *from, void *out)
{
	static const char *const names[] = {
	    "endpoint", "key", "certificates", "seconds", NULL};
	struct config_signed *to = out;

	reader_known_keys(reader, from, prefix, names);
	to->key = reader_need_path(reader, from, prefix, "key");
	to->certificates =
	    reader_need_path(reader, from, prefix, "certificates");
	to->seconds = reader_number(reader, from, prefix, "seconds",
	    SIGNED_LEAST, SIGNED_MOST, SIGNED_USUAL);
	read_place(reader, from, to);
}

void
config_read_signed(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_signed *to;

	if (json_get(root, "signed_metadata") == NULL)
		return;
	to = arena_alloc(reader->arena, sizeof(*to));
	config->signed_metadata = to;
	reader_object(reader, root, "signed_metadata", read_signed, to);
}
