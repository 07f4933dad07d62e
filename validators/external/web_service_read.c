/* SPDX-License-Identifier: ISC */
/* Reads how a web service is reached, and by which credentials, from the
 * entry. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/uri.h"
#include "validators/external/private.h"

static const char *
read_path(struct reader *reader, const struct json *object, const char *prefix,
    const char *name)
{
	const char *path = reader_string(reader, object, prefix, name);

	if (path != NULL && *path != '/')
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be an absolute path");
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
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be an https URI without a query, or an http one of "
		    "this machine's, such as http://127.0.0.1:8080");
		return NULL;
	}
	*host = host_of(reader, &uri);
	return text;
}

static void
read_basic(
    struct reader *reader, const struct json *from, struct web_service *to)
{
	static const char *const names[] = {"username", "password_file", NULL};

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, "basic", "must be an object");
	reader_known_keys(reader, from, "basic.", names);
	to->username = reader_need(reader, from, "basic.", "username");
	to->password_file = read_path(reader, from, "basic.", "password_file");
	if (to->password_file == NULL)
		reader_wrong(reader, "basic.password_file", "is missing");
	if (to->username != NULL && strchr(to->username, ':') != NULL)
		reader_wrong(reader, "basic.username", "must have no colon");
}

static void
read_bearer(
    struct reader *reader, const struct json *from, struct web_service *to)
{
	static const char *const names[] = {"token_file", "token_endpoint",
	    "client_id", "secret_file", "scope", NULL};
	static const char *const file_names[] = {"token_file", NULL};

	if (json_type(from) != JSON_OBJECT)
		reader_wrong(reader, "bearer", "must be an object");
	to->token_file = read_path(reader, from, "bearer.", "token_file");
	reader_known_keys(reader, from, "bearer.",
	    to->token_file != NULL ? file_names : names);
	if (to->token_file != NULL)
		return;
	to->token_endpoint =
	    read_uri(reader, from, "bearer.", "token_endpoint", &to->hosts[1]);
	to->client_id = reader_need(reader, from, "bearer.", "client_id");
	to->secret_file = read_path(reader, from, "bearer.", "secret_file");
	if (to->secret_file == NULL)
		reader_wrong(reader, "bearer.secret_file", "is missing");
	to->scope = reader_string(reader, from, "bearer.", "scope");
}

static void
read_tls(
    struct reader *reader, const struct json *entry, struct web_service *to)
{
	to->ca = read_path(reader, entry, "", "ca");
	to->certificate = read_path(reader, entry, "", "certificate");
	to->key = read_path(reader, entry, "", "key");
	if ((to->certificate == NULL) != (to->key == NULL))
		reader_wrong(reader, to->key == NULL ? "certificate" : "key",
		    "must come with the other of certificate and key");
}

struct web_service *
web_service_read(struct reader *reader, const struct json *entry)
{
	struct web_service *service =
	    arena_alloc(reader->arena, sizeof(*service));
	const struct json *basic = json_get(entry, "basic");
	const struct json *bearer = json_get(entry, "bearer");
	const char *url =
	    read_uri(reader, entry, "", "url", &service->hosts[0]);

	if (url != NULL && url[strlen(url) - 1] == '/')
		url = arena_strndup(reader->arena, url, strlen(url) - 1);
	service->url = url;
	read_tls(reader, entry, service);
	if (basic != NULL && bearer != NULL)
		reader_wrong(reader, "bearer", "must not come with basic");
	if (basic != NULL)
		read_basic(reader, basic, service);
	if (bearer != NULL)
		read_bearer(reader, bearer, service);
	if (json_has_string(json_get(entry, "on"), "DELETE"))
		reader_wrong(reader, "on",
		    "must not have DELETE, of which a service is not asked");
	return service;
}
