/* SPDX-License-Identifier: ISC */
/* Reads how a web service is reached, and by which credentials, from the
 * entry. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/service/web_service.h"
#include "kit/uri.h"

/* What is wrong with a member of the entry, by its whole name. */
static void
wrong(struct reader *reader, const char *prefix, const char *name,
    const char *what)
{
	reader_wrong(
	    reader, arena_printf(reader->arena, "%s%s", prefix, name), what);
}

static const char *
read_path(struct reader *reader, const struct json *object, const char *prefix,
    const char *name)
{
	const char *path;

	if (reader->folder != NULL)
		return reader_path(reader, object, prefix, name);
	path = reader_string(reader, object, prefix, name);
	if (path != NULL && *path != '/')
		wrong(reader, prefix, name, "must be an absolute path");
	return path;
}

static const char *
need_path(struct reader *reader, const struct json *object, const char *prefix,
    const char *name)
{
	const char *path = read_path(reader, object, prefix, name);

	if (path == NULL)
		wrong(reader, prefix, name, "is missing");
	return path;
}

static const char *
host_of(struct reader *reader, const struct uri *uri)
{
	return arena_printf(reader->arena, "%s%s%s%s%s",
	    uri->address ? "[" : "", uri->host, uri->address ? "]" : "",
	    uri->port != NULL ? ":" : "", uri->port != NULL ? uri->port : "");
}

/* Plain http is for this machine alone. */
static bool
is_fit(const struct uri *uri)
{
	return uri->userinfo == NULL && uri->query == NULL &&
	       uri->fragment == NULL &&
	       (strcmp(uri->scheme, "https") == 0 ||
		   (strcmp(uri->scheme, "http") == 0 &&
		       uri_host_is_local(uri->host)));
}

static const char *
read_uri(struct reader *reader, const struct json *object, const char *prefix,
    const char *name, const char **host)
{
	const char *text = reader_need(reader, object, prefix, name);
	struct uri uri;

	if (text == NULL)
		return NULL;
	if (!uri_parse(reader->arena, text, &uri) || !is_fit(&uri)) {
		wrong(reader, prefix, name,
		    "must be an https URI without a query, or an http one of "
		    "this machine's, such as http://127.0.0.1:8080");
		return NULL;
	}
	*host = host_of(reader, &uri);
	return text;
}

static void
read_basic(struct reader *reader, const struct json *from, const char *prefix,
    struct web_service *to)
{
	static const char *const names[] = {"username", "password_file", NULL};

	reader_known_keys(reader, from, prefix, names);
	to->username = reader_need(reader, from, prefix, "username");
	to->password_file = need_path(reader, from, prefix, "password_file");
	if (to->username != NULL && strchr(to->username, ':') != NULL)
		wrong(reader, prefix, "username", "must have no colon");
}

static void
read_bearer(struct reader *reader, const struct json *from, const char *prefix,
    struct web_service *to)
{
	static const char *const names[] = {"token_file", "token_endpoint",
	    "client_id", "secret_file", "scope", NULL};
	static const char *const file_names[] = {"token_file", NULL};

	to->token_file = read_path(reader, from, prefix, "token_file");
	reader_known_keys(
	    reader, from, prefix, to->token_file != NULL ? file_names : names);
	if (to->token_file != NULL)
		return;
	to->token_endpoint =
	    read_uri(reader, from, prefix, "token_endpoint", &to->hosts[1]);
	to->client_id = reader_need(reader, from, prefix, "client_id");
	to->secret_file = need_path(reader, from, prefix, "secret_file");
	to->scope = reader_string(reader, from, prefix, "scope");
}

static void
read_tls(struct reader *reader, const struct json *entry, const char *prefix,
    struct web_service *to)
{
	to->ca = read_path(reader, entry, prefix, "ca");
	to->certificate = read_path(reader, entry, prefix, "certificate");
	to->key = read_path(reader, entry, prefix, "key");
	if ((to->certificate == NULL) != (to->key == NULL))
		wrong(reader, prefix, to->key == NULL ? "certificate" : "key",
		    "must come with the other of certificate and key");
}

/* Reads an object of credentials, which is told as an object as well. */
static void
read_inside(struct reader *reader, const struct json *entry, const char *prefix,
    const char *name, struct web_service *to,
    void (*read)(struct reader *reader, const struct json *from,
	const char *prefix, struct web_service *to))
{
	const struct json *from = json_get(entry, name);
	struct json *outside = reader->told;

	if (from == NULL)
		return;
	if (json_type(from) != JSON_OBJECT)
		wrong(reader, prefix, name, "must be an object");
	if (outside != NULL)
		reader->told = json_new_object(reader->arena);
	read(reader, from, arena_printf(reader->arena, "%s%s.", prefix, name),
	    to);
	if (outside != NULL)
		json_set(outside, name, reader->told);
	reader->told = outside;
}

struct web_service *
web_service_read(
    struct reader *reader, const struct json *entry, const char *prefix)
{
	struct web_service *service =
	    arena_alloc(reader->arena, sizeof(*service));
	const char *url =
	    read_uri(reader, entry, prefix, "url", &service->hosts[0]);

	if (url != NULL && url[strlen(url) - 1] == '/')
		url = arena_strndup(reader->arena, url, strlen(url) - 1);
	service->url = url;
	read_tls(reader, entry, prefix, service);
	if (json_get(entry, "basic") != NULL &&
	    json_get(entry, "bearer") != NULL)
		wrong(reader, prefix, "bearer", "must not come with basic");
	read_inside(reader, entry, prefix, "basic", service, read_basic);
	read_inside(reader, entry, prefix, "bearer", service, read_bearer);
	return service;
}
